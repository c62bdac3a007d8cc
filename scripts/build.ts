/** Makes dist/ from src/: JavaScript, the files that are read at run time, and the template of the embedded store. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTemplate } from '../src/stores/sql/template.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const dist = join(root, 'dist');
// A build that fails half-way leaves the last good one as it is, and two builds at once do not mix.
const next = join(root, `dist.next-${process.pid}`);
const last = join(root, `dist.last-${process.pid}`);

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const compiled = spawnSync(process.execPath, [tsc, '-p', src, '--outDir', next], { stdio: 'inherit' });
if (compiled.status !== 0) {
  rmSync(next, { recursive: true, force: true });
  process.exit(1);
}
cpSync(src, next, {
  recursive: true,
  filter: (file) => !['.ts', '.tsx'].includes(extname(file)) && !file.endsWith('tsconfig.json'),
});
await buildTemplate(join(next, 'stores/sql/template.tar.gz'));
if (existsSync(dist)) renameSync(dist, last);
renameSync(next, dist);
rmSync(last, { recursive: true, force: true });
