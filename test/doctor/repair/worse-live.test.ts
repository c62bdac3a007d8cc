import { expect, test } from 'vitest';
import type { LiveEvidence, PrometheusLive, ScrapeTarget } from '../../../src/doctor/live/live.ts';
import { noLive } from '../../../src/doctor/live/no-live.ts';
import { serversLost, targetsNotUp } from '../../../src/doctor/repair/worse-live.ts';

function asking(...targets: readonly (readonly [string, ScrapeTarget['health']])[]): LiveEvidence {
  const value: PrometheusLive = {
    version: '3.5.3',
    targets: targets.map(([url, health]) => ({
      job: 'a',
      url,
      health,
      lastError: health === 'down' ? 'connection refused' : '',
      scrapeIntervalMs: 15_000,
    })),
    lastReloadSuccessful: true,
    lastReloadAt: undefined,
    metricNames: new Set(),
    alertmanagers: 0,
  };
  return { ...noLive('not here'), prometheus: new Map([['prometheus', { seen: true, value }]]) };
}

const urls = (targets: readonly ScrapeTarget[]): string[] => targets.map(({ url }) => url);

test('a target that is new or was up, and is not up now, speaks against a repair', () => {
  const before = asking(['http://redis:6379', 'down'], ['http://api:80', 'up'], ['http://old:1', 'down']);
  const after = asking(
    ['http://exporter:9121', 'unknown'],
    ['http://api:80', 'down'],
    ['http://old:1', 'down'],
  );
  expect(urls(targetsNotUp(before, after))).toEqual(['http://exporter:9121', 'http://api:80']);
  expect(targetsNotUp(before, asking(['http://exporter:9121', 'up'], ['http://old:1', 'down']))).toEqual([]);
});

test('a server that answered and does not now speaks against a repair; one that never did does not', () => {
  const silent: LiveEvidence = {
    ...noLive('not here'),
    prometheus: new Map([['prometheus', { seen: false, why: 'connection refused' }]]),
  };
  expect(serversLost(asking(), silent)).toEqual(['prometheus no longer answers: connection refused']);
  expect(serversLost(asking(), noLive('not here'))).toEqual(['prometheus no longer answers']);
  expect(serversLost(silent, silent)).toEqual([]);
  expect(serversLost(asking(), asking())).toEqual([]);
});
