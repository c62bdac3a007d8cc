// `npm run quickstart`: from a fresh clone to an answered search, on the sample CVs, in a data home of its own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

await import('./setup.mjs');

const root = fileURLToPath(new URL('..', import.meta.url));
const SAMPLES = 'test/fixtures/cvs';

// The demo must never reach the servers of whoever tries it.
const env = { ...process.env, CVX_HOME: './.cvx-demo' };
for (const name of [
  'DATABASE_URL',
  'DATABASE_REPLICA_URL',
  'QDRANT_URL',
  'REDIS_URL',
  'REDIS_QUEUE_URL',
  'EMBEDDING_MODEL',
]) {
  delete env[name];
}

function cvx(...args) {
  console.log(`\n$ npx cvx ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ')}`);
  const { status, signal } = spawnSync(process.execPath, ['bin/cvx.js', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 143));
}

cvx('ingest', SAMPLES);
cvx('search', 'senior TS dev', '--limit', '5', '--explain');
console.log(
  '\nThe demo is in ./.cvx-demo. Now your own: npx cvx ingest <folder>, then npx cvx search "<who you need>".',
);
