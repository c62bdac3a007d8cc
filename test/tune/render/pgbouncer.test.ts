// CVX_TEST_PGBOUNCER names another pgbouncer than the one on PATH or in /usr/sbin.
import { execa } from 'execa';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../src/stores/sql/migrate.ts';
import { openPostgresPool } from '../../../src/stores/sql/pool-postgres.ts';
import { freePort } from '../../lib/free-port.ts';
import {
  ACCOUNT,
  type Cluster,
  connect,
  faultsIn,
  INSTALLED,
  makeCluster,
  running,
  type RunningPostgres,
} from './postgres-server.ts';
import { type HostFiles, secrets, stackFor } from './stacks.ts';

const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const PGBOUNCER = process.env['CVX_TEST_PGBOUNCER'] ?? 'pgbouncer';
const asked = await execa(PGBOUNCER, ['--version'], { env: { PATH: path }, reject: false });
const [major = 0, minor = 0] = (/PgBouncer (\d+)\.(\d+)/.exec(asked.stdout) ?? []).slice(1).map(Number);
const bin = INSTALLED.get(15);
const why =
  bin === undefined
    ? 'no PostgreSQL 15 in /usr/lib/postgresql'
    : asked.exitCode === 0
      ? undefined
      : 'no pgbouncer on PATH or in /usr/sbin';
if (why !== undefined) console.warn(`skipped: rendered pgbouncer.ini (${why})`);
/** The image of the stack has 1.24. */
const prepares = major * 100 + minor >= 121;
if (why === undefined && !prepares)
  console.warn(`PgBouncer ${major}.${minor} has no max_prepared_statements: the file is tried without it`);

/** Pools of so many backends are more than one server can take. */
const stack = stackFor([14_000, 2_000_000, '48x192', 12, 15]);
const ini = hostOf('pgbouncer').text('pgbouncer.ini');
const setting = (key: string): string => new RegExp(`^${key} = (.*)$`, 'm').exec(ini)?.[1] ?? '';

