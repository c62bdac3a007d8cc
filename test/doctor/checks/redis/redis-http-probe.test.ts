import { redisHttpProbe } from '../../../../src/doctor/checks/redis/redis-http-probe.ts';
import type { Case } from '../../test-check.ts';
import { testCheck } from '../../test-check.ts';
import { attackLog, container } from './attack-log.ts';

const COMPOSE = `services:
  redis:
    image: redis:8-alpine
  backend:
    build: ./api
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
`;

const PROMETHEUS = `global:
  scrape_interval: 30s # everything
scrape_configs:
  - job_name: backend
    static_configs:
      - targets: ['backend:8000']
  - job_name: redis # the cache
    static_configs:
      - targets: ['redis:6379']
`;

const FILES = { 'compose.yaml': COMPOSE, 'prometheus.yml': PROMETHEUS };
const EXPORTER = `  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
`;
const DOWN: NonNullable<Case['live']> = {
  prometheus: new Map([
    [
      'prometheus',
      {
        seen: true,
        value: {
          version: '3.5.3',
          targets: [
            {
              job: 'redis',
              url: 'http://redis:6379/metrics',
              health: 'down',
              lastError: 'Get "http://redis:6379/metrics": EOF',
              scrapeIntervalMs: 30_000,
            },
          ],
          lastReloadSuccessful: true,
          lastReloadAt: undefined,
          metricNames: new Set(),
          alertmanagers: 0,
        },
      },
    ],
  ]),
  docker: { seen: true, value: [container('prometheus', ['172.18.0.5'])] },
};

testCheck(redisHttpProbe, {
  sick: [
    {
      name: 'file, log and Prometheus agree',
      files: FILES,
      logs: { redis: attackLog(5, 90, '172.18.0.5') },
      live: DOWN,
      finds: [
        {
          at: 'prometheus.yml:9:19',
          message: /scrapes redis:6379/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: {
        live: {},
        texts: {
          'prometheus.yml':
            /scrape_interval: 30s # everything[^]*job_name: redis # the cache[^]*redis-exporter:9121/,
          'compose.yaml':
            /redis-exporter:\n {4}image: oliver006\/redis_exporter:v1\.86\.0\n[^]*REDIS_ADDR: redis:\/\/redis:6379/,
        },
      },
    },
    {
      name: 'only the file tells, and the password is in a variable',
      files: {
        ...FILES,
        '.env': 'CACHE_PASSWORD=s3cret-of-the-cache\n',
        'compose.yaml': COMPOSE.replace(
          'redis:8-alpine\n',
          'redis:8-alpine\n    command: redis-server --requirepass ${CACHE_PASSWORD}\n    networks: [data]\n',
        ),
      },
      finds: [{ at: 'prometheus.yml:9:19', message: /redis:6379/, by: ['config'], fix: 'safe' }],
      afterFix: {
        texts: {
          'compose.yaml': /REDIS_PASSWORD: "?\$\{CACHE_PASSWORD\}"?\n[^]*networks:\n? *(- |\[ ?)data/,
        },
      },
    },
    {
      name: 'a password that is written out needs a word of the user',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace(
          'redis:8-alpine\n',
          'redis:8-alpine\n    command: ["redis-server", "--requirepass", "written-out"]\n',
        ),
      },
      finds: [{ at: 'prometheus.yml:9:19', message: /redis:6379/, fix: 'confirm' }],
    },
    {
      name: 'the exporter is there and scraped: the job goes',
      files: {
        'compose.yaml': COMPOSE + EXPORTER,
        'prometheus.yml': `${PROMETHEUS}  - job_name: exporter\n    static_configs:\n      - targets: ['redis-exporter:9121']\n`,
      },
      finds: [{ at: 'prometheus.yml:9:19', message: /redis:6379/ }],
      afterFix: { texts: { 'prometheus.yml': /^(?!.*redis # the cache)[^]*job_name: exporter/ } },
    },
    {
      name: 'a container of the stack that is no Prometheus',
      files: { 'compose.yaml': COMPOSE },
      logs: { redis: attackLog(3, 75, '172.18.0.9') },
      live: { docker: { seen: true, value: [container('backend', ['172.18.0.9'])] } },
      finds: [{ at: 'compose.yaml:4:3', message: /^backend sends HTTP to redis/, by: ['log'], fix: 'none' }],
    },
    {
      name: 'an old Redis names nobody, and no file does',
      files: { 'compose.yaml': COMPOSE },
      logs: { redis: attackLog(3, 75, undefined) },
      finds: [{ at: 'compose.yaml:2:3', message: /Something sends HTTP to redis/, by: ['log'] }],
    },
  ],
  healthy: [
    {
      name: 'the exporter is scraped',
      files: { ...FILES, 'prometheus.yml': PROMETHEUS.replace('redis:6379', 'redis-exporter:9121') },
      logs: { redis: '' },
    },
    {
      name: 'one exporter for many: Prometheus never connects to the target',
      files: {
        ...FILES,
        'prometheus.yml': `${PROMETHEUS}    relabel_configs:
      - source_labels: [__address__]
        target_label: __param_target
      - target_label: __address__
        replacement: redis-exporter:9121
`,
      },
    },
    {
      name: 'a stranger is another matter',
      files: { 'compose.yaml': COMPOSE },
      logs: { redis: attackLog(3, 4000, '203.0.113.9') },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [{ name: 'neither Prometheus nor a log', files: { 'compose.yaml': COMPOSE } }],
});
