// CVX_TEST_POSTGRES_MAJORS names a folder with further majors: see postgres-server.ts.
import { execa } from 'execa';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPostgresConf } from '../../../src/edits/conf/postgres.ts';
import { POSTGRES_MAJORS } from '../../../src/facts/postgres-major.ts';
import { freePort } from '../../lib/free-port.ts';
import {
  ACCOUNT,
  type Cluster,
  connect,
  faultsIn,
  INSTALLED,
  makeCluster,
  running,
} from './postgres-server.ts';
import { allStacks, distinct, secrets } from './stacks.ts';

for (const major of POSTGRES_MAJORS)
  if (!INSTALLED.has(major))
    console.warn(
      `skipped: postgresql.conf for PostgreSQL ${major} (neither in /usr/lib/postgresql nor in CVX_TEST_POSTGRES_MAJORS)`,
    );

describe.each([...INSTALLED])('PostgreSQL %i on files made for it', (major, bin) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await makeCluster(bin);
  });
  afterAll(() => cluster.remove());

  test('it starts on every file, and pg_settings shows the values', async () => {
    const files = distinct(allStacks(major), 'postgresql.conf');
    expect(files.length).toBeGreaterThan(2);
    for (const { stack, text } of files) {
      const server = await cluster.start(text);
      try {
        const version = await server.client.query('show server_version_num');
        expect(version.rows).toEqual([
          { server_version_num: expect.stringMatching(new RegExp(`^${major}\\d{4}$`)) },
        ]);
        const faults = await server.client.query(
          'select name, error from pg_file_settings where error is not null',
        );
        expect(faults.rows, stack.name).toEqual([]);
        const settings = readPostgresConf(text).filter(({ key }) => key !== 'listen_addresses');
        expect(settings.length).toBeGreaterThan(20);
        for (const { key, value } of settings) {
          const { rows } = await server.client.query<{ same: boolean; shown: string }>(SAME, [key, value]);
          expect(rows[0], `${stack.name}: ${key} = ${value}`).toMatchObject({ same: true });
        }
      } finally {
        await server.stop();
      }
      expect(faultsIn(server.log())).toEqual([]);
    }
  });
});

const debian = INSTALLED.get(15);
const stacks = allStacks(15);

