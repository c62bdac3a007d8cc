import { execa, type ResultPromise } from 'execa';
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPostgresConf } from '../../../src/edits/conf/postgres.ts';
import { allStacks, distinct, secrets } from './stacks.ts';

const MAJOR = 15;
const BIN = `/usr/lib/postgresql/${MAJOR}/bin`;
const able = existsSync(join(BIN, 'postgres'));
if (!able) console.warn(`skipped: rendered postgresql.conf (no PostgreSQL ${MAJOR} in ${BIN})`);

const stacks = able ? allStacks(MAJOR) : [];
const own: { uid: number; gid: number } | undefined =
  process.getuid?.() === 0 ? { uid: await idOf('-u'), gid: await idOf('-g') } : undefined;

describe.skipIf(!able)(`PostgreSQL ${MAJOR} on rendered files`, () => {
  let folder: string;
  let data: string;
  let port: number;
  const env = () => ({
    PATH: `${BIN}:${process.env['PATH'] ?? ''}`,
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
    folder = await mkdtemp(join(tmpdir(), 'cvx-pg-'));
    await chmod(folder, 0o700);
    if (own !== undefined) await chown(folder, own.uid, own.gid);
    data = join(folder, 'data');
    port = await freePort();
    // As the entrypoint of the image does it: local sessions are trusted, others need the password.
    await execa(
      join(BIN, 'initdb'),
      ['--no-sync', '-U', 'postgres', '-D', data, '--locale=C', '--encoding=UTF8'],
      { ...own, cwd: folder },
    );
    await appendFile(join(data, 'pg_hba.conf'), '\nhost all all all scram-sha-256\n');
    await writeFile(
      join(data, 'pg_hba.conf'),
      (await readFile(join(data, 'pg_hba.conf'), 'utf8')).replaceAll(
        /^host .*127\.0\.0\.1\/32 +trust.*$/gm,
        '',
      ),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The command of the compose file, with a port and a socket of its own. */
  async function start(conf: string, n: number) {
    const file = join(folder, `postgresql-${n}.conf`);
    // The last line of a name wins: the plan's own values are still compared.
    const here = `port = ${port}\nunix_socket_directories = '${folder}'\nlisten_addresses = '127.0.0.1'\n`;
    await writeFile(file, `${conf}\n${here}`, { mode: 0o644 });
    const child = execa(join(BIN, 'postgres'), ['-D', data, '-c', `config_file=${file}`], {
      ...own,
      cwd: folder,
      reject: false,
      all: true,
    });
    return running(child, () => connect({ host: folder, port, user: 'postgres', database: 'postgres' }));
  }

  test('it starts on every file, and pg_settings shows the values', async () => {
    const files = distinct(stacks, 'postgresql.conf');
    expect(files.length).toBeGreaterThan(5);
    for (const [n, { stack, text }] of files.entries()) {
      const server = await start(text, n);
      try {
        const { rows: faults } = await server.client.query(
          'select name, error from pg_file_settings where error is not null',
        );
        expect(faults, stack.name).toEqual([]);
        for (const { key, value } of readPostgresConf(text)) {
          if (key === 'listen_addresses') continue;
          const { rows } = await server.client.query<{ same: boolean; shown: string }>(SAME, [key, value]);
          expect(rows[0], `${stack.name}: ${key} = ${value}`).toMatchObject({ same: true });
        }
      } finally {
        await server.stop();
      }
      expect(faultsIn(server.log())).toEqual([]);
    }
  });

  test('the scripts make roles that can do what they need and no more; a replica follows', async () => {
    const stack = stacks.find(({ plan, hosts }) => plan.tier.standby && hosts.length === 1);
    const host = stack?.hosts[0];
    if (host === undefined) throw new Error('No stack with a replica');
    const primary = await start(host.text('postgresql.conf'), 100);
    await primary.client.query('create database cvx');
    for (const script of ['10-roles.sh', '20-replication.sh']) {
      const file = join(folder, script);
      await writeFile(file, host.text(`initdb/${script}`), { mode: 0o755 });
      await execa('bash', [file], { ...own, cwd: folder, env: env() });
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
    if (own !== undefined) await chown(`${replica.data}.part`, own.uid, own.gid);
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
      ...own,
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

type Child = PromiseLike<unknown> & Pick<ResultPromise<{ all: true }>, 'all' | 'exitCode' | 'kill'>;

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

async function running(child: Child, open: () => Promise<Client>) {
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

async function connect(options: {
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

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await done().catch(() => false)); tries++) {
    if (tries === 100) throw new Error('It did not come to that');
    await sleep(100);
  }
}

/** All but the answer to a test that asks too early. */
function faultsIn(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => /FATAL|ERROR|PANIC|WARNING/.test(line) && !line.includes('is starting up'));
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const { stdout, exitCode } = await execa('id', [flag, 'postgres'], { reject: false });
  return exitCode === 0 ? Number(stdout) : 65_534;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
