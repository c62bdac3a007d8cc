// Written by scripts/facts/generate.ts; do not edit.
import type { PrometheusOption } from '../prometheus.ts';

export const PROMETHEUS_FLAGS: readonly PrometheusOption[] = [
  { name: '--storage.tsdb.retention.time', in2: 'ok', in3: 'ok', note: 'default 15d' },
  { name: '--storage.tsdb.retention.size', in2: 'ok', in3: 'ok' },
  { name: '--storage.tsdb.retention', in2: 'deprecated warning', in3: 'unknown flag, exit 1' },
  { name: '--storage.tsdb.allow-overlapping-blocks', in2: 'accepted', in3: 'unknown flag, exit 1' },
  { name: '--alertmanager.timeout', in2: 'warning, no effect', in3: 'unknown flag, exit 1' },
  { name: '--auto-gomaxprocs', in2: 'unknown flag, exit 1', in3: 'on by default, --no-auto-... to disable' },
  { name: '--auto-gomemlimit', in2: 'unknown flag, exit 1', in3: 'on by default, --no-auto-... to disable' },
  { name: '--enable-feature=promql-at-modifier', in2: 'ok', in3: 'warning, unknown' },
  { name: '--enable-feature=expand-external-labels', in2: 'ok', in3: 'warning, unknown' },
  { name: '--enable-feature=remote-write-receiver', in2: 'ok', in3: 'warning, unknown' },
  { name: '--web.enable-remote-write-receiver', in2: 'ok', in3: 'ok' },
  { name: '--web.enable-lifecycle', in2: 'ok', in3: 'ok' },
  { name: '--web.enable-admin-api', in2: 'ok', in3: 'ok' },
  { name: '--query.max-concurrency', in2: 'ok', in3: 'ok' },
  { name: '--query.timeout', in2: 'ok', in3: 'ok' },
  { name: '--query.max-samples', in2: 'ok', in3: 'ok' },
  { name: '--web.max-connections', in2: 'ok', in3: 'ok' },
  { name: '--storage.tsdb.wal-compression', in2: 'ok', in3: 'ok' },
  { name: '--log.format=json', in2: 'ok', in3: 'ok' },
  { name: '--storage.local.path', in2: 'unknown (1.x)', in3: 'unknown' },
];

export const PROMETHEUS_KEYS: readonly PrometheusOption[] = [
  { name: 'scrape_classic_histograms', in2: 'ok', in3: 'error; renamed always_scrape_classic_histograms' },
  { name: 'fallback_scrape_protocol', in2: 'error', in3: 'ok' },
  { name: 'alerting.alertmanagers.api_version: v1', in2: 'ok', in3: 'error: expected [v2]' },
  { name: 'storage.tsdb.retention', in2: 'error', in3: 'error', note: 'retention is a flag here' },
  { name: 'storage.tsdb.out_of_order_time_window', in2: 'ok', in3: 'ok' },
  {
    name: 'scrape_configs[].authorization {type: Bearer, credentials|credentials_file}',
    in2: 'ok',
    in3: 'ok',
    note: 'accepted by Qdrant as api key',
  },
  { name: 'scrape_configs[].http_headers', in2: 'ok', in3: 'ok', note: 'alternative: api-key header' },
  { name: 'rule holt_winters()', in2: 'ok', in3: 'unknown function: double_exponential_smoothing' },
];
