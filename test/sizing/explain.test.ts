import { describe, expect, test } from 'vitest';
import { compare } from '../../src/sizing/compare.ts';
import { explain, explainAll } from '../../src/sizing/explain.ts';
import { count, planFor } from './sizing-inputs.ts';

const plan = planFor(500, '8x32', { backend: 'python', cvs: count(100_000) });

describe('an explanation', () => {
  test.each(explainAll(plan).map((one) => [one.id, one] as const))(
    'of %s has formula, reason, both dangers and a source',
    (_, one) => {
      for (const text of [one.says, one.formula, one.binding, one.tooLow, one.tooHigh, one.source])
        expect(text.trim()).not.toBe('');
      for (const { label, quantity } of one.from)
        expect([label, quantity.origin.note].every((text) => text !== '')).toBe(true);
    },
  );

  test('says what the notes asked for and why not, and shows the invariant', () => {
    const [one] = explain(plan, 'DATABASE_POOL_SIZE');
    const { corrections = [], invariants = [], from = [] } = one ?? {};
    expect(one?.written).toBe(2);
    expect(corrections).toMatchObject([{ asked: 'DATABASE_POOL_SIZE=50', used: '2' }]);
    expect(corrections[0]?.why).toMatch(/280 connections/);
    expect(invariants.map(({ id }) => id)).toEqual(expect.arrayContaining(['I1', 'I2']));
    expect(from.find(({ label }) => label === 'Erlangs of the database')?.quantity.value).toBeCloseTo(
      0.65,
      2,
    );
  });

  test('of a name that several have, or none, says which there are', () => {
    expect(() => explain(plan, 'maxmemory')).toThrow(/several settings/);
    expect(() => explain(plan, 'DATABASE_POOL_SIZ')).toThrow(
      expect.objectContaining({ hint: 'Did you mean DATABASE_POOL_SIZE?' }),
    );
  });

  test('takes upper and lower case alike, and the name of a part for all of its settings', () => {
    const of = (name: string): readonly string[] => explain(plan, name).map(({ id }) => id);
    expect(of('Shared_Buffers')).toEqual(['postgres/shared_buffers']);
    expect(of('database_pool_size')).toEqual(['env/DATABASE_POOL_SIZE']);
    const all = [...plan.settings.keys()];
    expect(of('postgres')).toEqual(all.filter((id) => id.startsWith('postgres/')));
    expect(of('postgres').length).toBeGreaterThan(10);
    expect(of('compose/backend')).toEqual(all.filter((id) => id.startsWith('compose/backend/')));
    expect(of('compose/backend').length).toBeGreaterThan(1);
  });

  test('corrects what no program reads', () => {
    const asked = plan.corrections.map((correction) => correction.asked);
    expect(asked).toEqual(
      expect.arrayContaining([
        'storage.performance.max_search_requests: 100',
        'POSTGRES_REPLICATION_MODE=master / replica',
      ]),
    );
    for (const { used, why, source } of plan.corrections)
      expect([used, why, source].every((text) => text !== '' && text !== 'undefined')).toBe(true);
  });

  test('keeps where inputs come from', () => {
    expect(plan.inputs.cvs.origin.kind).toBe('given');
    expect(plan.inputs.vectorsPerCv.origin.kind).toBe('default');
    expect(plan.load.arrivals.origin.kind).toBe('derived');
  });
});

describe('what if', () => {
  test('lists what is written differently, and nothing for the same', () => {
    expect(compare(plan, plan).settings).toEqual([]);
    const more = planFor(800, '8x32', { backend: 'python', cvs: count(100_000) });
    const { settings, reserved } = compare(plan, more);
    expect(settings).toContainEqual({ id: 'compose/backend/replicas', before: 2, after: 3 });
    expect(settings).toContainEqual({ id: 'qdrant/cluster.enabled', before: undefined, after: true });
    expect(reserved.after).toBeGreaterThan(reserved.before);
  });
});

describe('phases', () => {
  test('of the medium tier: two now, one next, one later', () => {
    expect(plan.phases.map(({ phase, when }) => [phase, when])).toEqual([
      [1, 'now'],
      [2, 'now'],
      [3, 'next'],
      [4, 'later'],
    ]);
    expect(plan.phases[2]).toMatchObject({
      from: { responseSeconds: 0.5 },
      to: { users: 1000, responseSeconds: 0.2, errorRatio: 0.001 },
    });
  });

  test('of the baseline leave out what the optimised machine brings', () => {
    const [first] = planFor(50, '4x16').phases;
    expect(first?.steps.join(' ')).toMatch(/metrics endpoint/);
    expect(first?.steps.join(' ')).not.toMatch(/150 in all/);
  });
});
