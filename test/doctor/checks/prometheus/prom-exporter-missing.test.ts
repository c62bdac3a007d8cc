import { promExporterMissing } from '../../../../src/doctor/checks/prometheus/prom-exporter-missing.ts';
import { testCheck } from '../../test-check.ts';
import { jobs, stackWith } from './prometheus-stack.ts';

const REDIS = '  cache:\n    image: registry.example.com:5000/library/redis:7-alpine@sha256:0123\n';
const POSTGRES = `  db:
    image: pgvector/pgvector:pg17
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
`;
const REDIS_EXPORTER = '  cache-metrics:\n    image: oliver006/redis_exporter:v1.86.0\n';
const ENV = { '.env': 'POSTGRES_PASSWORD=s3cret\n' };

testCheck(promExporterMissing, {
  sick: [
    {
      name: 'neither store has an exporter',
      files: {
        'compose.yaml': stackWith(REDIS + POSTGRES),
        'prometheus.yml': `# measured\n${jobs('localhost:9090')}`,
        ...ENV,
      },
      finds: [
        {
          at: 'compose.yaml:6:3',
          message:
            /^Prometheus measures nothing of cache: Redis has no metrics of its own, and there is no exporter of it\.$/,
          by: ['config'],
          fix: 'confirm',
        },
        { at: 'compose.yaml:8:3', message: /nothing of db: PostgreSQL/, fix: 'confirm' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /redis-exporter:\n[^]*REDIS_ADDR: redis:\/\/cache:6379[^]*postgres-exporter:\n[^]*DATA_SOURCE_USER: shop\n {6}DATA_SOURCE_PASS: \$\{POSTGRES_PASSWORD\}/,
          'prometheus.yml':
            /- job_name: redis\n {4}static_configs:\n {6}- targets:\n? *-? *\[?'?redis-exporter:9121[^]*postgres-exporter:9187/,
        },
      },
    },
    {
      name: 'a Redis that a shell starts with a password of its environment',
      files: {
        'compose.yaml': stackWith(
          `  redis:\n    image: redis:7\n    environment: {PASS: "\${CACHE_PASSWORD}"}\n    command: sh -c 'exec redis-server --requirepass "$$PASS"'\n`,
        ),
        'prometheus.yml': jobs('localhost:9090'),
        '.env': 'CACHE_PASSWORD=s3cret\n',
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of redis/, fix: 'confirm' }],
      afterFix: { texts: { 'compose.yaml': /REDIS_PASSWORD: \$\{CACHE_PASSWORD\}\n/ } },
    },
    {
      name: 'a Redis of another maker, which reads its password from a variable',
      files: {
        'compose.yaml': stackWith(
          '  redis:\n    image: bitnami/redis:7.4\n    environment:\n      REDIS_PASSWORD: ${CACHE_PASSWORD}\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
        '.env': 'CACHE_PASSWORD=s3cret\n',
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of redis/ }],
      afterFix: { texts: { 'compose.yaml': /redis-exporter:[^]*REDIS_PASSWORD: \$\{CACHE_PASSWORD\}\n/ } },
    },
    {
      name: 'a Redis whose users only its own file knows: no exporter can be told what to say',
      files: {
        'compose.yaml': stackWith(
          '  redis:\n    image: redis:7\n    command: redis-server --aclfile /data/users.acl\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of redis/, fix: 'none' }],
    },
    {
      name: 'an exporter that nobody asks',
      files: {
        'compose.yaml': stackWith(REDIS + REDIS_EXPORTER),
        'prometheus.yml':
          'scrape_configs: [{job_name: self, static_configs: [{targets: [localhost:9090]}]}]\n',
      },
      finds: [
        {
          at: 'compose.yaml:8:3',
          message:
            /^cache-metrics runs, and no job of prometheus\.yml scrapes it: nothing of cache is measured\.$/,
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'prometheus.yml': /cache-metrics:9121/ } },
    },
    {
      name: 'an exporter that its profile leaves out: it is not added a second time',
      files: {
        'compose.yaml': stackWith(`${REDIS}${REDIS_EXPORTER}    profiles: [monitoring]\n`),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [{ at: 'compose.yaml:8:3', message: /^cache-metrics is not started, and no job/, fix: 'none' }],
    },
    {
      name: 'a store on networks of its own, and Prometheus on the default one',
      files: {
        'compose.yaml': stackWith(`${REDIS}    networks: [data]\nnetworks: {data: {}}\n`),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of cache/ }],
      afterFix: {
        texts: { 'compose.yaml': /redis-exporter:\n[^]* {4}networks:\n {6}- data\n {6}- default\n/ },
      },
    },
    ...['cache:\n    image: redis:7', 'prometheus:\n    image: prom/prometheus:v3.5.3'].map((service) => ({
      name: `${service.split(':')[0] ?? ''} on the network of the host, where nobody is known by a name`,
      files: {
        'compose.yaml': stackWith('  cache:\n    image: redis:7\n').replace(
          service,
          `${service}\n    network_mode: host`,
        ),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [
        {
          at: service.startsWith('cache') ? 'compose.yaml:6:3' : 'compose.yaml:7:3',
          message: /nothing of cache/,
          fix: 'none',
        },
      ] as const,
    })),
    {
      name: 'a password that only the shell or .env says',
      files: {
        'compose.yaml': stackWith(
          '  db:\n    image: postgres:17\n    environment:\n      - POSTGRES_USER\n      - POSTGRES_PASSWORD\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
        '.env': 'POSTGRES_PASSWORD=s3cret\nPOSTGRES_USER=shop\n',
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of db/ }],
      afterFix: {
        texts: {
          'compose.yaml':
            /5432\/\$\{POSTGRES_USER\}\?[^]*USER: \$\{POSTGRES_USER\}\n {6}DATA_SOURCE_PASS: \$\{POSTGRES_PASSWORD\}\n/,
        },
      },
    },
    {
      name: 'a server without password, and the name of its exporter taken by another program',
      files: {
        'compose.yaml': stackWith(
          '  db:\n    image: postgres:17\n    environment: {POSTGRES_HOST_AUTH_METHOD: trust}\n  postgres-exporter:\n    image: example.com/pg2csv:1\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of db/ }],
      afterFix: {
        texts: { 'compose.yaml': /postgres-exporter-2:\n[^]*DATA_SOURCE_USER: postgres\n {4}depends/ },
      },
    },
    ...[
      [
        'a PostgreSQL of another maker, which reads other variables',
        'bitnami/postgresql:17',
        'POSTGRESQL_PASSWORD',
      ],
      ['a password that a file keeps, which no patch writes elsewhere', 'postgres:17', 'POSTGRES_PASSWORD'],
      ['the same of a Redis', 'bitnami/redis:7.4', 'REDIS_PASSWORD'],
    ].map(([name = '', image = '', key = '']) => ({
      name,
      files: {
        'compose.yaml': stackWith(`  store:\n    image: ${image}\n    env_file: store.env\n`),
        'prometheus.yml': jobs('localhost:9090'),
        'store.env': `${key}=s3cret\n`,
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of store/, fix: 'none' }] as const,
    })),
    {
      name: 'ports that the configurations move, and a job of that name without a target',
      files: {
        'compose.yaml': stackWith(
          `  redis:\n    image: redis:7\n    command: redis-server /etc/redis.conf\n    volumes: ["./redis.conf:/etc/redis.conf:ro"]\n${POSTGRES}    command: postgres -c port=5433\n`,
        ),
        'redis.conf': 'port 6380\n',
        'prometheus.yml': `${jobs('localhost:9090')}  - job_name: redis\n    static_configs: []\n`,
        ...ENV,
      },
      finds: [
        { at: 'compose.yaml:6:3', message: /nothing of redis/ },
        { at: 'compose.yaml:10:3', message: /nothing of db/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml': /redis:\/\/redis:6380\n[^]*URI: db:5433\//,
          'prometheus.yml': /job_name: redis-2\n[^]*job_name: postgres\n/,
        },
      },
    },
    {
      name: 'a PostgreSQL on a port that nobody tells',
      files: {
        'compose.yaml': stackWith(`${POSTGRES}      PGPORT: \${PGPORT}\n`),
        'prometheus.yml': jobs('localhost:9090'),
        ...ENV,
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of db/, fix: 'none' }],
    },
    {
      name: 'a backup of the same image is no server',
      files: {
        'compose.yaml': stackWith(
          `  backup:\n    image: postgres:17\n    entrypoint: sh -c 'while true; do pg_dump -h db shop > /b/$$(date +%s); sleep 86400; done'\n${POSTGRES}`,
        ),
        'prometheus.yml': jobs('localhost:9090'),
        ...ENV,
      },
      finds: [{ at: 'compose.yaml:9:3', message: /nothing of db/ }],
      afterFix: { texts: { 'compose.yaml': /DATA_SOURCE_URI: db:5432/ } },
    },
    {
      name: 'a Redis that speaks TLS alone',
      files: {
        'compose.yaml': stackWith(
          '  redis:\n    image: redis:7\n    command: redis-server --port 0 --tls-port 6379\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of redis/, fix: 'none' }],
    },
    {
      name: 'the job of another file, which nothing mounts, measures nothing',
      files: {
        'compose.yaml': stackWith(REDIS),
        'prometheus.yml': 'global: {scrape_interval: 30s}\n',
        'old/prometheus.yml': jobs('redis-exporter:9121'),
      },
      finds: [{ at: 'compose.yaml:6:3', message: /nothing of cache/ }],
      afterFix: { texts: { 'prometheus.yml': /scrape_configs:\n/ } },
    },
  ],
  healthy: [
    {
      name: 'both are measured',
      files: {
        'compose.yaml': stackWith(REDIS + POSTGRES + REDIS_EXPORTER),
        'prometheus.yml': jobs('cache-metrics:9121', 'postgres-exporter:9187'),
        ...ENV,
      },
    },
    {
      name: 'an exporter of another image, on the port of the host, by the name of its job',
      files: {
        'compose.yaml': stackWith(`${POSTGRES}  stats:\n    image: example.com/pgstats:1\n`),
        'prometheus.yml': jobs('stats:8080').replace('job0', 'postgresql'),
        ...ENV,
      },
    },
    {
      name: 'one exporter for several servers, which are its parameters',
      files: {
        'compose.yaml': stackWith(REDIS),
        'prometheus.yml': `${jobs('redis://cache:6379')}    metrics_path: /scrape\n    relabel_configs:\n      - {source_labels: [__address__], target_label: __param_target}\n      - {target_label: __address__, replacement: 'redis-exporter:9121'}\n`,
      },
    },
    {
      name: 'its own port, which is told by another check',
      files: { 'compose.yaml': stackWith(REDIS), 'prometheus.yml': jobs('cache:6379') },
    },
    {
      name: 'an exporter on the host',
      files: { 'compose.yaml': stackWith(REDIS), 'prometheus.yml': jobs('host.docker.internal:9121') },
    },
  ],
  notApplicable: [
    {
      name: 'a script that fills a store elsewhere, with the image of one',
      files: {
        'compose.yaml': stackWith(
          '  load:\n    image: redis:7\n    command: sh -c "redis-cli -h cache.example.com < /dump; sleep infinity"\n',
        ),
        'prometheus.yml': jobs('localhost:9090'),
      },
    },
    {
      name: 'no store',
      files: { 'compose.yaml': stackWith(), 'prometheus.yml': jobs('localhost:9090') },
    },
    { name: 'no Prometheus', files: { 'compose.yaml': `services:\n${REDIS}` } },
    {
      name: 'a store that is not started, for it belongs to a profile',
      files: {
        'compose.yaml': stackWith(`${REDIS}    profiles: [extra]\n`),
        'prometheus.yml': jobs('localhost:9090'),
      },
    },
  ],
  notObservable: [
    {
      name: 'targets that Prometheus finds by itself',
      files: {
        'compose.yaml': stackWith(REDIS),
        'prometheus.yml': `scrape_configs:\n  - job_name: all\n    docker_sd_configs:\n      - host: unix:///var/run/docker.sock\n`,
      },
    },
    {
      name: 'a collector beside Prometheus',
      files: {
        'compose.yaml': stackWith(
          `${REDIS}  otel:\n    image: otel/opentelemetry-collector-contrib:0.110.0\n`,
        ),
        'prometheus.yml': jobs('otel:8889'),
      },
    },
  ],
});
