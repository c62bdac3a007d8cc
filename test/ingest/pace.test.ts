import { expect, test } from 'vitest';
import { createPace } from '../../src/ingest/pace.ts';

test('rate and time left follow the last ten seconds', () => {
  let now = 0;
  const pace = createPace(() => now);
  expect([pace.rate(), pace.etaMs(100)]).toEqual([undefined, undefined]);
  for (now = 0; now <= 20_000; now += 1000) pace.add((now / 1000) * 5);
  now = 20_000;
  expect(pace.rate()).toBe(5);
  expect(pace.etaMs(200)).toBe(20_000);
  for (now = 21_000; now <= 40_000; now += 1000) pace.add(100 + (now - 20_000) / 1000);
  now = 40_000;
  expect(pace.rate()).toBeCloseTo(1);
});

test('a run that stands still gets slower and slower, never finished', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.add(0);
  now = 2000;
  pace.add(10);
  now = 10_000;
  expect(pace.rate()).toBe(1);
});

test('a new phase starts anew', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.add(0);
  now = 5000;
  pace.add(500);
  pace.add(0);
  expect(pace.rate()).toBeUndefined();
});
