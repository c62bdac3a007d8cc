import { hostClock } from '../../../../src/doctor/checks/host/host-clock.ts';
import type { HostClock, LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const prometheus = (...hostClocks: readonly HostClock[]): Partial<LiveEvidence> => ({
  prometheus: new Map([
    [
      'prometheus',
      {
        seen: true,
        value: {
          version: '3.1.0',
          targets: [],
          lastReloadSuccessful: true,
          lastReloadAt: undefined,
          metricNames: new Set<string>(),
          alertmanagers: undefined,
          ...(hostClocks.length === 0 ? {} : { hostClocks }),
        },
      },
    ],
  ]),
});
const clock = (instance: string, offsetSeconds: number): HostClock => ({
  job: 'hosts',
  instance,
  offsetSeconds,
});
const STACK = {
  'compose.yaml':
    'services:\n  node-exporter:\n    image: prom/node-exporter:v1.9.0\n  prometheus:\n    image: prom/prometheus:v3.1.0\n    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"]\n',
  'prometheus.yml':
    'scrape_configs:\n  - job_name: hosts\n    static_configs:\n      - targets: ["node-exporter:9100", "10.0.0.5:9100"]\n',
};

testCheck(hostClock, {
  sick: [
    {
      name: 'another host is ahead',
      files: STACK,
      live: prometheus(clock('node-exporter:9100', 0), clock('10.0.0.5:9100', 31.24)),
      finds: [
        {
          at: 'prometheus.yml:4:41',
          message: /clock of 10\.0\.0\.5:9100 is 31\.2 s ahead of that of Prometheus/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a host that no file names is behind',
      files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.1.0\n' },
      live: prometheus(clock('db.internal:9100', -0.8)),
      finds: [{ at: 'compose.yaml:1:1', message: /db\.internal:9100 is 0\.8 s behind/ }],
    },
  ],
  healthy: [
    {
      name: 'all of one time, or nearly',
      files: STACK,
      live: prometheus(clock('node-exporter:9100', 0), clock('10.0.0.5:9100', -0.01)),
    },
  ],
  notApplicable: [
    { name: 'no exporter', files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:8\n' } },
    {
      name: 'Prometheus scrapes none',
      files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.1.0\n' },
      live: prometheus(),
    },
  ],
  notObservable: [
    { name: 'nobody was asked', files: STACK },
    { name: 'an exporter that is not scraped', files: STACK, live: prometheus() },
  ],
});
