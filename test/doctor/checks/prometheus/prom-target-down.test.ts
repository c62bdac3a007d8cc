import { promTargetDown } from '../../../../src/doctor/checks/prometheus/prom-target-down.ts';
import { testCheck } from '../../test-check.ts';
import { down, jobs, stackWith } from './prometheus-stack.ts';

const EXPORTER =
  '  pg-metrics:\n    image: quay.io/prometheuscommunity/postgres-exporter:v0.19.1\n    ports: ["19187:9187"]\n';
const REFUSED =
  'Get "http://pg-metrics:19187/metrics": dial tcp 172.18.0.4:19187: connect: connection refused';

testCheck(promTargetDown, {
  sick: [
    {
      name: "the host's port inside the network",
      files: { 'compose.yaml': stackWith(EXPORTER), 'prometheus.yml': jobs('pg-metrics:19187') },
      live: down('job0', 'pg-metrics:19187', REFUSED),
      finds: [
        {
          at: 'prometheus.yml:4:19',
          message: /is the host's port of pg-metrics; inside the network it listens on 9187/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { live: {}, texts: { 'prometheus.yml': /'pg-metrics:9187'/ } },
    },
    {
      name: 'a name that is no service any more',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('gone:9100') },
      live: down(
        'job0',
        'gone:9100',
        'Get "http://gone:9100/metrics": dial tcp: lookup gone on 127.0.0.11:53: no such host',
      ),
      finds: [{ at: 'prometheus.yml:4:19', message: /cannot reach gone:9100/, by: ['live'], fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the port inside',
      files: {
        'compose.yaml': stackWith(EXPORTER),
        'prometheus.yml': jobs('pg-metrics:9187', 'localhost:9090'),
      },
    },
    {
      name: 'published as it is',
      files: {
        'compose.yaml': stackWith('  api:\n    image: team/api:1\n    ports: ["8000:8000"]\n'),
        'prometheus.yml': jobs('api:8000'),
      },
    },
    {
      name: 'it answers 404: another check',
      files: {
        'compose.yaml': stackWith('  api:\n    image: team/api:1\n'),
        'prometheus.yml': jobs('api:8000'),
      },
      live: down('job0', 'api:8000', 'server returned HTTP status 404 Not Found'),
    },
    {
      name: 'it is up',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('node.example.com:9100') },
      live: down('job0', 'node.example.com:9100', ''),
    },
  ],
  notApplicable: [
    { name: 'no targets', files: { 'compose.yaml': stackWith(), 'prometheus.yml': 'scrape_configs: []\n' } },
  ],
  notObservable: [
    {
      name: 'a target elsewhere',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('node.example.com:9100') },
    },
  ],
});
