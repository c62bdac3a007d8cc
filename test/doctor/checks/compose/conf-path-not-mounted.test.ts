import { confPathNotMounted } from '../../../../src/doctor/checks/compose/conf-path-not-mounted.ts';
import { testCheck } from '../../test-check.ts';

testCheck(confPathNotMounted, {
  sick: [
    {
      name: 'a configuration that stands in the project and is mounted by nobody',
      files: {
        'compose.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.4.2
    command:
      - --config.file=/etc/prom/prometheus.yml
  cache:
    image: redis:8-alpine
    command: redis-server /usr/local/etc/redis/redis.conf --maxmemory 1gb
    volumes: ["cache:/data"]
volumes: {cache: }
`,
        'monitoring/prometheus.yml': 'global: {}\n',
        'redis.conf': 'save ""\n',
      },
      logs: {
        prometheus:
          'ts=2026-06-01T12:00:00.000Z level=error msg="Error loading config (--config.file=/etc/prom/prometheus.yml)" file=/etc/prom/prometheus.yml err="open /etc/prom/prometheus.yml: no such file or directory"\n',
        cache:
          "1:C 01 Jun 2026 12:00:00.000 # Fatal error, can't open config file '/usr/local/etc/redis/redis.conf': No such file or directory\n",
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message:
            /^prometheus is told to read \/etc\/prom\/prometheus\.yml \(--config\.file\), and nothing puts a file there: it does not start\.$/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:8:14',
          message: /^cache .*\(the command\)/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /- "?\.\/monitoring\/prometheus\.yml:\/etc\/prom\/prometheus\.yml:ro"?\n[^]*"cache:\/data", "?\.\/redis\.conf:\/usr\/local\/etc\/redis\/redis\.conf:ro"?\]/,
        },
      },
    },
    {
      name: 'a secret that is declared and not given to the service',
      files: {
        'compose.yaml': `services:
  postgres:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
  backend:
    image: example/backend:1
    environment:
      - DB_PASSWORD_FILE=/run/secrets/db_password
    secrets: [jwt]
secrets:
  db_password: {file: ./db_password.txt}
  jwt: {file: ./jwt.txt}
`,
        'db_password.txt': 'x',
        'jwt.txt': 'x',
      },
      finds: [
        {
          at: 'compose.yaml:5:31',
          message: /^postgres .*\(POSTGRES_PASSWORD_FILE\).* does not start/,
          severity: 'error',
          fix: 'confirm',
        },
        {
          at: 'compose.yaml:9:9',
          message: /^backend is told to read \/run\/secrets\/db_password/,
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /secrets: \[jwt, db_password\]/ } },
    },
    {
      name: 'mounted by another name, or a folder without the file',
      files: {
        'compose.yaml': `services:
  prometheus:
    image: prom/prometheus
    command: ["--config.file", "/etc/prometheus/prometheus.yaml"]
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
  alertmanager:
    image: prom/alertmanager
    command: --config.file=/etc/alertmanager/config.yml
    volumes: ["./alerts:/etc/alertmanager"]
  nginx:
    image: nginx:1.29
    command: nginx -c /etc/nginx/main.conf -g 'daemon off;'
  db:
    image: pgvector/pgvector:pg17
    command: postgres -c config_file=/etc/postgresql/postgresql.conf -c hba_file=/etc/postgresql/pg_hba.conf
`,
        'prometheus.yml': 'global: {}\n',
        'alerts/alertmanager.yml': 'route: {}\n',
      },
      finds: [
        { at: 'compose.yaml:4:32', message: /prometheus\.yaml/, fix: 'none' },
        {
          at: 'compose.yaml:8:14',
          message: /, and the folder alerts, mounted there, has no such file: it does not start/,
        },
        { at: 'compose.yaml:12:14', message: /^nginx is told to read \/etc\/nginx\/main\.conf \(-c\)/ },
        { at: 'compose.yaml:15:14', message: /postgresql\.conf \(config_file\)/ },
        { at: 'compose.yaml:15:14', message: /pg_hba\.conf \(hba_file\)/ },
      ],
    },
    {
      name: 'one of two files in one line of command is there',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:16
    command: postgres -c config_file=/etc/pg/postgresql.conf -c hba_file=/etc/pg/pg_hba.conf
    volumes: ["./postgresql.conf:/etc/pg/postgresql.conf:ro"]
`,
        'postgresql.conf': "listen_addresses = '*'\n",
      },
      finds: [{ at: 'compose.yaml:4:14', message: /pg_hba\.conf \(hba_file\)/ }],
    },
  ],
  healthy: [
    {
      name: 'the ways to put a file into a container',
      files: {
        'compose.yaml': `x-env: &env
  DB_PASSWORD_FILE: /run/secrets/db
services:
  p1: {image: prom/prometheus, command: --config.file=/etc/prometheus/prometheus.yml}
  p2:
    image: prom/prometheus
    command: --config.file=/etc/prometheus/prom.yml
    volumes: ["./prometheus:/etc/prometheus"]
  p3:
    image: prom/prometheus
    command: --config.file=/prom.yml
    configs: [{source: prom, target: /prom.yml}]
  p4:
    image: prom/prometheus
    command: --config.file=/prom
    configs: [prom]
  p5: {image: prom/prometheus, command: --config.file=/cfg/p.yml, volumes: ["conf:/cfg"]}
  p6: {image: prom/prometheus, command: "--config.file=\${CONF}"}
  p7: {image: prom/prometheus, entrypoint: /start.sh, command: --config.file=/tmp/p.yml}
  p8: {build: ./p8, command: --config.file=/p.yml}
  r1: {image: "redis:8", command: redis-server --maxmemory 1gb}
  r2: {image: "redis:8", command: sh -c "envsubst > /tmp/r.conf && redis-server /tmp/r.conf"}
  r3: {image: "redis:8", command: /etc/redis.conf, volumes: ["./redis.conf:/etc/redis.conf"]}
  r4: {image: "redis/redis-stack-server", command: redis-stack-server /etc/redis.conf}
  n1: {image: "nginx:1", command: nginx -c /etc/nginx/nginx.conf}
  d1: {image: "postgres:17", command: postgres -c config_file=/var/lib/postgresql/data/postgresql.conf}
  d2:
    image: postgres:17
    command: postgres -c config_file=/etc/postgres.conf
    volumes: ["./postgres.conf:/etc/postgresql/postgresql.conf"]
  d3: {image: "example/postgres:17", command: postgres -c config_file=/etc/postgresql/postgresql.conf}
  d4: {image: "postgres:17", command: postgres -c ssl=on -c ssl_cert_file=/run/secrets/crt -c ssl_key_file=/run/secrets/key}
  a: {image: "a:1", environment: *env, secrets: [db]}
  b: {image: "b:1", environment: *env}
  c:
    image: c:1
    environment: {TOKEN_FILE: /run/secrets/token, CA: /etc/ssl/ca.pem, X_FILE: /run/secrets/x}
    secrets: [{source: db, target: token}]
    volumes: ["./x.txt:/run/secrets/x:ro"]
  d:
    image: d:1
    environment: {KEY_FILE: /run/secrets/deep/key}
    volumes: ["/srv/secrets:/run/secrets:ro"]
volumes: {conf: }
configs: {prom: {file: ./prometheus/prom.yml}}
secrets: {db: {file: ./x.txt}}
`,
        'prometheus/prom.yml': 'global: {}\n',
        'redis.conf': 'save ""\n',
        'postgres.conf': 'max_connections = 100\n',
        'x.txt': 'x',
      },
    },
  ],
  notApplicable: [
    {
      name: 'no path is named',
      files: {
        'compose.yaml': 'services:\n  a: {image: "redis:8"}\n  b: {image: "b:1", command: --config=/b.yml}\n',
      },
    },
  ],
  notObservable: [
    {
      name: 'on a volume',
      files: {
        'compose.yaml':
          'services:\n  a: {image: "redis:8", command: redis-server /data/redis.conf, volumes: ["data:/data"]}\nvolumes: {data: }\n',
      },
    },
  ],
});
