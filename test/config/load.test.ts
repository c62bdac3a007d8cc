import { createFixture, type FsFixture } from 'fs-fixture';
import { afterEach, expect, test } from 'vitest';
import { loadConfig, shownValue } from '../../src/config/load.ts';

let fixture: FsFixture;

afterEach(async () => {
  await fixture.rm();
});

interface Setup {
  readonly files?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly envFile?: string;
  readonly home?: string;
}

async function load({ files = {}, env = {}, ...flags }: Setup) {
  fixture = await createFixture({ 'user/cvx/': {}, ...files });
  return loadConfig({
    cwd: fixture.path,
    env: { XDG_CONFIG_HOME: fixture.getPath('user'), ...env },
    ...flags,
  });
}

const YAML = 'concurrency: 3\n';

test('each source gives way to the one before it', async () => {
  const files = {
    'cvx.yaml': 'concurrency: 4\n',
    'user/cvx/cvx.yaml': 'concurrency: 5\n',
    'my.env': 'CVX_CONCURRENCY=3\n',
  };
  const all = await load({ files, env: { CVX_CONCURRENCY: '2' }, envFile: 'my.env' });
  expect([all.config.concurrency, all.origins.get('concurrency')]).toEqual([
    2,
    'environment CVX_CONCURRENCY',
  ]);
  await fixture.rm();
  const file = await load({ files, envFile: 'my.env' });
  expect([file.config.concurrency, file.origins.get('concurrency')]).toEqual([3, 'my.env CVX_CONCURRENCY']);
  await fixture.rm();
  const yaml = await load({ files });
  expect([yaml.config.concurrency, yaml.origins.get('concurrency')]).toEqual([4, 'cvx.yaml:1:1']);
  await fixture.rm();
  const user = await load({ files: { 'user/cvx/cvx.yaml': 'concurrency: 5\n' } });
  expect([user.config.concurrency, user.origins.get('concurrency')]).toEqual([
    5,
    `${fixture.getPath('user/cvx/cvx.yaml')}:1:1`,
  ]);
  await fixture.rm();
  const none = await load({});
  expect(none.origins.get('concurrency')).toBe('default');
});

test('the flag --home wins over CVX_HOME', async () => {
  const { config, origins } = await load({ env: { CVX_HOME: '/elsewhere' }, home: 'here' });
  expect([config.home, origins.get('home')]).toEqual([fixture.getPath('here'), 'flag --home']);
});

test('an empty value means unset', async () => {
  const { config } = await load({
    files: { 'cvx.yaml': YAML },
    env: { CVX_CONCURRENCY: ' ', DATABASE_URL: '' },
  });
  expect([config.concurrency, config.database_url]).toEqual([3, undefined]);
});

test('a relative path counts from the file that names it', async () => {
  const files = { 'deploy/prod.env': 'CVX_HOME=./data\n' };
  const { config } = await load({ files, envFile: 'deploy/prod.env' });
  expect(config.home).toBe(fixture.getPath('deploy/data'));
});

test('a variable that Node took from the env file is still told as the file’s', async () => {
  const setup = { files: { '.env': 'CVX_CONCURRENCY=7\n' }, env: { CVX_CONCURRENCY: '7' }, envFile: '.env' };
  expect((await load(setup)).origins.get('concurrency')).toBe('.env CVX_CONCURRENCY');
});

test('a secret may stand in a file', async () => {
  const url = 'postgresql://cvx:pass@db/cvx';
  const { config, origins } = await load({
    files: { secret: `${url}\n` },
    env: { DATABASE_URL_FILE: 'secret' },
  });
  expect([config.database_url, origins.get('database_url')]).toEqual([url, 'environment DATABASE_URL_FILE']);
});

test('a secret file that is not there is an error that names it', async () => {
  await expect(load({ env: { REDIS_URL_FILE: 'gone' } })).rejects.toMatchObject({
    code: 'CVX_CONFIG_INVALID',
    message: expect.stringContaining('REDIS_URL_FILE'),
  });
});

test.each([
  [
    'an unknown key',
    `# mine\nconcurency: 3\n`,
    'cvx.yaml:2:1: unknown setting "concurency"',
    'Did you mean "concurrency"?',
  ],
  [
    'the name of a variable',
    'CVX_HOME: x\n',
    'cvx.yaml:1:1: unknown setting "CVX_HOME"',
    'Did you mean "home"?',
  ],
  [
    'a wrong value',
    'concurrency: many\n',
    'cvx.yaml:1:1: concurrency: expected a whole number',
    'cvx config --help',
  ],
  [
    'half a processor',
    'concurrency: 1.5\n',
    'expected a whole number of at least 1, not "1.5"',
    'cvx config --help',
  ],
  [
    'a list where a value belongs',
    'home:\n  - a\n',
    'cvx.yaml:1:1: home: expected one value',
    'cvx config --help',
  ],
  ['no settings at all', '- a\n', 'cvx.yaml:1:1: expected settings', 'cvx config --help'],
  ['broken YAML', 'home: "x\n', 'cvx.yaml:', 'Correct cvx.yaml'],
  [
    'a timeout in the wrong unit',
    'file_timeout: 30ms\n',
    'file_timeout: expected a duration of at least 1s',
    '',
  ],
])('%s in cvx.yaml is an error with its place', async (_, yaml, message, hint) => {
  await expect(load({ files: { 'cvx.yaml': yaml } })).rejects.toMatchObject({
    code: 'CVX_CONFIG_INVALID',
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});

test('an empty cvx.yaml, or one of comments, sets nothing', async () => {
  const { origins } = await load({ files: { 'cvx.yaml': '# later\n' } });
  expect(origins.get('concurrency')).toBe('default');
});

test('./.env is not used, and said not to be, where it names a server', async () => {
  const { config, notices } = await load({
    files: { '.env': 'DATABASE_URL=postgresql://app@db/app\nPORT=1\n' },
  });
  expect(config.database_url).toBeUndefined();
  expect(notices).toEqual([
    './.env names DATABASE_URL, which cvx does not use unasked. To use it: --env-file .env',
  ]);
});

test('./.env without servers is nobody’s business', async () => {
  expect((await load({ files: { '.env': 'PORT=1\nQDRANT_URL=\n' } })).notices).toEqual([]);
});

test('a wrong secret is not printed', async () => {
  await expect(load({ env: { DATABASE_URL: 'mysql://root:hunter2@db' } })).rejects.toThrow(
    /^environment DATABASE_URL: database_url: expected a URL such as postgresql:\/\/cvx@localhost\/cvx$/,
  );
});

test('a URL with a driver name is read, its password masked', async () => {
  const loaded = await load({ env: { DATABASE_URL: 'postgresql+asyncpg://a:b@db/x' } });
  expect(shownValue('database_url', loaded.config)).toBe('postgresql+asyncpg://a:••••@db/x');
});