// With the programs of a client beside the server, which only Debian's has.
describe.skipIf(debian === undefined)('PostgreSQL 15 with the scripts of a stack', () => {
  let cluster: Cluster;
  let folder: string;
  let data: string;
  let port: number;
  const env = () => ({
    PATH: `${debian}:${process.env['PATH'] ?? ''}`,
    PGHOST: folder,
    PGPORT: String(port),
    PGDATA: data,
    POSTGRES_USER: 'postgres',
    POSTGRES_DB: 'cvx',
    DATABASE_PASSWORD: secrets.DATABASE_PASSWORD,
    REPLICATION_PASSWORD: secrets.REPLICATION_PASSWORD,
    EXPORTER_PASSWORD: secrets.EXPORTER_PASSWORD,
  });

  beforeAll(async () => {
    cluster = await makeCluster(debian ?? '');
    ({ folder, data, port } = cluster);
  });
  afterAll(() => cluster.remove());

  test('the scripts make roles that can do what they need and no more; a replica follows', async () => {
    const stack = stacks.find(({ plan, hosts }) => plan.tier.standby && hosts.length === 1);
    const host = stack?.hosts[0];
    if (host === undefined) throw new Error('No stack with a replica');
    const primary = await cluster.start(host.text('postgresql.conf'));
    await primary.client.query('create database cvx');
    for (const script of ['10-roles.sh', '20-replication.sh']) {
      const file = join(folder, script);
      await writeFile(file, host.text(`initdb/${script}`), { mode: 0o755 });
      await execa('bash', [file], { ...ACCOUNT, cwd: folder, env: env() });
    }
    await primary.client.query('select pg_reload_conf()');
    const tcp = { host: '127.0.0.1', port, database: 'cvx' };
    await expect(connect({ ...tcp, user: 'cvx', password: 'wrong' })).rejects.toThrow('password');
    const app = await connect({ ...tcp, user: 'cvx', password: secrets.DATABASE_PASSWORD });
    await app.query('create schema cvx; create table cvx.people (name text)');
    await expect(app.query('create role other')).rejects.toThrow('permission denied');
    const watcher = await connect({ ...tcp, user: 'exporter', password: secrets.EXPORTER_PASSWORD });
    await watcher.query('select * from pg_stat_statements limit 1; select count(*) from pg_stat_replication');
    await expect(watcher.query('select * from cvx.people')).rejects.toThrow('permission denied');

    const replica = await startReplica(host.text('start-replica.sh'), host.text('postgresql.conf'));
    await app.query("insert into cvx.people values ('Ada Example')");
    const copy = await connect({
      ...tcp,
      port: replica.port,
      user: 'cvx',
      password: secrets.DATABASE_PASSWORD,
    });
    await until(async () => (await copy.query('select name from cvx.people')).rows.length === 1);
    await expect(copy.query('insert into cvx.people values (1)')).rejects.toThrow('read-only');
    const { rows } = await primary.client.query(
      'select application_name, slot_name, state from pg_stat_replication join pg_replication_slots on active_pid = pid',
    );
    expect(rows).toEqual([{ application_name: 'replica', slot_name: 'replica', state: 'streaming' }]);
    await copy.end();
    await replica.stop();

    // Begun anew after its volume was removed: the old slot is in nobody's way. A copy that was cut off is not taken for one.
    await rm(replica.data, { recursive: true });
    await mkdir(`${replica.data}.part`);
    await writeFile(join(`${replica.data}.part`, 'PG_VERSION'), '15');
    if (ACCOUNT !== undefined) await chown(`${replica.data}.part`, ACCOUNT.uid, ACCOUNT.gid);
    const second = await startReplica(host.text('start-replica.sh'), host.text('postgresql.conf'));
    await until(
      async () => (await primary.client.query('select 1 from pg_stat_replication')).rows.length === 1,
    );
    await second.stop();
    const third = await startReplica(host.text('start-replica.sh'), host.text('postgresql.conf'));
    expect(faultsIn(third.log())).toEqual([]);
    await third.stop();
    await app.end();
    await watcher.end();
    await primary.stop();
  });

  let replicaPort: number | undefined;
  async function startReplica(script: string, conf: string) {
    replicaPort ??= await freePort();
    const copyPort = replicaPort;
    const pgdata = join(folder, 'replica');
    const file = join(folder, 'start-replica.sh');
    const confFile = join(folder, 'replica.conf');
    await writeFile(confFile, `${conf}\nunix_socket_directories = '${folder}'\n`);
    const text = script
      .replaceAll('postgres:5432:', `127.0.0.1:${port}:`)
      .replace('host=postgres port=5432', `host=127.0.0.1 port=${port}`)
      .replaceAll('/tmp/', `${folder}/`)
      .replace('/etc/postgresql/postgresql.conf', confFile)
      .replace('port=5433', `port=${copyPort}`);
    await writeFile(file, text, { mode: 0o755 });
    const child = execa('bash', [file], {
      ...ACCOUNT,
      cwd: folder,
      env: { ...env(), PGDATA: pgdata, PGPORT: String(copyPort) },
      reject: false,
      all: true,
    });
    const server = await running(child, () =>
      connect({ host: folder, port: copyPort, user: 'postgres', database: 'postgres' }),
    );
    const command = await readFile(`/proc/${child.pid}/cmdline`, 'utf8');
    expect(command).toContain('primary_conninfo');
    expect(command).not.toContain(secrets.REPLICATION_PASSWORD);
    return { ...server, port: copyPort, data: pgdata };
  }
});

/** Whether a setting is what the file says, whatever unit each shows. */
const SAME = String.raw`select current_setting($1) as shown, case
  when unit in ('8kB', 'kB', 'B', 'MB') then pg_size_bytes(current_setting($1)) = pg_size_bytes(substring($2 from '^\d+(?:kB|MB|GB)$'))
  when unit in ('ms', 's', 'min') and $2 ~ '[a-z]' then current_setting($1)::interval = substring($2 from '^\d+m?s$')::interval
  -- On a socket of the machine itself keepalives show as 0.
  when unit = 's' then reset_val::float = substring($2 from '^\d+$')::float
  when vartype in ('real', 'integer') then substring($2 from '^[\d.]+$')::float in (setting::float, reset_val::float)
  -- What on has meant since 15 is shown by its name.
  when $1 = 'wal_compression' and $2 = 'on' then current_setting($1) = 'pglz'
  else current_setting($1) = $2 end as same from pg_settings where name = lower($1)`;

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done().catch(() => false)); tries++) {
    if (tries === 100) throw new Error('It did not come to that');
    await sleep(100);
  }
}
