import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFixture } from 'fs-fixture';
import { describe, expect, test } from 'vitest';
import { inputsOf } from '../../src/sizing/inputs-of.ts';
import { meanResponse } from '../../src/sizing/load-model.ts';
import { parseHost } from '../../src/sizing/host.ts';
import { measurePrometheus } from '../../src/tune/measure-prometheus.ts';
import { freePort } from '../lib/free-port.ts';
import { whyNoPrometheus } from '../exporter/run-prometheus.ts';

const missing = whyNoPrometheus();
if (missing !== undefined) console.warn(`Skipped: measuring by Prometheus (${missing})`);

const MIB = 1024 * 1024;

/** Samples each minute of the last `minutes`: requests of 0.4 s, ten a minute, thirty a minute in the last tenth of the time. */
function history(minutes: number): string {
  const now = Math.floor(Date.now() / 1000);
  const rows: string[] = [];
  let requests = 0;
  const counts: string[] = [];
  const sums: string[] = [];
  const memory: string[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    requests += minute > minutes * 0.9 ? 30 : 10;
    const at = now - (minutes - minute) * 60;
    counts.push(`http_request_duration_seconds_count{job="backend"} ${requests} ${at}`);
    sums.push(`http_request_duration_seconds_sum{job="backend"} ${(requests * 0.4).toFixed(1)} ${at}`);
    memory.push(`process_resident_memory_bytes{job="backend"} ${300 * MIB} ${at}`);
  }
  rows.push('# TYPE http_request_duration_seconds histogram', ...counts, ...sums);
  rows.push('# TYPE process_resident_memory_bytes gauge', ...memory, '# EOF', '');
  return rows.join('\n');
}

/** A real Prometheus with that past. */
async function withHistory(minutes: number, use: (url: string) => Promise<void>): Promise<void> {
  await using home = await createFixture({ 'past.txt': history(minutes), 'prometheus.yml': '{}\n' });
  const blocks = [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    home.getPath('past.txt'),
    home.getPath('data'),
  ];
  execFileSync('promtool', blocks, { stdio: 'pipe' });
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${home.getPath('prometheus.yml')}`,
      `--storage.tsdb.path=${home.getPath('data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  try {
    const limit = AbortSignal.timeout(60_000);
    while ((await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok !== true) {
      limit.throwIfAborted();
      await sleep(100);
    }
    await use(`http://${address}`);
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

describe.skipIf(missing !== undefined)('a real Prometheus', () => {
  test('gives duration, peak and memory, each as measured; they take the place of defaults', async () => {
    await withHistory(400, async (url) => {
      const wishes = await measurePrometheus(url);
      const inputs = inputsOf({ ...wishes, backend: 'python', host: parseHost('8x32') });
      expect(meanResponse(inputs.mix)).toBeCloseTo(0.4, 2);
      expect(inputs.mixOrigin.kind).toBe('measured');
      expect(inputs.processMemory).toMatchObject({ value: 300 * MIB, origin: { kind: 'measured' } });
      expect(inputs.peak.value).toBeGreaterThan(2.5);
      expect(inputs.peak.value).toBeLessThan(3.5);
      expect(inputs.thinkTime.origin.kind).toBe('default');
    });
  });

  test('below a hundred samples nothing is called measured', async () => {
    await withHistory(60, async (url) => expect(await measurePrometheus(url)).toEqual({}));
  });
});

test('what is no address, does not answer or is no Prometheus is said', async () => {
  await expect(measurePrometheus('localhost:9090')).rejects.toMatchObject({
    code: 'CVX_PROMETHEUS',
    exit: 2,
  });
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  await expect(measurePrometheus(nowhere)).rejects.toMatchObject({ code: 'CVX_PROMETHEUS', exit: 3 });
  const stranger = createServer((_, answer) => answer.end('{"hello": 1}'));
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const address = stranger.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await expect(measurePrometheus(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ exit: 3 });
  stranger.close();
});
