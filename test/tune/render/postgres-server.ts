import { execa, type ResultPromise } from 'execa';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { POSTGRES_MAJORS, type PostgresMajor } from '../../../src/facts/postgres-major.ts';
import { freePort } from '../../lib/free-port.ts';

/**
 * Where `initdb` and `postgres` of each major are: Debian's, and those of the folder that CVX_TEST_POSTGRES_MAJORS names, which
 * has one folder for each major (fetch-postgres.mjs fills it; whoever the servers run as must be able to read it).
 */
export const INSTALLED: ReadonlyMap<PostgresMajor, string> = new Map(
  POSTGRES_MAJORS.flatMap((major): (readonly [PostgresMajor, string])[] => {
    const fetched = process.env['CVX_TEST_POSTGRES_MAJORS'] ?? '';
    const places = [
      `/usr/lib/postgresql/${major}/bin`,
      ...(fetched === '' ? [] : [join(fetched, String(major), 'bin')]),
    ];
    const bin = places.find((place) => existsSync(join(place, 'postgres')));
    return bin === undefined ? [] : [[major, bin]];
  }),
);

/** PostgreSQL refuses to run as root. */
export const ACCOUNT: { uid: number; gid: number } | undefined =
  process.getuid?.() === 0 ? { uid: await idOf('-u'), gid: await idOf('-g') } : undefined;

/** A data folder as the official image makes it, below a folder of its own, and servers on it. */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly port: number;
  /** The command of the compose file on this text, with a port and a socket of its own. */
  start(conf: string): Promise<RunningPostgres>;
  remove(): Promise<void>;
}

export interface RunningPostgres {
  /** The superuser, on the socket. */
  readonly client: Client;
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function makeCluster(bin: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'cvx-pg-'));
  await chmod(folder, 0o700);
  if (ACCOUNT !== undefined) await chown(folder, ACCOUNT.uid, ACCOUNT.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  await execa(
    join(bin, 'initdb'),
    ['--no-sync', '-U', 'postgres', '-D', data, '--locale=C', '--encoding=UTF8'],
    { ...ACCOUNT, cwd: folder },
  );
  // As the entrypoint of the image does it: local sessions are trusted, others need the password.
  const access = join(data, 'pg_hba.conf');
  await appendFile(access, '\nhost all all all scram-sha-256\n');
  const text = await readFile(access, 'utf8');
  await writeFile(access, text.replaceAll(/^host .*127\.0\.0\.1\/32 +trust.*$/gm, ''));
  const file = join(folder, 'postgresql.conf');
  return {
    folder,
    data,
    port,
    async start(conf) {
      // The last line of a name wins: the plan's own values are still compared.
      const here = `port = ${port}\nunix_socket_directories = '${folder}'\nlisten_addresses = '127.0.0.1'\n`;
      await writeFile(file, `${conf}\n${here}`, { mode: 0o644 });
      const child = execa(join(bin, 'postgres'), ['-D', data, '-c', `config_file=${file}`], {
        ...ACCOUNT,
        cwd: folder,
        reject: false,
        all: true,
      });
      return running(child, () => connect({ host: folder, port, user: 'postgres', database: 'postgres' }));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

type Child = PromiseLike<unknown> & Pick<ResultPromise<{ all: true }>, 'all' | 'exitCode' | 'kill'>;

/** A server that was started, once it lets somebody in. */
export async function running(child: Child, open: () => Promise<Client>): Promise<RunningPostgres> {
  let said = '';
  child.all?.on('data', (text: Buffer) => (said += text.toString()));
  const client = await connected(open, () => (child.exitCode === null ? undefined : said));
  return {
    client,
    log: () => said,
    async stop() {
      await client.end();
      child.kill('SIGINT');
      await child;
    },
  };
}

async function connected(open: () => Promise<Client>, ended: () => string | undefined): Promise<Client> {
  for (let tries = 0; ; tries++) {
    try {
      return await open();
    } catch (error) {
      if (ended() !== undefined || tries === 300)
        throw new Error(`PostgreSQL did not start: ${ended()}`, { cause: error });
      await sleep(100);
    }
  }
}

export async function connect(options: {
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
}): Promise<Client> {
  const client = new Client({ ...options, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** All but the answer to a test that asks too early. */
export function faultsIn(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => /FATAL|ERROR|PANIC|WARNING/.test(line) && !line.includes('is starting up'));
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const { stdout, exitCode } = await execa('id', [flag, 'postgres'], { reject: false });
  return exitCode === 0 ? Number(stdout) : 65_534;
}
