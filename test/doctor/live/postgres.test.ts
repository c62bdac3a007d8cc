import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostgres, type Found } from '../../stores/servers/postgres.ts';
import { look, seen } from './look.ts';

const found: Found = await findPostgres({ variable: 'CVX_TEST_DATABASE_URL' });
afterAll(() => ('server' in found ? found.server.close() : undefined));

function compose(variables: Record<string, string>, client = ''): Record<string, string> {
  return {
    'compose.yaml': `services:
  db:
    image: postgres:15
    environment: ${JSON.stringify(variables)}
  api:
    image: api
    environment: ${JSON.stringify({ DATABASE_URL: client })}
`,
  };
}

describe.skipIf('skipped' in found)('a PostgreSQL', () => {
  const url = new URL('server' in found ? found.server.url : 'postgresql://none');
  const { username, password, host } = url;
  const database = url.pathname.slice(1);
  const own = { POSTGRES_USER: username, POSTGRES_PASSWORD: password, POSTGRES_DB: database };
  const ask = async (files: Record<string, string>) =>
    (await look({ files, services: { db: host } })).postgres.get('db');
  let admin: Client;
  beforeAll(async () => {
    admin = new Client({ connectionString: url.href });
    await admin.connect();
  });
  afterAll(() => admin.end());

  test('is asked as the variables of its image say: version, settings, sessions', async () => {
    const live = seen(await ask(compose(own)));
    const { rows } = await admin.query<{ v: string }>(`select current_setting('server_version_num') as v`);
    expect(live.version).toBe(Math.floor(Number(rows[0]!.v) / 10_000));
    const { rows: shown } = await admin.query(
      `select setting as value, coalesce(unit, '') as unit, source, false as "pendingRestart"
       from pg_settings where name = 'shared_buffers'`,
    );
    expect(live.settings.get('shared_buffers')).toEqual(shown[0]);
    expect(live.settings.get('default_transaction_read_only')).toMatchObject({
      value: 'on',
      source: 'client',
    });
    // The session of this test, and the doctor's own.
    expect(live.connections).toBeGreaterThanOrEqual(2);
    expect(live.fileErrors).toEqual([]);
    expect(live.fileErrorsUnseen).toBeUndefined();
    expect([...live.settings.keys()].filter((name) => /conninfo|command$/.test(name))).toEqual([]);
  });

  test('is asked as the URL of a client says, where the password of the image is an old one', async () => {
    const client = `postgresql+asyncpg://${username}:${password}@db:5432/${database}`;
    expect(await ask(compose({ ...own, POSTGRES_PASSWORD: 'changed-since' }, client))).toMatchObject({
      seen: true,
    });
  });

  const isOwn = 'server' in found && found.server.power !== undefined;
  test.skipIf(!isOwn)(
    'tells what its files hold that it cannot take, and not what its command line overrides',
    async () => {
      const { rows } = await admin.query<{ file: string }>(`select current_setting('config_file') as file`);
      const { file } = rows[0]!;
      const before = await readFile(file, 'utf8');
      const errorsWith = async (line: string) => {
        await writeFile(file, `${before}${line}\nshared_buffers = 99MB\n`);
        const live = seen(await ask(compose(own)));
        await writeFile(file, before);
        const overridden = { source: 'command line', pendingRestart: false };
        expect(live.settings.get('shared_buffers')).toMatchObject(overridden);
        return live.fileErrors;
      };
      const at = { file, line: before.split('\n').length };
      expect(await errorsWith('maximum_joy = 1')).toEqual([
        { ...at, error: 'unrecognized configuration parameter' },
      ]);
      expect(await errorsWith('work_mem = plenty')).toEqual([
        { ...at, error: 'setting could not be applied' },
      ]);
    },
  );

  test('says of a user who may not that the files were not looked at', async () => {
    await admin.query(`create role plain login password 'plain'`);
    const live = seen(await ask(compose({ ...own, POSTGRES_USER: 'plain', POSTGRES_PASSWORD: 'plain' })));
    expect(live).toMatchObject({
      fileErrors: [],
      fileErrorsUnseen: 'only a superuser may read pg_file_settings',
    });
    await admin.query('drop role plain');
  });

  test('that refuses the password is not seen, and the reason holds none', async () => {
    const why = await ask(compose({ ...own, POSTGRES_PASSWORD: 'wrong-battery-9' }));
    expect(why).toMatchObject({
      seen: false,
      why: expect.stringMatching(/^db at \S+: it refuses the user or the password/),
    });
    expect(JSON.stringify(why)).not.toContain('wrong-battery-9');
  });

  test('whose database is another still lets the next login in', async () => {
    const client = `postgres://${username}:${password}@db/${database}`;
    expect(await ask(compose({ ...own, POSTGRES_DB: 'nowhere' }, client))).toMatchObject({ seen: true });
    expect(await ask(compose({ ...own, POSTGRES_DB: 'nowhere' }))).toMatchObject({
      seen: false,
      why: expect.stringMatching(/it lets in no user .* \(SQLSTATE 3D000\)$/),
    });
  });
});