describe.skipIf(why !== undefined)('PgBouncer on a rendered file, in front of PostgreSQL', () => {
  let cluster: Cluster;
  let server: RunningPostgres;
  let pooler: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    cluster = await makeCluster(bin ?? '');
    const { folder, port } = cluster;
    const host = hostOf('postgres');
    server = await cluster.start(host.text('postgresql.conf'));
    await server.client.query('create database cvx');
    const script = join(folder, 'roles.sh');
    await writeFile(script, host.text('initdb/10-roles.sh'), { mode: 0o755 });
    const env = { PATH: `${bin}:${path}`, PGHOST: folder, PGPORT: String(port), POSTGRES_USER: 'postgres' };
    await execa('bash', [script], {
      ...ACCOUNT,
      cwd: folder,
      env: { ...env, POSTGRES_DB: 'cvx', ...secrets },
    });
    pooler = await start('');
  });
  afterAll(async () => {
    await pooler.stop();
    await server.stop();
    await cluster.remove();
  });

  /** The entrypoint of the compose file, with the folder and the addresses of this test, and further lines. */
  async function start(more: string) {
    const { folder, port: database } = cluster;
    const port = await freePort();
    const file = join(folder, `pgbouncer-${port}.ini`);
    const here = ini
      .replace(/^cvx = host=\S+ port=5432/m, `cvx = host=127.0.0.1 port=${database}`)
      .replace(/^listen_addr = .*$/m, 'listen_addr = 127.0.0.1')
      .replace(/^listen_port = 6432$/m, `listen_port = ${port}`)
      .replace('/tmp/', `${folder}/`);
    await writeFile(
      file,
      `${prepares ? here : here.replace(/^max_prepared_statements = .*$/m, '')}\n${more}\n`,
    );
    const [shell = '', flag = '', script = ''] =
      hostOf('pgbouncer').compose.services['pgbouncer']?.entrypoint ?? [];
    const own = script
      .replaceAll('$$', '$')
      .replaceAll('/tmp/', `${folder}/`)
      .replace('pgbouncer /etc/pgbouncer/pgbouncer.ini', `${PGBOUNCER} ${file}`);
    const child = execa(shell, [flag, own], {
      ...ACCOUNT,
      cwd: folder,
      env: { PATH: path, DATABASE_PASSWORD: secrets.DATABASE_PASSWORD },
      reject: false,
      all: true,
    });
    const open = (name: string, password = secrets.DATABASE_PASSWORD): Promise<Client> =>
      connect({ host: '127.0.0.1', port, database: name, user: 'cvx', password });
    return { port, open, ...(await running(child, () => open('cvx'))) };
  }

  test('it lets the application in with its password, nobody without, and nobody to its console', async () => {
    const { rows } = await pooler.client.query('select current_user, current_database()');
    expect(rows).toEqual([{ current_user: 'cvx', current_database: 'cvx' }]);
    await expect(pooler.open('cvx', 'wrong')).rejects.toThrow('SASL authentication failed');
    await expect(pooler.open('pgbouncer')).rejects.toThrow('not allowed');
  });

  test('SHOW CONFIG says what the file says', async () => {
    const watched = await start('admin_users = cvx');
    const console = await watched.open('pgbouncer');
    const { rows } = await console.query<{ key: string; value: string }>('SHOW CONFIG');
    const shown = new Map(rows.map(({ key, value }) => [key, value]));
    const wanted = ['auth_type', 'pool_mode', 'default_pool_size', 'max_client_conn'];
    for (const key of [
      ...wanted,
      'ignore_startup_parameters',
      ...(prepares ? ['max_prepared_statements'] : []),
    ]) {
      expect(setting(key)).not.toBe('');
      expect({ key, value: shown.get(key) }).toEqual({ key, value: setting(key) });
    }
    await console.end();
    await watched.stop();
  });

  test('more clients than connections wait for each other, and cvx takes it for PostgreSQL', async () => {
    const size = Number(setting('default_pool_size'));
    const { pool, close } = openPostgresPool({
      url: `postgresql://cvx:${secrets.DATABASE_PASSWORD}@127.0.0.1:${pooler.port}/cvx`,
      poolSize: size + 20,
      maxOverflow: 0,
      statementTimeoutMs: 30_000,
      connectTimeoutMs: 30_000,
      applicationName: 'cvx',
    });
    expect((await migrate(pool)).length).toBeGreaterThan(0);
    expect(await migrate(pool)).toEqual([]);
    const named = { name: 'wait', text: 'select pg_sleep(0.1), $1::int as n' };
    const asks = Array.from({ length: 4 * (size + 20) }, (_, n) => n);
    const answers = Promise.all(
      asks.map(async (n) =>
        pool.query<{ n: number }>({ ...(prepares ? named : { text: named.text }), values: [n] }),
      ),
    );
    let most = 0;
    const counting = { on: true };
    const counter = (async () => {
      for (; counting.on; await sleep(20)) {
        const { rows } = await server.client.query<{ count: number }>(
          `select count(*)::int from pg_stat_activity where usename = 'cvx'`,
        );
        most = Math.max(most, rows[0]?.count ?? 0);
      }
    })();
    expect((await answers).map(({ rows }) => rows[0]?.n)).toEqual(asks);
    counting.on = false;
    await counter;
    expect(most).toBe(size);
    await close();
  });

  test('neither complains', () => {
    const complaints = pooler
      .log()
      .split('\n')
      .filter((line) => /WARNING|ERROR|FATAL/.test(line));
    // Those of the first test.
    expect(complaints.filter((line) => !/not allowed|authentication failed/.test(line))).toEqual([]);
    expect(faultsIn(server.log())).toEqual([]);
  });
});

function hostOf(service: string): HostFiles {
  const host = stack.hosts.find(({ compose }) => compose.services[service] !== undefined);
  if (host === undefined) throw new Error(`No host has ${service}`);
  return host;
}
