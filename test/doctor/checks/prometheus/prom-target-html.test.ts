import { promTargetHtml } from '../../../../src/doctor/checks/prometheus/prom-target-html.ts';
import { testCheck } from '../../test-check.ts';
import { down, jobs, stackWith } from './prometheus-stack.ts';

const FRONTEND = '  frontend:\n    image: registry.example.com/shop/web:1.4\n';
/** As Prometheus 3.5.0, 2.53 and 2.42.0 say it of the same page. */
const THREE =
  'received unsupported Content-Type "text/html; charset=utf-8" and no fallback_scrape_protocol specified for target';
const TWO = 'expected a valid start token, got "<" ("INVALID") while parsing: "<"';
const OLD = '"INVALID" is not a valid start token';
const files = (...targets: readonly string[]): Record<string, string> => ({
  'compose.yaml': stackWith(FRONTEND),
  'prometheus.yml': jobs(...targets),
});

testCheck(promTargetHtml, {
  sick: [
    {
      name: 'a frontend, with Prometheus 3',
      files: files('localhost:9090', 'frontend:3000'),
      live: down('job1', 'frontend:3000', THREE),
      finds: [
        {
          at: 'prometheus.yml:7:19',
          message: /^frontend:3000 answers \/metrics with a page for people: .* the target stays down\.$/,
          by: ['config', 'live'],
          fix: 'safe',
        },
      ],
      afterFix: {
        live: down('job0', 'localhost:9090', ''),
        texts: { 'prometheus.yml': /^scrape_configs:\n {2}- job_name: job0\n.*\n.*'localhost:9090'\]\n$/ },
      },
    },
    {
      name: 'one target of several, with Prometheus 2.53',
      files: {
        ...files(),
        'prometheus.yml': jobs('api.example.com:9000').replace("']", "', 'frontend:80'] # all"),
      },
      live: down('job0', 'frontend:80', TWO),
      finds: [{ at: 'prometheus.yml:4:43', message: /frontend:80/ }],
      afterFix: {
        live: down('job0', 'api.example.com:9000', ''),
        texts: { 'prometheus.yml': /targets: \['api\.example\.com:9000'\] # all\n/ },
      },
    },
    {
      name: 'a frontend, with an old Prometheus that names no type',
      files: files('frontend:3000'),
      live: down('job0', 'frontend:3000', OLD),
      finds: [{ at: 'prometheus.yml:4:19', message: /page for people/ }],
      afterFix: { live: down('job9', 'gone:1', '') },
    },
    {
      name: 'the start page of an exporter',
      files: {
        'compose.yaml': stackWith('  node-exporter:\n    image: prom/node-exporter:v1.11.1\n'),
        'prometheus.yml': `${jobs('node-exporter:9100')}    metrics_path: /\n`,
      },
      live: down('job0', 'node-exporter:9100', THREE, '/'),
      finds: [{ at: 'prometheus.yml:4:19', message: /answers \/ with a page/ }],
      afterFix: {
        live: down('job0', 'node-exporter:9100', ''),
        texts: { 'prometheus.yml': /^(?![^]*metrics_path)[^]*node-exporter:9100/ },
      },
    },
    ...['www.example.com:80', 'minio:9001', 'grafana:3000'].map((target) => ({
      name: `what may have metrics elsewhere is not taken away: ${target}`,
      files: {
        'compose.yaml': stackWith(
          '  minio:\n    image: minio/minio:latest\n  grafana:\n    image: grafana/grafana:12.0.0\n',
        ),
        'prometheus.yml': jobs(target),
      },
      live: down('job0', target, THREE),
      finds: [{ at: 'prometheus.yml:4:19', message: /with a page for people/, fix: 'none' }] as const,
    })),
    {
      name: 'a frontend that has a library for metrics is not taken away',
      files: {
        'compose.yaml': stackWith('  frontend:\n    build: ./web\n'),
        'web/package.json': '{"dependencies": {"nuxt": "4.1.0", "@artmizu/nuxt-prometheus": "2.5.0"}}\n',
        'prometheus.yml': jobs('frontend:3000'),
      },
      live: down('job0', 'frontend:3000', THREE),
      finds: [{ at: 'prometheus.yml:4:19', message: /frontend:3000/, fix: 'none' }],
    },
    {
      name: 'a path that is right for another target of the job stays',
      files: {
        'compose.yaml': stackWith(
          '  node:\n    image: prom/node-exporter:v1.11.1\n  api:\n    image: api:1\n',
        ),
        'prometheus.yml': `${jobs('node:9100').replace("']", "', 'api:8000']")}    metrics_path: /metrics/\n`,
      },
      live: down('job0', 'node:9100', THREE, '/metrics/'),
      finds: [{ at: 'prometheus.yml:4:19', message: /node:9100 answers/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'it is up', files: files('frontend:3000'), live: down('job0', 'frontend:3000', '') },
    {
      name: 'it is down for another reason',
      files: files('frontend:3000'),
      live: down('job0', 'frontend:3000', 'dial tcp 172.20.0.7:3000: connect: connection refused'),
    },
    {
      name: 'no page but JSON, which is the matter of others',
      files: files('stats:8000'),
      live: down('job0', 'stats:8000', 'received unsupported Content-Type "application/json"'),
    },
    {
      name: 'an old Prometheus, and a program of which nothing tells that it shows pages',
      files: files('stats:8000'),
      live: down('job0', 'stats:8000', OLD),
    },
  ],
  notApplicable: [{ name: 'no target', files: { 'compose.yaml': stackWith(), 'prometheus.yml': '' } }],
  notObservable: [{ name: 'Prometheus was not asked', files: files('frontend:3000') }],
});
