import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { counter, gauge, histogram } from '../../src/metrics/registry.ts';
import { addDeparted, renderSnapshots, takeSnapshot, type Snapshot } from '../../src/metrics/snapshot.ts';
import { samplesOf, valueOf } from './exposition.ts';

/** What one worker process has counted. */
async function workerWith(searches: number, files: number, cpu: number): Promise<Snapshot> {
  const registry = new Registry();
  gauge(registry, 'cvx_workers').set(1);
  gauge(registry, 'cvx_people').set(files);
  gauge(registry, 'cvx_queue_depth').set({ queue: 'ingest' }, files);
  gauge(registry, 'cvx_store_up').set({ store: 'redis' }, searches > 1 ? 1 : 0);
  counter(registry, 'cvx_host_cpu_seconds_total').inc({ mode: 'user' }, cpu);
  counter(registry, 'cvx_ingest_files_total').inc({ outcome: 'indexed' }, files);
  const durations = histogram(registry, 'cvx_http_request_duration_seconds');
  const labels = { method: 'POST', route: '/api/search', status_code: '200' };
  for (let i = 0; i < searches; i += 1) durations.observe(labels, 0.02);
  return takeSnapshot(registry);
}

const COUNT = 'cvx_http_request_duration_seconds_count';
const SEARCH = 'method="POST",route="/api/search",status_code="200"';

test('counts add up, what all see alike does not', async () => {
  const text = await renderSnapshots([await workerWith(3, 5, 100), await workerWith(1, 4, 101)]);
  expect(valueOf(text, COUNT, SEARCH)).toBe(4);
  expect(valueOf(text, 'cvx_http_request_duration_seconds_bucket', `le="0.025",${SEARCH}`)).toBe(4);
  expect(valueOf(text, 'cvx_http_request_duration_seconds_bucket', `le="0.01",${SEARCH}`)).toBe(0);
  expect(valueOf(text, 'cvx_ingest_files_total', 'outcome="indexed"')).toBe(9);
  expect(valueOf(text, 'cvx_workers')).toBe(2);
  expect(valueOf(text, 'cvx_people')).toBe(5);
  expect(valueOf(text, 'cvx_queue_depth', 'queue="ingest"')).toBe(5);
  expect(valueOf(text, 'cvx_host_cpu_seconds_total', 'mode="user"')).toBe(101);
  expect(valueOf(text, 'cvx_store_up', 'store="redis"')).toBe(0);
});

test('of a process that has ended its own counts stay, and nothing else', async () => {
  let gone = await addDeparted([], await workerWith(3, 5, 100));
  gone = await addDeparted(gone, await workerWith(2, 1, 102));
  const text = await renderSnapshots([await workerWith(1, 4, 103), gone]);
  expect(valueOf(text, COUNT, SEARCH)).toBe(6);
  expect(valueOf(text, 'cvx_ingest_files_total', 'outcome="indexed"')).toBe(10);
  expect(valueOf(text, 'cvx_workers')).toBe(1);
  expect(valueOf(text, 'cvx_people')).toBe(4);
  expect(valueOf(text, 'cvx_host_cpu_seconds_total', 'mode="user"')).toBe(103);
});

test('what is no number is not told, and a gauge that nobody has set is absent', async () => {
  const registry = new Registry();
  gauge(registry, 'cvx_people').set(Number.NaN);
  gauge(registry, 'cvx_documents');
  counter(registry, 'cvx_searches_degraded_total');
  expect(samplesOf(await renderSnapshots([await takeSnapshot(registry)]))).toEqual([
    { name: 'cvx_searches_degraded_total', labels: '', value: 0 },
  ]);
});
