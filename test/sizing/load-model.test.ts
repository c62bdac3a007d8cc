import { describe, expect, test } from 'vitest';
import { demandsOf } from '../../src/sizing/demand.ts';
import { BUSY_SHARE, arrivalRate, coresFor, erlangC, serversFor } from '../../src/sizing/load-model.ts';
import { GIB } from '../../src/sizing/quantity.ts';
import { residentBytes } from '../../src/sizing/vectors.ts';
import { count, inputsFor } from './sizing-inputs.ts';
import { fc } from '../lib/fast-check.ts';

/**
 * The worked example of the sizing notes, as printed there. It rounds: λ to two digits (4.937 is 4.9, 98.74 is 99), Erlangs
 * to two digits, GiB to one place.
 */
const EXAMPLE = [
  {
    users: 50,
    rate: 4.9,
    inFlight: 1.3,
    cores: 1,
    erlangs: 0.07,
    connections: 1,
    backends: 1,
    need: 18,
    cvs: 10_000,
    float: 1.4,
    int8: 0.4,
  },
  {
    users: 100,
    rate: 9.9,
    inFlight: 2.5,
    cores: 1,
    erlangs: 0.13,
    connections: 1,
    backends: 1,
    need: 18,
    cvs: 25_000,
    float: 3.4,
    int8: 1.0,
  },
  {
    users: 500,
    rate: 49,
    inFlight: 12.6,
    cores: 2,
    erlangs: 0.65,
    connections: 2,
    backends: 2,
    need: 24,
    cvs: 100_000,
    float: 13.7,
    int8: 3.9,
  },
  {
    users: 1000,
    rate: 99,
    inFlight: 25,
    cores: 3,
    erlangs: 1.3,
    connections: 4,
    backends: 3,
    need: 30,
    cvs: 250_000,
    float: 34.3,
    int8: 9.6,
  },
  {
    users: 5000,
    rate: 494,
    inFlight: 126,
    cores: 14,
    erlangs: 6.5,
    connections: 11,
    backends: 8,
    need: 60,
    cvs: 1_000_000,
    float: 137,
    int8: 38.5,
  },
] as const;

describe('the worked example', () => {
  test.each(EXAMPLE)('$users users', (row) => {
    const inputs = inputsFor(row.users, '96x384', { backend: 'python', cvs: count(row.cvs) });
    const { load, pools, services } = demandsOf(inputs, 'none');
    const near = (value: number, printed: number): void => {
      const digits = String(printed).split('.')[1]?.length ?? 0;
      expect(Math.abs(value - printed)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9);
    };
    near(load.arrivals.value, row.rate);
    near(load.inFlight.value, row.inFlight);
    expect(Math.ceil(load.backend.value / BUSY_SHARE)).toBe(row.cores);
    near(load.databaseErlangs.value, row.erlangs);
    expect(Math.ceil(load.databaseErlangs.value + 1.5 * Math.sqrt(load.databaseErlangs.value))).toBe(
      row.connections,
    );
    const backend = services.find(({ name }) => name === 'backend');
    expect([backend?.count.value, backend?.processes.value]).toEqual([row.backends, 2]);
    expect([pools.size.value, pools.overflow.value]).toEqual([2, 1]);
    // The table counts backends only; the plan adds the pools of the workers.
    expect(row.backends * 2 * 3 + 12).toBe(row.need);
    expect(pools.wanted.value).toBeGreaterThan(row.need);
    near(residentBytes(row.cvs * 32, 768, 'none') / GIB, row.float);
    near(residentBytes(row.cvs * 32, 768, 'int8') / GIB, row.int8);
  });
});

describe('the laws', () => {
  test('interactive law: users who think without end ask nothing, who never think ask all the time', () => {
    expect(arrivalRate(500, 20, 0.255, 2)).toBeCloseTo(49.37, 2);
    expect(arrivalRate(1, 0, 0.5, 1)).toBe(2);
  });

  test('utilisation law', () => {
    expect(coresFor(100, 0.0165)).toEqual({ busy: 1.6500000000000001, wanted: 1.6500000000000001 / 0.6 });
  });

  test.each([
    // Tables of Erlang C (Cooper 1981, Appendix A).
    { load: 1, servers: 2, waits: 1 / 3 },
    { load: 2, servers: 3, waits: 4 / 9 },
    { load: 5, servers: 7, waits: 0.3241 },
  ])('Erlang C of $load Erlangs at $servers servers', ({ load, servers, waits }) => {
    expect(erlangC(load, servers)).toBeCloseTo(waits, 3);
  });

  test('who cannot keep up lets everybody wait, and no load waits for nobody', () => {
    expect(erlangC(3, 3)).toBe(1);
    expect(erlangC(0, 1)).toBe(0);
  });

  test('square-root staffing alone would let more than one in ten wait at a small pool: it is raised', () => {
    const rule = Math.ceil(1.303 + 1.5 * Math.sqrt(1.303));
    expect(erlangC(0.99, Math.ceil(0.99 + 1.5 * Math.sqrt(0.99)))).toBeLessThan(0.1);
    expect(erlangC(0.65, 2)).toBeGreaterThan(0.1);
    expect(serversFor(0.65)).toBe(3);
    expect(serversFor(1.303)).toBeGreaterThanOrEqual(rule);
  });

  test('for any load: enough servers, and one fewer would break the rule or the promise', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5000, noNaN: true }), (load) => {
        const servers = serversFor(load);
        expect(erlangC(load, servers)).toBeLessThanOrEqual(0.1);
        expect(servers).toBeGreaterThanOrEqual(load);
        const rule = Math.max(1, Math.ceil(load + 1.5 * Math.sqrt(load)));
        if (servers > rule) expect(erlangC(load, servers - 1)).toBeGreaterThan(0.1);
      }),
      { numRuns: 200 },
    );
  });
});
