import { promConfigNotReloaded } from '../../../../src/doctor/checks/prometheus/prom-config-not-reloaded.ts';
import type { Container, LiveEvidence, PrometheusLive } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';
import { container } from '../redis/attack-log.ts';
import { jobs } from './prometheus-stack.ts';

const COMPOSE = `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - ./monitoring/prometheus.yml:/etc/prometheus/prometheus.yml:ro
      - ./monitoring/rules:/etc/prometheus/rules:ro
`;
const LONG = `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - type: bind
        source: ./monitoring/prometheus.yml
        target: /etc/prometheus/prometheus.yml
        read_only: true
`;
const FILES = {
  'compose.yaml': COMPOSE,
  'monitoring/prometheus.yml': `rule_files: [rules/*.yml]\n${jobs('redis-exporter:9121', 'backend:8000')}`,
  'monitoring/rules/redis.yml': 'groups: []\n',
};
/** The files of a case are written when it runs. */
const LONG_AGO = new Date('2020-01-01T10:00:00Z');
const AFTER = new Date('2999-01-01T10:00:00Z');
const NEW = [
  { job: 'job0', targets: ['redis-exporter:9121'] },
  { job: 'job1', targets: ['backend:8000'] },
];
const OLD = [
  { job: 'job0', targets: ['redis:6379'] },
  { job: 'job1', targets: ['backend:8000'] },
];

function read(
  at: Date | undefined,
  more: Partial<PrometheusLive> = {},
  containers: readonly Container[] = [container('prometheus', [])],
): Partial<LiveEvidence> {
  const value: PrometheusLive = {
    version: '3.5.3',
    targets: [],
    lastReloadSuccessful: true,
    lastReloadAt: at,
    metricNames: new Set(),
    alertmanagers: 0,
    loadedJobs: NEW,
    ...more,
  };
  return {
    prometheus: new Map([['prometheus', { seen: true, value }]]),
    ...(containers.length === 0 ? {} : { docker: { seen: true, value: containers } }),
  };
}

testCheck(promConfigNotReloaded, {
  sick: [
    {
      name: 'the configuration was written after it was read',
      files: FILES,
      live: read(LONG_AGO, { loadedJobs: OLD }),
      finds: [
        {
          at: 'monitoring/prometheus.yml:1:1',
          message:
            /^monitoring\/prometheus\.yml was written \d+ h \d+ min after prometheus last read it: what has changed in it is not in force\.$/,
          by: ['config', 'live'],
          fix: 'none',
        },
      ],
    },
    {
      name: 'the last reload was refused',
      files: FILES,
      live: read(AFTER, { lastReloadSuccessful: false }),
      finds: [
        {
          at: 'monitoring/prometheus.yml:1:1',
          message: /did not take .* goes on with what it read at 2999-01-01 10:00:00 UTC\.$/,
          by: ['live'],
        },
      ],
    },
    {
      name: 'the container holds the file that an editor replaced',
      files: FILES,
      live: read(AFTER, { loadedJobs: OLD }),
      finds: [
        {
          at: 'monitoring/prometheus.yml:5:19',
          message: /^prometheus knows no target redis-exporter:9121 of monitoring\/prometheus\.yml/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: read(AFTER),
        texts: {
          'compose.yaml': /- \.\/monitoring:\/etc\/prometheus:ro\n {6}- \.\/monitoring\/rules:/,
        },
      },
    },
    {
      name: 'the same with a mount in the long form and a Prometheus that reloads by itself',
      files: {
        ...FILES,
        'compose.yaml': LONG.replace(
          '    volumes',
          '    command: [--enable-feature=auto-reload-config]\n    volumes',
        ),
      },
      live: read(LONG_AGO, { loadedJobs: OLD }),
      finds: [{ at: 'monitoring/prometheus.yml:5:19', message: /however often it reloads/, fix: 'confirm' }],
      afterFix: {
        live: read(AFTER),
        texts: { 'compose.yaml': /source: \.\/monitoring\n {8}target: \/etc\/prometheus\n/ },
      },
    },
    {
      name: 'a file beside everything else: its folder is not to be mounted',
      files: {
        'compose.yaml': COMPOSE.replaceAll('./monitoring/', './'),
        'prometheus.yml': FILES['monitoring/prometheus.yml'],
      },
      live: read(AFTER, { loadedJobs: OLD }),
      finds: [{ at: 'prometheus.yml:5:19', message: /replaced/, fix: 'none' }],
    },
    {
      name: 'a folder in which another mount would hide what it holds',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace('./monitoring/rules:', './alerts:'),
        'alerts/a.yml': 'groups: []\n',
      },
      live: read(AFTER, { loadedJobs: OLD }),
      finds: [{ at: 'monitoring/prometheus.yml:5:19', message: /replaced/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'a start that makes another file of the one that is mounted',
      files: {
        ...FILES,
        'compose.yaml': `${COMPOSE}    entrypoint: sh -c 'sed s/HOST/$$HOSTNAME/ /etc/prometheus/prometheus.yml > /tmp/p.yml; exec prometheus --config.file=/tmp/p.yml'\n`,
        'monitoring/prometheus.yml': jobs('redis-exporter:9121', 'HOST:8000'),
      },
      live: read(AFTER),
    },
    {
      name: 'a reload that was refused for what is no YAML, which another check tells',
      files: { ...FILES, 'monitoring/prometheus.yml': 'scrape_configs: [\n' },
      live: read(AFTER, { lastReloadSuccessful: false }),
    },
    { name: 'read since, and all of it known', files: FILES, live: read(AFTER) },
    {
      name: 'an instance elsewhere that knows none of these targets',
      files: FILES,
      live: read(AFTER, { loadedJobs: [{ job: 'other', targets: ['a:1'] }] }),
    },
    {
      name: 'no container of this project that could hold an old file',
      files: FILES,
      live: read(AFTER, { loadedJobs: OLD }, []),
    },
    {
      name: 'a folder is mounted: a reload reads what is there',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace(
          /- .*prometheus\.yml:ro\n.*\n/,
          '- ./monitoring:/etc/prometheus:ro\n',
        ),
      },
      live: read(AFTER, { loadedJobs: OLD }),
    },
    {
      name: 'a file that was only touched, for one that reloads by itself',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace(
          '    volumes',
          '    command: [--config.file=/etc/prometheus/prometheus.yml, "--enable-feature=auto-reload-config,otlp"]\n    volumes',
        ),
      },
      live: read(LONG_AGO),
    },
  ],
  notApplicable: [
    { name: 'nobody mounts it', files: { 'prometheus.yml': 'scrape_configs: []\n' } },
    { name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  a:\n    image: redis:8\n' } },
  ],
  notObservable: [
    { name: 'Prometheus was not asked', files: FILES },
    { name: 'it does not tell when it read it', files: FILES, live: read(undefined) },
  ],
});
