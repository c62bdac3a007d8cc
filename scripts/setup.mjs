// Brings a clone to where cvx runs: packages installed, dist/ built from this very source. Plain JavaScript, because
// it runs before anything is installed; a no-op (and no network) where both are up to date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program of this project; its output goes to stderr, so that stdout stays the caller's. Ends here if it fails. */
function run(command, args) {
  const npm = process.env['npm_execpath'];
  const [file, rest] =
    command === 'npm' && npm !== undefined ? [process.execPath, [npm, ...args]] : [command, args];
  const { status, error } = spawnSync(file, rest, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`Failed: ${command} ${args.join(' ')}${error === undefined ? '' : ` (${error.message})`}`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`cvx needs Node.js 20.19 or later; this is ${process.version} (${process.execPath}).`);
  process.exit(2);
}

/** npm writes node_modules/.package-lock.json last, so it is older than the lockfile or absent after a broken install. */
function installIfNeeded() {
  const installed = join(root, 'node_modules/.package-lock.json');
  const stamp = join(root, 'node_modules/.cvx-lockfile');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(installed) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing packages (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}

/** Everything that dist/ is made from, by content: a checkout changes times, not bytes. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = [
    ...sourceFiles(join(root, 'src')),
    ...['tsconfig.json', 'package-lock.json', 'scripts/build.ts'].map((name) => join(root, name)),
  ];
  for (const file of files) hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function buildIfNeeded() {
  const stamp = join(root, 'dist/.source-hash');
  const wanted = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building cvx …');
  run(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/build.ts']);
  writeFileSync(stamp, wanted);
}

requireNode();
// The tests' own set-up only builds: it must not replace the packages that it runs from.
if (!process.argv.includes('--build-only')) installIfNeeded();
buildIfNeeded();
