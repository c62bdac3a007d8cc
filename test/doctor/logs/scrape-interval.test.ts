import { expect, test } from 'vitest';
import { inferScrapeInterval } from '../../../src/doctor/logs/scrape-interval.ts';

test.each([
  [90_000, 30, 3],
  [75_000, 15, 5],
  [70_100, 10, 7],
  [65_000, 5, 13],
  [120_000, 60, 2],
  [300_000, 300, 1],
  [60_900, 1, 61],
])('a line every %i ms is a scrape every %i s', (period, seconds, requests) => {
  expect(inferScrapeInterval(period)).toMatchObject({
    intervalMs: seconds * 1000,
    requestsPerLine: requests,
  });
});

test('what no interval explains is no scrape', () => {
  expect(inferScrapeInterval(4_000_000)).toBeUndefined();
  expect(inferScrapeInterval(30_000)).toBeUndefined();
});

test('the reason is told', () => {
  expect(inferScrapeInterval(90_200)?.reason).toBe(
    'a line every 90 s means a scrape every 30 s, 3 for each line',
  );
});
