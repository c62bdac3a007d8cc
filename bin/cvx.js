#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

module.enableCompileCache?.();
const { main } = await import('../dist/cli.js').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.url).endsWith('/dist/cli.js')) throw error;
  return { main: () => (process.stderr.write('cvx is not built: run npm run build\n'), 2) };
});
process.exitCode = await main(process.argv.slice(2));
