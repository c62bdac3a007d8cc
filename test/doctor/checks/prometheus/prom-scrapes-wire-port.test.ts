import { promScrapesWirePort } from '../../../../src/doctor/checks/prometheus/prom-scrapes-wire-port.ts';
import { testCheck } from '../../test-check.ts';
import { jobs, stackWith } from './prometheus-stack.ts';

const DB = '  db:\n    image: registry.example.com:5000/pgvector/pgvector:pg16@sha256:abc\n';
const EXPORTER = '  pg-metrics:\n    image: quay.io/prometheuscommunity/postgres-exporter:v0.19.1\n';

testCheck(promScrapesWirePort, {
  sick: [
    {
      name: 'PostgreSQL, and its exporter is there',
      files: { 'compose.yaml': stackWith(DB + EXPORTER), 'prometheus.yml': jobs('db:5432') },
      finds: [
        {
          at: 'prometheus.yml:4:19',
          message: /scrapes db:5432, where db speaks its own protocol/,
          by: ['config'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'prometheus.yml': /'pg-metrics:9187'/ } },
    },
    {
      name: 'the exporter is scraped already: the job goes',
      files: {
        'compose.yaml': stackWith(DB + EXPORTER),
        'prometheus.yml': jobs('db:5432', 'pg-metrics:9187'),
      },
      finds: [{ at: 'prometheus.yml:4:19', message: /db:5432/, fix: 'safe' }],
      afterFix: { texts: { 'prometheus.yml': /^(?!.*5432)[^]*pg-metrics:9187/ } },
    },
    {
      name: "a broker without an exporter, and Qdrant's gRPC port",
      files: {
        'compose.yaml': stackWith(
          '  mq:\n    image: rabbitmq:4\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n',
        ),
        'prometheus.yml': jobs('mq:5672', 'vectors:6334'),
      },
      finds: [
        { at: 'prometheus.yml:4:19', message: /mq:5672/, fix: 'none' },
        { at: 'prometheus.yml:7:19', message: /vectors:6334/, fix: 'safe' },
      ],
    },
  ],
  healthy: [
    {
      name: 'exporters',
      files: {
        'compose.yaml': stackWith(DB + EXPORTER),
        'prometheus.yml': jobs('pg-metrics:9187', 'localhost:9090'),
      },
    },
    {
      name: 'a stranger',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('db.example.com:5432') },
    },
  ],
  notApplicable: [
    { name: 'no targets', files: { 'compose.yaml': stackWith(), 'prometheus.yml': 'scrape_configs: []\n' } },
  ],
});
