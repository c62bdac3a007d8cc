import { createFixture } from 'fs-fixture';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { composeLog } from '../../../src/doctor/logs/command-log.ts';
import { fileLog } from '../../../src/doctor/logs/file-log.ts';
import type { LogSource } from '../../../src/doctor/logs/log-source.ts';
import { readLogs } from '../../../src/doctor/logs/read-logs.ts';
import { redisHttpProbe } from '../../../src/doctor/checks/redis/redis-http-probe.ts';
import { attackLog } from '../checks/redis/attack-log.ts';

const serviceOf = (label: string): string | undefined =>
  ['redis', 'api'].find((name) => label.replace(/-\d+$/, '') === name);
const read = (sources: readonly LogSource[], options = {}) =>
  readLogs(sources, [redisHttpProbe], { serviceOf, ...options });

function textLog(text: string, service?: string): LogSource {
  return {
    name: 'a.log',
    service,
    async *chunks() {
      yield Buffer.from(text);
    },
  };
}

test('matches are counted by service and address, with first, last and the median of their distances', async () => {
  const { evidence } = await read([
    textLog(attackLog(9, 90, '172.18.0.5') + attackLog(1, 90, '10.0.0.9'), 'redis'),
  ]);
  const { count, samples, tallies, services, firstTime, lastTime, periodMs } = evidence.summary(
    'redis-http-probe',
    'attack',
  );
  expect({ count, periodMs, samples: samples.length }).toEqual({ count: 10, periodMs: 90_000, samples: 6 });
  expect(tallies['address']).toEqual(
    new Map([
      ['172.18.0.5', 9],
      ['10.0.0.9', 1],
    ]),
  );
  expect(services).toEqual(new Map([['redis', 10]]));
  expect([firstTime, lastTime]).toEqual([
    new Date('2026-11-21T23:53:01.765Z'),
    new Date('2026-11-22T00:05:01.765Z'),
  ]);
});

test('a night without the service moves the period little', async () => {
  const night =
    attackLog(4, 75, '172.18.0.5') + attackLog(400, 75, '172.18.0.5').split('\n').slice(390).join('\n');
  expect(
    (await read([textLog(night, 'redis')])).evidence.summary('redis-http-probe', 'attack').periodMs,
  ).toBe(75_000);
});

test('a service whose lines all are harmless was observed; one without a line was not, and it is said why', async () => {
  const { evidence } = await read([textLog('redis-1  | all is well\nstranger-1  | hello\n')]);
  expect(evidence.observed('redis')).toEqual({ seen: true });
  expect(evidence.observed('api')).toEqual({ seen: false, why: 'no line of api is in the logs' });
  expect((await read([], { noneBecause: 'no log was given' })).evidence.observed()).toEqual({
    seen: false,
    why: 'no log was given',
  });
});

test('a log without prefixes speaks for any service, an empty one for none', async () => {
  expect((await read([textLog('Ready to accept connections\n')])).evidence.observed('redis')).toEqual({
    seen: true,
  });
  expect((await read([textLog('')])).evidence.observed('redis')).toMatchObject({ seen: false });
  const both = [textLog('api-1  | up\n'), textLog('no prefix\n')];
  expect((await read(both)).evidence.observed('redis')).toEqual({ seen: true });
});

test('lines from before a repair are past', async () => {
  const repairedAt = new Map([['redis-http-probe', new Date('2026-11-21T23:56:00Z')]]);
  const { evidence } = await read([textLog(attackLog(5, 90, '172.18.0.5'), 'redis')], { repairedAt });
  expect(evidence.summary('redis-http-probe', 'attack').count).toBe(3);
});

test('after a repair, lines without a time count, and it is said that they may be older', async () => {
  const repairedAt = new Map([['redis-http-probe', new Date('2026-11-21T23:56:00Z')]]);
  const bare = attackLog(2, 90, '172.18.0.5').replaceAll(/^.*(?=Possible SECURITY)/gm, '');
  const log = textLog(bare + attackLog(5, 90, '172.18.0.5'), 'redis');
  const { evidence, problems } = await read([log], { repairedAt });
  expect(evidence.summary('redis-http-probe', 'attack').count).toBe(5);
  expect(problems).toEqual([
    {
      source: 'a.log',
      message: expect.stringMatching(
        /^redis-http-probe counts 2 lines that have no time: repaired at 2026-11-21T23:56:00.000Z, it cannot be told/,
      ),
    },
  ]);
  expect((await read([log])).problems).toEqual([]);
});

test('files are read, packed ones too, and one that is missing is named', async () => {
  const text = attackLog(3, 90, '172.18.0.5');
  await using fixture = await createFixture({
    'redis.log': text,
    'old.log.gz': gzipSync(text),
    'broken.gz': 'no gzip',
  });
  const files = await Promise.all(
    ['redis.log', 'old.log.gz', 'broken.gz'].map((file) => fileLog(fixture.path, file, 'redis')),
  );
  const { evidence, problems } = await read(files);
  expect(evidence.summary('redis-http-probe', 'attack').count).toBe(6);
  expect(problems).toMatchObject([{ source: 'broken.gz', message: expect.stringContaining('header') }]);
  await expect(fileLog(fixture.path, 'none.log', undefined)).rejects.toMatchObject({
    code: 'CVX_LOG_NOT_READ',
    exit: 2,
  });
});

test('where Docker cannot answer, that is a problem, and the log was not observed', async () => {
  await using fixture = await createFixture({ 'compose.yaml': 'no: {compose\n' });
  const { evidence, problems } = await read([composeLog({ root: fixture.path }, [], '24h')]);
  expect(problems).toHaveLength(1);
  expect(evidence.observed('redis')).toMatchObject({
    seen: false,
    why: expect.stringMatching(/^docker compose logs: \S/),
  });
});
