import { pgHttpProbe } from '../../../../src/doctor/checks/postgres/pg-http-probe.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  db:
    image: postgres:16
    environment:
      POSTGRES_USER: cv
      POSTGRES_PASSWORD: \${DB_PASSWORD:?}
    networks: [data]
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
networks:
  data:
`;
const PROMETHEUS = `scrape_configs:
  - job_name: postgres # the database
    static_configs:
      - targets: ['db:5432']
`;
const FILES = { '.env': 'DB_PASSWORD=x\n', 'compose.yaml': COMPOSE, 'prometheus.yml': PROMETHEUS };
const packets = (lines: number): string =>
  Array.from(
    { length: lines },
    (_, n) => `2026-11-22 06:1${n}:16.603 UTC [8741] LOG:  invalid length of startup packet\n`,
  ).join('');

testCheck(pgHttpProbe, {
  sick: [
    {
      name: 'a target, and the log agrees',
      files: FILES,
      logs: { db: packets(4) },
      finds: [
        {
          at: 'prometheus.yml:4:19',
          message: /scrapes db:5432/,
          by: ['config', 'log'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'prometheus.yml': /job_name: postgres # the database[^]*'?postgres-exporter:9187'?/,
          'compose.yaml':
            /postgres-exporter:\n[^]*DATA_SOURCE_URI: "?db:5432\/cv\?sslmode=disable"?\n[^]*DATA_SOURCE_PASS: "?\$\{DB_PASSWORD:\?\}"?\n[^]*- data\n/,
        },
      },
    },
    {
      name: 'a password that is written out',
      files: { ...FILES, 'compose.yaml': COMPOSE.replace('${DB_PASSWORD:?}', 'written-out') },
      finds: [{ at: 'prometheus.yml:4:19', message: /scrapes db:5432/, by: ['config'], fix: 'confirm' }],
    },
    {
      name: 'a secret in a file goes to the exporter as well',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace(
          'POSTGRES_PASSWORD: ${DB_PASSWORD:?}\n',
          'POSTGRES_PASSWORD_FILE: /run/secrets/pw\n    secrets: [pw]\n',
        ).concat('secrets:\n  pw:\n    file: ./pw.txt\n'),
      },
      finds: [{ at: 'prometheus.yml:4:19', message: /scrapes db:5432/, fix: 'safe' }],
      afterFix: {
        texts: { 'compose.yaml': /DATA_SOURCE_PASS_FILE: "?\/run\/secrets\/pw"?\n {4}secrets:[^]*pw/ },
      },
    },
    {
      name: 'the exporter is there and scraped: the job goes',
      files: {
        'compose.yaml': COMPOSE.replace(
          'networks:\n  data',
          '  exporter:\n    image: prometheuscommunity/postgres-exporter:v0.20.1\nnetworks:\n  data',
        ),
        'prometheus.yml': `${PROMETHEUS}  - job_name: exporter\n    static_configs:\n      - targets: ['exporter:9187']\n`,
      },
      finds: [{ at: 'prometheus.yml:4:19', message: /scrapes db:5432/ }],
      afterFix: { texts: { 'prometheus.yml': /^(?!.*the database)[^]*exporter:9187/ } },
    },
    {
      name: 'nobody says who',
      files: { 'compose.yaml': COMPOSE },
      logs: { db: packets(4) },
      finds: [{ at: 'compose.yaml:2:3', message: /Something sends db/, by: ['log'], fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the exporter is scraped, and a port scan left its one line',
      files: { ...FILES, 'prometheus.yml': PROMETHEUS.replace('db:5432', 'postgres-exporter:9187') },
      logs: { db: packets(1) },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
  notObservable: [
    {
      name: 'neither Prometheus nor a log',
      files: { 'compose.yaml': COMPOSE.replace(/ {2}prometheus:[^]*(?=networks:\n {2}data)/, '') },
    },
  ],
});
