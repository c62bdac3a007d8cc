import { describe, expect, test } from 'vitest';
import type { Inputs } from '../../src/sizing/inputs.ts';
import { failuresOf, judgeStack } from '../../src/sizing/invariants.ts';
import { postgresParameter } from '../../src/facts/postgres.ts';
import type { Plan } from '../../src/sizing/plan.ts';
import { serviceOf, wayText } from '../../src/sizing/plan.ts';
import { planStack } from '../../src/sizing/plan-stack.ts';
import { GIB, given, MIB } from '../../src/sizing/quantity.ts';
import { capacitiesOf, stackOf } from '../../src/sizing/stack-of.ts';
import { SETTINGS } from '../../src/sizing/settings.ts';
import { SETTINGS as CVX_SETTINGS } from '../../src/config/settings.ts';
import { count, inputsFor, planFor, written } from './sizing-inputs.ts';
import { fc } from '../lib/fast-check.ts';

const HOSTS = ['1x2', '2x4', '2x8', '4x16', '8x32', '16x64', '32x128', '64x256', '96x384'] as const;

const inputsArbitrary = fc
  .record({
    users: fc.integer({ min: 1, max: 100_000 }),
    host: fc.constantFrom(...HOSTS),
    hosts: fc.integer({ min: 1, max: 12 }),
    cvs: fc.option(fc.integer({ min: 1, max: 5_000_000 }), { nil: undefined }),
    dims: fc.constantFrom(256, 384, 768, 1536),
    backend: fc.constantFrom('cvx' as const, 'python' as const),
    quantization: fc.constantFrom('auto' as const, 'none' as const, 'int8' as const),
    postgres: fc.constantFrom(15 as const, 16 as const, 17 as const, 18 as const),
    storage: fc.constantFrom('hdd' as const, 'ssd' as const, 'nvme' as const),
    thinkTime: fc.double({ min: 1, max: 120, noNaN: true }),
    growth: fc.double({ min: 1, max: 4, noNaN: true }),
    diskGb: fc.option(fc.integer({ min: 10, max: 20_000 }), { nil: undefined }),
  })
  .map(({ users, host, hosts, cvs, dims, thinkTime, growth, diskGb, ...rest }): Inputs =>
    inputsFor(users, diskGb === undefined ? host : `${host}x${diskGb}`, {
      ...rest,
      hosts: count(hosts),
      dims: count(dims),
      thinkTime: given(thinkTime, 'seconds', 'a flag'),
      growth: given(growth, 'ratio', 'a flag'),
      ...(cvs === undefined ? {} : { cvs: count(cvs) }),
    }),
  );

describe('any wish', () => {
  test('has a plan that keeps every invariant, or a refusal with a way out', () => {
    let plans = 0;
    fc.assert(
      fc.property(inputsArbitrary, (inputs) => {
        const outcome = planStack(inputs);
        if (outcome.outcome === 'refusal') {
          expect(outcome.needed.value).toBeGreaterThan(outcome.available.value);
          expect(outcome.waysOut.length).toBeGreaterThan(0);
          return;
        }
        plans++;
        expect(failuresOf(judgeStack(stackOf(outcome)))).toEqual([]);
        checkValues(outcome);
      }),
      { numRuns: 150 },
    );
    expect(plans).toBeGreaterThan(20);
  });
});

function checkValues(plan: Plan): void {
  for (const [id, { value, written, binding, setting }] of plan.settings) {
    expect(written, id).not.toBe('');
    expect(binding, id).not.toBe('');
    if (typeof value !== 'object') continue;
    expect(Number.isFinite(value.value), id).toBe(true);
    expect(value.value, id).toBeGreaterThanOrEqual(0);
    if (setting.target.in === 'postgres') inPostgresRange(plan, setting.target.key, value.value, value.unit);
  }
}

/** Bytes and seconds of one unit of pg_settings. */
const UNITS: Record<string, number> = { '8kB': 8192, kB: 1024, MB: MIB, B: 1, ms: 0.001, s: 1, min: 60 };

function inPostgresRange({ inputs }: Plan, key: string, value: number, unit: string): void {
  const fact = postgresParameter(key, inputs.postgres);
  expect(fact, `${key} in ${inputs.postgres}`).toBeDefined();
  const scale = unit === 'bytes' || unit === 'seconds' ? (UNITS[fact?.unit ?? ''] ?? 1) : 1;
  if (fact?.min !== undefined) expect(value / scale, key).toBeGreaterThanOrEqual(fact.min);
  if (fact?.max !== undefined) expect(value / scale, key).toBeLessThanOrEqual(fact.max);
}

