import { expect, test } from 'vitest';
import { jobLimit, nextLimit } from '../../src/worker/job-limit.ts';

test('rises with the backlog to the most, stays while it is met, and falls to the least once nothing waits', () => {
  const seen: number[] = [];
  let limit = 1;
  for (const waiting of [100, 100, 100, 3, 0, 0, 0, 0]) {
    limit = nextLimit(limit, waiting, { min: 2, max: 6 });
    seen.push(limit);
  }
  expect(seen).toEqual([2, 4, 6, 6, 5, 4, 3, 2]);
});

test('takes nothing above the threshold, and says so at each crossing only', () => {
  let mb = 100;
  const said: [boolean, number][] = [];
  const limit = jobLimit({
    min: 3,
    max: 8,
    thresholdMb: 200,
    rss: () => mb * 1024 * 1024,
    onPause: (paused, at) => said.push([paused, at]),
  });
  const taken: number[] = [];
  for (mb of [100, 200, 201, 300, 150]) taken.push(limit.now());
  expect(taken).toEqual([3, 3, 0, 0, 3]);
  expect(said).toEqual([
    [true, 201],
    [false, 150],
  ]);
});

test('knows no threshold unless there is one', () => {
  const limit = jobLimit({
    min: 1,
    max: 4,
    thresholdMb: undefined,
    rss: () => 1e15,
    onPause: () => undefined,
  });
  limit.follow(50);
  expect(limit.now()).toBe(2);
});
