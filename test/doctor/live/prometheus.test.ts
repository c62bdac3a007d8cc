import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { whyNoPrometheus } from '../../exporter/run-prometheus.ts';
import { freePort } from '../../lib/free-port.ts';
import { look, seen } from './look.ts';
import { startPrometheus } from './start-prometheus.ts';

const missing = whyNoPrometheus();
if (missing !== undefined) console.warn(`Skipped: live evidence of Prometheus (${missing})`);

describe.skipIf(missing !== undefined)('a Prometheus', () => {
  test('tells its targets with what they fail of, its metrics and its state', async () => {
    const down = `127.0.0.1:${await freePort()}`;
    const own = `127.0.0.1:${await freePort()}`;
    const backend = createServer((_, answer) =>
      answer.setHeader('content-type', 'text/plain').end('jobs_total 3\n'),
    );
    backend.listen(Number(own.split(':')[1]), '127.0.0.1');
    await once(backend, 'listening');
    const server = await startPrometheus({ up: own, down }, '--web.route-prefix=/prom');
    const files = {
      'compose.yaml': `services:\n  monitor:\n    image: prom/prometheus:v2.42.0\n    command: ['--web.route-prefix=/prom']\n`,
    };
    const { prometheus } = await look({ files, services: { monitor: server.address } });
    await server.stop();
    backend.close();
    const live = seen(prometheus.get('monitor'));
    expect(live.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(live.targets.toSorted((a, b) => a.job.localeCompare(b.job))).toEqual([
      {
        job: 'down',
        url: `http://${down}/metrics`,
        health: 'down',
        lastError: expect.stringContaining('connection refused'),
        scrapeIntervalMs: 1000,
      },
      { job: 'up', url: `http://${own}/metrics`, health: 'up', lastError: '', scrapeIntervalMs: 1000 },
    ]);
    expect(JSON.stringify(live.targets), 'parameters of a URL').not.toContain('tokenInQuery');
    expect(live.metricNames).toContain('jobs_total');
    expect(live).toMatchObject({ lastReloadSuccessful: true, alertmanagers: 0 });
    expect(live.ownMetrics?.get('prometheus_tsdb_head_samples_appended_total')).toBeGreaterThan(0);
    expect(live.ownMetrics?.get('prometheus_tsdb_retention_limit_bytes')).toBe(0);
    expect(live.loadedJobs).toEqual([
      { job: 'up', targets: [own] },
      { job: 'down', targets: [down] },
    ]);
    expect(Math.abs(Date.now() - live.lastReloadAt!.getTime())).toBeLessThan(600_000);
  });

  test('tells how far the clocks of other hosts are off its own', async () => {
    const exporter = async (ahead: number, waitMs = 0) => {
      const server = createServer((_, answer) => {
        const now = Date.now() / 1000 + ahead;
        setTimeout(() => {
          answer.setHeader('content-type', 'text/plain').end(`node_time_seconds ${now + waitMs / 1000}\n`);
        }, waitMs);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return {
        server,
        at: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
      };
    };
    const hosts = await Promise.all([exporter(90), exporter(-90), exporter(0, 300)]);
    const [ahead, behind, slow] = hosts.map(({ at }) => at);
    const server = await startPrometheus({ ahead: ahead ?? '', behind: behind ?? '', slow: slow ?? '' });
    const { prometheus } = await look({ services: { prometheus: server.address } });
    await server.stop();
    for (const host of hosts) host.server.close();
    const clocks = new Map(
      seen(prometheus.get('prometheus')).hostClocks?.map((one) => [one.job, one] as const),
    );
    expect(clocks.get('ahead')?.instance).toBe(ahead);
    expect(clocks.get('ahead')?.offsetSeconds).toBeCloseTo(90, 0);
    expect(clocks.get('behind')?.offsetSeconds).toBeCloseTo(-90, 0);
    expect(clocks.get('slow')?.offsetSeconds).toBeCloseTo(0, 1);
  });

  test('somebody else at its address is told from it', async () => {
    const backend = createServer((_, answer) => answer.end('{"hello": 1}')).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { prometheus } = await look({ services: { prometheus: `127.0.0.1:${port}` } });
    backend.close();
    expect(prometheus.get('prometheus')).toEqual({
      seen: false,
      why: `prometheus at 127.0.0.1:${port}: it does not answer as Prometheus does`,
    });
  });
});
