import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../lib/free-port.ts';

/** A PostgreSQL of this test file: a database of its own, with nothing in it. */
export interface TestPostgres {
  /** `postgresql://user:password@host:port/database` */
  readonly url: string;
  /** What tests print: version and where it came from. */
  readonly label: string;
  /** Absent for a server that the tests did not start. */
  readonly power?: { off(): Promise<void>; on(): Promise<void> };
  /** Drops the database, and stops and removes what was started. */
  close(): Promise<void>;
}

/** One that was started, or named in the environment; else the line that says why there is none. */
export type Found = { readonly server: TestPostgres } | { readonly skipped: string };

interface Wanted {
  /** Environment variable that names a server to use instead; unreachable, it fails. */
  readonly variable: 'CVX_TEST_DATABASE_URL' | 'CVX_TEST_PGVECTOR_URL';
  /** Only an installation that can create this extension. */
  readonly extension?: string;
}

/**
 * A real PostgreSQL for tests: the one that the environment names, else one started from the binaries on PATH or under
 * /usr/lib/postgresql. Where there is neither, prints and returns why.
 */
export async function findPostgres({ variable, extension }: Wanted): Promise<Found> {
  const named = process.env[variable];
  if (named !== undefined && named !== '') return { server: await databaseOn(named) };
  const bin = (await installations()).find((found) => extension === undefined || has(found, extension));
  if (bin !== undefined) return { server: await startPostgres(bin) };
  const what = extension === undefined ? 'PostgreSQL' : `PostgreSQL with ${extension}`;
  const skipped = `skipped: no ${what} on PATH or under /usr/lib/postgresql, and ${variable} is not set`;
  console.warn(skipped);
  return { skipped };
}

/** A database of its own on a server that somebody else runs. */
async function databaseOn(url: string): Promise<TestPostgres> {
  const name = `cvx_test_${randomBytes(6).toString('hex')}`;
  await execute(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    label: `PostgreSQL at ${own.host}`,
    close: () => execute(url, `drop database ${name} with (force)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Directories that hold `initdb` and `postgres`. */
async function installations(): Promise<string[]> {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? (await readdir(root)).toSorted((a, b) => Number(b) - Number(a)) : [];
  return [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(root, version, 'bin')),
  ]
    .filter((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
    .map((bin) => dirname(realpathSync(join(bin, 'postgres'))));
}

/** Whether the installation can create the extension: Debian's and the relocatable builds keep it in different places. */
function has(bin: string, extension: string): boolean {
  const places = [
    join(bin, '../share/postgresql'),
    join(bin, '../share'),
    bin.replace('/lib/', '/share/').replace(/\/bin$/, ''),
  ];
  return places.some((shared) => existsSync(join(shared, 'extension', `${extension}.control`)));
}

/** The account that the server runs under: it refuses to run as root. */
function account(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2]), gid: Number(user?.[3]) };
}

async function startPostgres(bin: string): Promise<TestPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-postgres-'));
  const run = account();
  if (run !== undefined) await chown(home, run.uid, run.gid);
  const password = randomBytes(9).toString('hex');
  await writeFile(join(home, 'password'), password);
  if (run !== undefined) await chown(join(home, 'password'), run.uid, run.gid);
  const data = join(home, 'data');
  const options = ['--no-sync', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--username=cvx'];
  await output(join(bin, 'initdb'), [...options, `--pwfile=${join(home, 'password')}`, '-D', data], {
    ...run,
    cwd: home,
  });
  const port = await freePort();
  const url = `postgresql://cvx:${password}@127.0.0.1:${port}/postgres`;
  let server = await boot();
  const killAtExit = (): void => void server.kill('SIGQUIT');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
  };
  return {
    url,
    label: (await output(join(bin, 'postgres'), ['--version'])).trim(),
    power: {
      off: stop,
      on: async () => {
        server = await boot();
      },
    },
    close: async () => {
      process.off('exit', killAtExit);
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };

  async function boot(): Promise<ChildProcess> {
    // Nothing here outlives the test, so nothing need survive the loss of power.
    const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'shared_buffers=64MB'];
    const flags = [...settings, 'unix_socket_directories=', 'listen_addresses=127.0.0.1', `port=${port}`];
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags.flatMap((flag) => ['-c', flag])], {
      ...run,
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-4000)));
    for (let tries = 0; child.exitCode === null && tries < 300; tries++) {
      try {
        await execute(url, 'select 1');
        return child;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    child.kill('SIGQUIT');
    throw new Error(`PostgreSQL did not start: ${said}`);
  }
}

async function output(
  program: string,
  args: readonly string[],
  options: { uid?: number; gid?: number; cwd?: string } = {},
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, complaint] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} failed: ${complaint}`);
  return said;
}
