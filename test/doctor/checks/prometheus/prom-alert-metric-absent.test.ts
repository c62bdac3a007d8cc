import { promAlertMetricAbsent } from '../../../../src/doctor/checks/prometheus/prom-alert-metric-absent.ts';
import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const rules = (...lines: readonly string[]): string =>
  `groups:\n  - name: g\n    rules:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
const files = (text: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'compose.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml:ro', './rules.yml:/etc/prometheus/rules.yml:ro']
`,
  'prometheus.yml': 'rule_files: [rules.yml]\nscrape_configs: []\n',
  'rules.yml': text,
  ...more,
});
function live(names: readonly string[], health: 'up' | 'down' = 'up'): Partial<LiveEvidence> {
  const target = {
    job: 'j',
    url: 'http://redis-exporter:9121/metrics',
    health,
    lastError: '',
    scrapeIntervalMs: 15_000,
  };
  const value = {
    version: '3.5.3',
    targets: [target],
    lastReloadSuccessful: true,
    lastReloadAt: undefined,
    metricNames: new Set(names),
    alertmanagers: 0,
  };
  return { prometheus: new Map([['prometheus', { seen: true, value }]]) };
}
const HITS = '{alert: LowHits, expr: "rate(redis_keyspace_hits[5m]) < 1"}';
const FULL = '{alert: Full, expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.9}';

testCheck(promAlertMetricAbsent, {
  sick: [
    {
      name: 'a name without its ending, from the file and from Prometheus',
      files: files(rules(HITS)),
      live: live(['redis_up', 'redis_keyspace_hits_total']),
      finds: [
        {
          at: 'rules.yml:4:32',
          message: /^The alert LowHits can never fire: there is no metric redis_keyspace_hits\.$/,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the file alone',
      files: files(rules(HITS)),
      finds: [{ at: 'rules.yml:4:32', message: /redis_keyspace_hits/, by: ['config'] }],
    },
    {
      name: 'a metric that its exporter does not print here',
      files: files(rules(FULL)),
      live: live(['redis_up', 'redis_memory_used_bytes']),
      finds: [{ at: 'rules.yml:4:29', message: /no metric redis_memory_max_bytes\.$/, by: ['live'] }],
    },
    {
      name: 'a metric of nobody',
      files: files(rules('{alert: Deep, expr: shop_queue_depth > 5}')),
      live: live(['redis_up']),
      finds: [{ at: 'rules.yml:4:29', message: /shop_queue_depth/, by: ['live'] }],
    },
  ],
  healthy: [
    {
      name: 'all are there',
      files: files(rules(FULL)),
      live: live(['redis_memory_used_bytes', 'redis_memory_max_bytes']),
    },
    {
      name: 'its exporter is down, which is another matter',
      files: files(rules(FULL)),
      live: live(['redis_up', 'redis_memory_used_bytes'], 'down'),
    },
    { name: 'its exporter is not scraped at all', files: files(rules(FULL)), live: live(['node_load1']) },
    {
      name: 'a counter before its first event',
      files: files(rules('{alert: Failed, expr: "rate(shop_failures_total[5m]) > 0"}')),
      live: live(['redis_up']),
    },
    {
      name: 'a metric of the own backend',
      files: files(rules('{alert: Slow, expr: nodejs_eventloop_lag > 1}'), {
        'api.js': "new Gauge({ name: 'nodejs_eventloop_lag' });\n",
      }),
      live: live(['redis_up']),
    },
    {
      name: 'made by a recording rule',
      files: files(rules('{record: "shop:depth", expr: redis_up}', '{alert: Deep, expr: "shop:depth > 5"}')),
      live: live(['redis_up']),
    },
    {
      name: 'one of two names is enough',
      files: files(rules('{alert: M, expr: redis_memory_max_bytes or redis_config_maxmemory < 1}')),
      live: live(['redis_up', 'redis_config_maxmemory']),
    },
    {
      name: 'meant to be absent',
      files: files(rules('{alert: Gone, expr: absent(shop_heartbeat)}')),
      live: live(['redis_up']),
    },
  ],
  notApplicable: [{ name: 'no rules', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'not asked', files: files(rules(FULL)) }],
});