describe('more users', () => {
  const grows = (host: string, steps: readonly number[], hosts = 1): void => {
    let before: Plan | undefined;
    for (const users of steps) {
      const outcome = planStack(inputsFor(users, host, { hosts: count(hosts), quantization: 'none' }));
      if (outcome.outcome === 'refusal') break;
      if (before !== undefined) {
        const less = capacitiesOf(before);
        const more = capacitiesOf(outcome);
        for (const [id, { value, unit }] of less)
          // CPU limits are cut to hundredths per container.
          expect(more.get(id)?.value ?? 0, `${id} at ${users} users on ${host}`).toBeGreaterThanOrEqual(
            unit === 'cores' ? value * 0.98 : value,
          );
        expect(failuresOf(judgeStack(stackOf(outcome, before)))).toEqual([]);
      }
      before = outcome;
    }
    expect(before).toBeDefined();
  };

  test.each(['2x4', '4x16', '8x32', '16x64', '64x256', '96x384'])('lower no capacity on %s', (host) => {
    grows(
      host,
      [
        1, 10, 50, 80, 100, 101, 150, 200, 201, 300, 400, 500, 501, 700, 900, 1000, 1001, 1500, 2500, 5000,
        8000,
      ],
    );
  });

  test('and none on many large hosts', () => {
    grows('96x384', [50, 500, 1000, 5000, 20_000, 50_000, 100_000], 40);
  });
});

describe('tiers', () => {
  test.each([
    { users: 1, tier: 'baseline' },
    { users: 100, tier: 'baseline' },
    { users: 101, tier: 'optimized' },
    { users: 200, tier: 'optimized' },
    { users: 201, tier: 'medium' },
    { users: 500, tier: 'medium' },
    { users: 501, tier: 'high' },
    { users: 1000, tier: 'high' },
    { users: 1001, tier: 'enterprise' },
  ])('$users users are $tier', ({ users, tier }) => {
    expect(inputsFor(users, '4x16').tier.name).toBe(tier);
  });

  test.each([0, -5, 1e9, 1.5, Number.NaN])('%s users are refused with what is expected', (users) => {
    expect(() => inputsFor(users, '4x16')).toThrow(/expected a whole number from 1 to 1,000,000/);
  });

  test('2 cores and 4 GB carry 50 users with reduced limits, and say so; less does not', () => {
    const plan = planFor(50, '2x4');
    expect(plan.warnings.join('\n')).toMatch(/Reduced limits/);
    expect(serviceOf(plan, 'postgres').memory.value).toBeLessThan(GIB);
    const less = planStack(inputsFor(50, '1x2'));
    expect(less).toMatchObject({ outcome: 'refusal', binding: 'memory' });
  });

  test('the notes are followed where there is room', () => {
    const plan = planFor(500, '16x64');
    expect(written(plan, 'compose/qdrant/memory')).toBe('3072m');
    expect(written(plan, 'compose/postgres/memory')).toBe('3072m');
    expect(written(plan, 'compose/backend/memory')).toBe('2048m');
    expect(written(plan, 'redis-cache/maxmemory')).toBe('512mb');
    expect(written(plan, 'env/MAX_QUEUE_WORKERS')).toBe(8);
    expect(written(plan, 'env/MAX_CONCURRENT_REQUESTS')).toBe(100);
    expect(written(plan, 'env/QDRANT_POOL_SIZE')).toBe(10);
  });

  test('from the high tier on there is a replica and a cluster, and one host is warned of', () => {
    const plan = planFor(1000, '16x64');
    expect(serviceOf(plan, 'postgres-replica').role).toBe('replica');
    expect(serviceOf(plan, 'qdrant').count.value).toBe(3);
    expect(written(plan, 'qdrant/storage.collection.replication_factor')).toBe(2);
    expect(plan.warnings.join('\n')).toMatch(/qdrant, postgres, backend share one host/);
    const spread = planFor(1000, '16x64', { hosts: count(3) });
    expect(spread.warnings.join('\n')).not.toMatch(/share/);
    const on = (name: 'postgres' | 'postgres-replica') => serviceOf(spread, name).placed[0]?.host;
    expect(on('postgres')).not.toBe(on('postgres-replica'));
    expect(serviceOf(spread, 'qdrant').placed.map(({ count }) => count)).toEqual([1, 1, 1]);
    expect(serviceOf(spread, 'node-exporter').count.value).toBe(3);
  });

  test('a budget above 200 connections gets PgBouncer', () => {
    const plan = planFor(20_000, '96x384', { hosts: count(10) });
    expect(plan.pools.wanted.value).toBeGreaterThan(200);
    expect(written(plan, 'pgbouncer/pool_mode')).toBe('transaction');
    expect(written(plan, 'postgres/max_connections')).toBe(200);
    expect(planFor(500, '8x32').settings.has('pgbouncer/pool_mode')).toBe(false);
  });
});

