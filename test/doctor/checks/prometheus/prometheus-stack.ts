import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';

/** A compose file with Prometheus and its mounted configuration; `more` are further services, indented by two. */
export function stackWith(more = ''): string {
  return `services:\n  prometheus:\n    image: prom/prometheus:v3.5.3\n    volumes:\n      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro\n${more}`;
}

export function jobs(...targets: readonly string[]): string {
  const list = targets.map(
    (target, i) => `  - job_name: job${i}\n    static_configs:\n      - targets: ['${target}']\n`,
  );
  return `scrape_configs:\n${list.join('')}`;
}

/** Prometheus' word on one target; '' as error: it is up. */
export function down(
  job: string,
  target: string,
  lastError: string,
  path = '/metrics',
): Partial<LiveEvidence> {
  const health = lastError === '' ? 'up' : 'down';
  return {
    prometheus: new Map([
      [
        'prometheus',
        {
          seen: true,
          value: {
            version: '3.5.3',
            targets: [{ job, url: `http://${target}${path}`, health, lastError, scrapeIntervalMs: 15_000 }],
            lastReloadSuccessful: true,
            lastReloadAt: undefined,
            metricNames: new Set(),
            alertmanagers: 0,
          },
        },
      ],
    ]),
  };
}
