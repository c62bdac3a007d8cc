/** Makes dist/ from src/: JavaScript, the files that are read at run time, and the template of the embedded store. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const COMPILED = new Set(['.ts', '.tsx']);

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'src')], {
  stdio: 'inherit',
});
cpSync(join(root, 'src'), dist, {
  recursive: true,
  filter: (file) => !COMPILED.has(extname(file)) && !file.endsWith('tsconfig.json'),
});
execFileSync(
  process.execPath,
  [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'scripts/build-template.ts')],
  {
    stdio: 'inherit',
  },
);