describe('refusals', () => {
  const large = { backend: 'python', cvs: count(100_000) } as const;

  test('name vectors, what is left and each way out that works', () => {
    const outcome = planStack(inputsFor(500, '4x16', { ...large, quantization: 'none' }));
    if (outcome.outcome !== 'refusal') throw new Error('planned');
    expect(outcome.message).toMatch(
      /^Needs 13\.7 GiB for vectors, [\d.]+ GiB are left: int8 makes it 3\.85 GiB\.$/,
    );
    const ways = outcome.waysOut.map(wayText);
    expect(ways[0]).toBe('--quantization int8: vectors take 3.85 GiB');
    const host = /--host (\S+):/.exec(ways.join('\n'))?.[1];
    expect(planStack(inputsFor(500, host ?? '', { ...large, quantization: 'none' })).outcome).toBe('plan');
    const cvs = Number(/--cvs (\d+):/.exec(ways.join('\n'))?.[1]);
    const tried = (n: number) =>
      planStack(inputsFor(500, '4x16', { ...large, cvs: count(n), quantization: 'none' })).outcome;
    expect([tried(cvs), tried(cvs + 1)]).toEqual(['plan', 'refusal']);
  });

  test('left to itself the plan takes int8, and says so', () => {
    const plan = planFor(500, '4x16', large);
    expect(plan.quantization).toBe('int8');
    expect(plan.warnings.join('\n')).toMatch(/kept as int8 \(3\.85 GiB instead of 13\.7 GiB\)/);
    expect(written(plan, 'qdrant/storage.collection.quantization.scalar.type')).toBe('int8');
  });

  test('capacity is the last number of users that fits', () => {
    const { capacity } = planFor(300, '8x32');
    expect(planStack(inputsFor(capacity, '8x32')).outcome).toBe('plan');
    const over = planStack(inputsFor(capacity + 1, '8x32', { quantization: 'none' }));
    expect(over).toMatchObject({ outcome: 'refusal', binding: 'cores' });
  });

  test('processes that do not fit the graphics card are refused for it', () => {
    const gpu = given(2 * GIB, 'bytes', '--gpu');
    expect(planStack(inputsFor(50, '4x16', { gpu }))).toMatchObject({ outcome: 'refusal', binding: 'gpu' });
    expect(planStack(inputsFor(50, '4x16', { gpu: given(16 * GIB, 'bytes', '--gpu') })).outcome).toBe('plan');
  });

  test('so is a disk that the data outgrow', () => {
    expect(planStack(inputsFor(500, '16x64x10'))).toMatchObject({ outcome: 'refusal', binding: 'disk' });
  });

  test('containers of the project take their room first', () => {
    const extras = [
      { name: 'frontend', memory: given(8 * GIB, 'bytes', 'compose'), cores: given(1, 'cores', 'compose') },
    ];
    const alone = serviceOf(planFor(100, '4x16'), 'qdrant').memory.value;
    expect(serviceOf(planFor(100, '4x16', { extras }), 'qdrant').memory.value).toBeLessThan(alone);
  });
});

describe('settings', () => {
  const plans = [
    planFor(50, '2x4'),
    planFor(500, '8x32', { backend: 'python', postgres: 18, cvs: count(100_000), quantization: 'int8' }),
    planFor(20_000, '96x384', { hosts: count(10) }),
  ];

  test.each(SETTINGS.map(({ id }) => id))('%s is written by a plan', (id) => {
    expect(plans.some((plan) => plan.settings.has(id))).toBe(true);
  });

  test('ids are unique', () => {
    expect(new Set(SETTINGS.map(({ id }) => id)).size).toBe(SETTINGS.length);
  });

  test('variables of a cvx stack are read by cvx, or handed to Redis', () => {
    const read = new Set<string>(CVX_SETTINGS.map(({ env }) => env));
    const unread = [...planFor(1000, '16x64').settings.values()]
      .flatMap(({ setting: { target } }) => (target.in === 'env' ? [target.key] : []))
      .filter((key) => !read.has(key) && !key.startsWith('REDIS_MAXMEMORY'));
    expect(unread).toEqual([]);
  });

  test('the same inputs give the same plan', () => {
    const written = (plan: Plan) => [...plan.settings].map(([id, setting]) => [id, setting.written]);
    expect(written(planFor(500, '8x32'))).toEqual(written(planFor(500, '8x32')));
  });
});
