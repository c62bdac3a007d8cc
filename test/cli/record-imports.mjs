import { appendFileSync } from 'node:fs';
import { register } from 'node:module';

// Loaded twice: by --import, where it registers itself, and as the hooks, where it writes down each resolved URL.
if (process.env.CVX_TEST_HOOKED !== '1') {
  process.env.CVX_TEST_HOOKED = '1';
  register(import.meta.url);
}

export async function resolve(specifier, context, next) {
  const result = await next(specifier, context);
  appendFileSync(process.env.CVX_TEST_IMPORTS, `${result.url}\n`);
  return result;
}
