import { describe, expect, test } from 'vitest';
import { INVARIANTS, judgeStack } from '../../src/sizing/invariants.ts';
import { MIB, written } from '../../src/sizing/quantity.ts';
import { stackOf } from '../../src/sizing/stack-of.ts';
import type { Stack, StackKey, StackService } from '../../src/sizing/stack.ts';
import { planFor } from './sizing-inputs.ts';

const plan = planFor(500, '8x32x500');
const good = stackOf(plan, planFor(200, '8x32x500'));
const AT = { file: '.env', line: 3, column: 1 };

/** The good stack with numbers of one service as a file has them. */
function withNumbers(
  name: string,
  numbers: Partial<Record<StackKey, number>>,
  more: Partial<StackService> = {},
): Stack {
  return {
    ...good,
    services: good.services.map((service) => {
      if (service.name !== name) return service;
      const changed = { ...service.numbers };
      for (const [key, value] of Object.entries(numbers))
        Object.assign(changed, { [key]: written(value, 'count', AT, key) });
      return { ...service, ...more, numbers: changed };
    }),
  };
}

const bytes = (value: number) => written(value, 'bytes', AT, 'limit');
const failing = (stack: Stack): readonly string[] => [
  ...new Set(judgeStack(stack).flatMap((ruling) => (ruling.judged && !ruling.holds ? [ruling.id] : []))),
];

describe('a plan', () => {
  test('keeps all of them', () => {
    expect(failing(good)).toEqual([]);
  });

  test('has something to say to each but alerts and cost, which others add', () => {
    const judged = new Set(judgeStack(good).flatMap(({ id, judged }) => (judged ? [id] : [])));
    expect(INVARIANTS.map(({ id }) => id).filter((id) => !judged.has(id))).toEqual(['I15', 'I18']);
  });
});

describe('each is broken by what it forbids', () => {
  test.each<{ id: string; stack: Stack }>([
    { id: 'I1', stack: withNumbers('backend', { 'db.pool': 50, 'db.overflow': 20 }) },
    {
      id: 'I2',
      stack: {
        ...good,
        ...(good.load === undefined
          ? {}
          : { load: { ...good.load, database: written(400, 'erlangs', AT, 'measured') } }),
      },
    },
    { id: 'I3', stack: withNumbers('postgres', { work_mem: 512 * MIB }) },
    { id: 'I4', stack: withNumbers('redis-queue', { maxclients: 10 }) },
    { id: 'I5', stack: withNumbers('qdrant', { 'vectors.resident': 2900 * MIB }) },
    { id: 'I6', stack: withNumbers('redis-cache', { maxmemory: 900 * MIB }) },
    { id: 'I6', stack: withNumbers('redis-cache', { maxmemory: 0 }) },
    { id: 'I7', stack: withNumbers('qdrant', {}, { memoryLimit: bytes(40 * 1024 * MIB) }) },
    { id: 'I8', stack: withNumbers('qdrant', {}, { cpuLimit: written(16, 'cores', AT, 'limit') }) },
    { id: 'I9', stack: withNumbers('nginx', { worker_connections: 60_000 }) },
    { id: 'I10', stack: withNumbers('backend', { slots: 1 }) },
    { id: 'I11', stack: withNumbers('postgres', { shm_size: 64 * MIB }) },
    { id: 'I12', stack: withNumbers('postgres', { statement_timeout: 0 }) },
    { id: 'I12', stack: withNumbers('backend', { 'keepalive.timeout': 5 }) },
    { id: 'I13', stack: withNumbers('nginx', { 'body.limit': MIB }) },
    {
      id: 'I14',
      stack: {
        ...good,
        keys: [{ service: 'qdrant', key: 'storage.performance.max_search_requests', read: false }],
      },
    },
    { id: 'I15', stack: { ...good, scrapes: [{ target: 'redis:6379', service: 'redis', metrics: false }] } },
    {
      id: 'I15',
      stack: { ...good, alerts: [{ alert: 'QdrantSlow', metric: 'qdrant_latency', present: false }] },
    },
    { id: 'I16', stack: withNumbers('postgres', { 'volume.need': 900e9 }) },
    {
      id: 'I17',
      stack: { ...good, smaller: new Map([['env/MAX_QUEUE_WORKERS', written(99, 'count', AT, 'before')]]) },
    },
    {
      id: 'I18',
      stack: {
        ...good,
        cost: {
          items: [{ label: '2 × m5.xlarge', quantity: written(280, 'dollars', AT, 'list') }],
          total: written(140, 'dollars', AT, 'shown'),
          date: '2025-06-01',
          region: 'us-east-1',
        },
      },
    },
  ])('$id', ({ id, stack }) => {
    expect(failing(stack)).toContain(id);
  });
});

describe('a judgement', () => {
  test('adds up, names its terms and keeps the place of the number to change', () => {
    const ruling = judgeStack(withNumbers('backend', { 'db.pool': 50, 'db.overflow': 20 })).find(
      ({ id }) => id === 'I1',
    );
    if (ruling?.judged !== true) throw new Error('not judged');
    expect(ruling.sum.value).toBe(2 * 2 * 70 + 3 + 12);
    expect(ruling.margin).toBe(ruling.bound.value - ruling.sum.value);
    expect(ruling.terms[0]).toMatchObject({
      label: 'backend: 2 × 2 processes × (50 + 20)',
      quantity: { origin: { kind: 'file', at: AT } },
    });
    expect(ruling.says).toBe('The pools may open 295, postgres accepts 30.');
  });

  test('is none where a number is unknown, unless what is known is too much already', () => {
    const without = (stack: Stack, name: string): Stack => ({
      ...stack,
      services: stack.services.map(({ memoryLimit, ...service }) =>
        service.name === name || memoryLimit === undefined ? service : { ...service, memoryLimit },
      ),
    });
    const host = (stack: Stack) => judgeStack(stack).find(({ id }) => id === 'I7');
    expect(host(without(good, 'nginx'))).toMatchObject({ judged: false, missing: ['nginx: memory limit'] });
    const tooMuch = withNumbers('qdrant', {}, { memoryLimit: bytes(40 * 1024 * MIB) });
    expect(host(without(tooMuch, 'nginx'))).toMatchObject({ judged: true, holds: false });
  });

  test('of memory for work is a warning at three sorts per query and an error at one', () => {
    const severity = (work_mem: number) =>
      judgeStack(withNumbers('postgres', { work_mem })).flatMap((ruling) =>
        ruling.id === 'I3' && ruling.judged && !ruling.holds ? [ruling.severity] : [],
      );
    expect(severity(40 * MIB)).toEqual(['warning']);
    expect(severity(512 * MIB)).toEqual(['error']);
  });
});

test('each says what, why and by what authority', () => {
  expect(INVARIANTS.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, index) => `I${index + 1}`));
  for (const { id, title, statement, why, source } of INVARIANTS)
    for (const text of [title, statement, why, source]) expect(text.length, id).toBeGreaterThan(10);
});
