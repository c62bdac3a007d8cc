import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canStartRedis, startRedis, type TestRedis } from '../../stores/servers/redis.ts';
import { kindOfKey } from '../../../src/doctor/live/redis-keys.ts';
import { look, seen } from './look.ts';

const PASSWORD = 'correct-horse-7';

function composeWith(password: string): Record<string, string> {
  return {
    'compose.yaml': `services:
  cache:
    image: redis:7-alpine
    command: ['redis-server', '--requirepass', '\${REDIS_PASSWORD}']
`,
    '.env': `REDIS_PASSWORD=${password}\n`,
  };
}

describe.skipIf(!canStartRedis)('a Redis', () => {
  let guarded: TestRedis;
  let open: TestRedis;
  beforeAll(async () => {
    [guarded, open] = await Promise.all([startRedis('--requirepass', PASSWORD), startRedis()]);
  });
  afterAll(async () => {
    await Promise.all([guarded.stop(), open.stop()]);
  });
  const addressOf = ({ url }: TestRedis): string => new URL(url).host;
  const ask = async (files: Record<string, string>, server = guarded) =>
    (await look({ files, services: { cache: addressOf(server) } })).redis.get('cache');

  test('with a password is asked with the one in the project, and tells no password', async () => {
    const live = seen(await ask(composeWith(PASSWORD)));
    expect(live.open).toBe(false);
    expect(live.info.get('redis_version')).toMatch(/^\d+\.\d+/);
    expect(Number(live.info.get('maxclients'))).toBeGreaterThan(0);
    const config = seen(live.config);
    expect(config.get('maxmemory-policy')).toBe('noeviction');
    expect(config.has('requirepass')).toBe(false);
    expect(JSON.stringify([[...config], [...live.info]])).not.toContain(PASSWORD);
    expect(live.slowlogLength).toBeGreaterThanOrEqual(0);
  });

  test('the password is found in its configuration, in a secret file, and in the URL of a client', async () => {
    const image = 'image: redis:7-alpine';
    const conf = {
      'compose.yaml': `services:\n  cache:\n    ${image}\n    command: redis-server /etc/redis.conf\n    volumes: ['./redis.conf:/etc/redis.conf']\n`,
      'redis.conf': `port 6379\nrequirepass "${PASSWORD}"\n`,
    };
    const secret = {
      'compose.yaml': `services:\n  cache:\n    ${image}\n    environment: {REDIS_PASSWORD_FILE: /run/secrets/redis}\n    secrets: [redis]\nsecrets: {redis: {file: ./redis.txt}}\n`,
      'redis.txt': `${PASSWORD}\n`,
    };
    const url = {
      'compose.yaml': `services:\n  cache:\n    ${image}\n  api:\n    image: api\n    environment:\n      CACHE: redis://:${PASSWORD}@cache:6379/0\n`,
    };
    for (const files of [conf, secret, url]) expect(await ask(files)).toMatchObject({ seen: true });
  });

  test.each([
    ['wrong-battery-9', 'it refuses the password that stands in the files of the project'],
    ['', 'it asks for a password, and the files of the project hold none'],
  ])('with the password "%s" it is not seen, and why', async (password, why) => {
    const server = addressOf(guarded);
    const found = await ask(composeWith(password));
    expect(found).toEqual({ seen: false, why: `cache at ${server}: ${why}` });
  });

  test('without a password is open; its keys are told by kind and type, and no name of a person', async () => {
    const client = new Redis(open.url);
    await client.rpush('celery', 'job');
    await client.zadd('bull:parse:delayed', 1, 'a');
    await client.rpush('bull:parse:wait', 'b');
    for (let i = 0; i < 30; i++) await client.set(`session:${i}`, 'x');
    await client.set('jane.doe@example.com', 'x');
    await client.set('jane.doe:cv', 'x');
    const writes = async (): Promise<string> =>
      (await client.info('persistence')).match(/rdb_changes\S+/)![0];
    const before = await writes();
    const live = seen(await ask(composeWith(''), open));
    expect(await writes(), 'nothing was written').toBe(before);
    await client.quit();
    expect(live.open).toBe(true);
    expect(Object.fromEntries(live.keyKinds)).toEqual({ celery: 1, bull: 2, session: 30, other: 2 });
    expect(Object.fromEntries(live.keyTypes!)).toMatchObject({ bull: ['list', 'zset'], session: ['string'] });
  });

  test('that hides CONFIG is seen but for it', async () => {
    const client = new Redis(open.url);
    await client.call('ACL', 'SETUSER', 'default', '-config');
    const live = seen(await ask(composeWith(''), open));
    expect(live.config).toEqual({ seen: false, why: 'CONFIG GET is refused (NOPERM)' });
    expect(live.info.has('used_memory')).toBe(true);
    await client.call('ACL', 'SETUSER', 'default', '+config');
    await client.quit();
  });
});

test.each([
  ['bull:parse:42', 'bull'],
  ['celery-task-meta-5f0c1d2e-aaaa-bbbb', 'celery-task-meta-#'],
  ['user7:profile', 'user#'],
  ['jane.doe@example.com', 'other'],
  ['jane doe:cv', 'other'],
  ['+442079460123', 'other'],
])('the key %s is one of the kind %s', (key, kind) => expect(kindOfKey(key)).toBe(kind));
