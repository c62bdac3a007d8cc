import { promConfigInvalid } from '../../../../src/doctor/checks/prometheus/prom-config-invalid.ts';
import { testCheck } from '../../test-check.ts';

const stack = (image: string, flags = '[]') => `services:
  metrics:
    image: ${image}
    command: ${flags}
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
`;
const OLD = `alerting:
  alertmanagers:
    - api_version: v1
scrape_configs:
  - job_name: a
    scrape_classic_histograms: true
`;

testCheck(promConfigInvalid, {
  sick: [
    {
      name: 'keys of version 2 for version 3',
      files: { 'compose.yaml': stack('prom/prometheus:v3.5.3'), 'prometheus.yml': OLD },
      finds: [
        {
          at: 'prometheus.yml:6:32',
          message: /does not take scrape_classic_histograms/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'prometheus.yml:3:20', message: /api_version: v1/ },
      ],
    },
    {
      name: 'a flag that version 3 took away, and one that version 2 does not have yet',
      files: {
        'compose.yaml': stack('docker.io/prom/prometheus:v3.5.3', '["--storage.tsdb.retention=15d"]'),
        'compose.override.yaml':
          'services:\n  older:\n    image: prom/prometheus:v2.53.0\n    command:\n      - --auto-gomaxprocs\n',
        'prometheus.yml': 'scrape_configs: []\n',
      },
      finds: [
        { at: 'compose.yaml:4:15', message: /^metrics does not start with --storage\.tsdb\.retention:/ },
        { at: 'compose.override.yaml:5:9', message: /^older does not start with --auto-gomaxprocs/ },
      ],
    },
    {
      name: 'no YAML',
      files: { 'compose.yaml': stack('prom/prometheus'), 'prometheus.yml': 'scrape_configs: [\n' },
      finds: [{ at: 'prometheus.yml:2:1', message: /it is no YAML/ }],
    },
  ],
  healthy: [
    {
      name: 'the same keys for version 2',
      files: { 'compose.yaml': stack('prom/prometheus:v2.53.0'), 'prometheus.yml': OLD },
    },
    {
      name: 'a version that nobody names',
      files: { 'compose.yaml': stack('prom/prometheus:latest'), 'prometheus.yml': OLD },
    },
    {
      name: 'flags of today, with a digest',
      files: {
        'compose.yaml': stack(
          `prom/prometheus:v3.5.3@sha256:${'a'.repeat(64)}`,
          '["--storage.tsdb.retention.time=15d", "--web.enable-lifecycle"]',
        ),
        'prometheus.yml': 'scrape_configs: []\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
