import { composeCommandReplacesEntrypoint } from '../../../../src/doctor/checks/compose/compose-command-replaces-entrypoint.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeCommandReplacesEntrypoint, {
  sick: [
    {
      name: 'flags alone, where the program stands in the command of the image',
      files: {
        'compose.yaml': `services:
  qdrant:
    image: qdrant/qdrant:v1.15.4
    command: --config-path /qdrant/\${NAME:-my}.yaml # ours
  vectors:
    image: docker.io/qdrant/qdrant
    command: ["qdrant", "--uri", "http://vectors:6335"]
  nginx:
    image: nginx:1.29-alpine
    command: ["-g", "daemon off;"]
`,
      },
      finds: [
        {
          at: 'compose.yaml:4:14',
          message: /^qdrant does not start: --config-path is no program/,
          by: ['config'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'compose.yaml:7:15', message: /^vectors does not start: qdrant is no program/, fix: 'safe' },
        { at: 'compose.yaml:10:15', message: /^nginx does not start: -g is no program/, fix: 'safe' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /command: \.\/entrypoint\.sh --config-path \/qdrant\/\$\{NAME:-my\}\.yaml # ours\n[^]*"\.\/entrypoint\.sh", "--uri"/,
        },
      },
    },
    {
      name: 'a program where flags are expected',
      files: {
        'compose.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.4.2
    command:
      - prometheus
      - --config.file=/etc/prometheus/prometheus.yml
  alerts:
    image: quay.io/prometheus/alertmanager:v0.28.1
    command: /bin/alertmanager --config.file=/etc/alertmanager/config.yml
  redis-exporter:
    image: oliver006/redis_exporter:v1.70.0-alpine
    command: ["redis_exporter", "--redis.addr=redis://cache:6379"]
  postgres-exporter:
    image: quay.io/prometheuscommunity/postgres-exporter:v0.17.1
    command: postgres_exporter
`,
      },
      logs: {
        prometheus:
          'Error parsing command line arguments: unexpected prometheus\nprometheus: error: unexpected prometheus\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^prometheus does not start: .* "prometheus" is an unexpected argument/,
          by: ['config', 'log'],
          fix: 'safe',
        },
        { at: 'compose.yaml:9:14', message: /^alerts does not start/, fix: 'safe' },
        {
          at: 'compose.yaml:12:15',
          message: /^redis-exporter reads none of its flags: .* stops reading at "redis_exporter"/,
          fix: 'safe',
        },
        { at: 'compose.yaml:15:14', message: /^postgres-exporter does not start/, fix: 'safe' },
      ],
    },
    {
      name: "the image's own entrypoint, without its command; nginx in the background",
      files: {
        'compose.yaml': `services:
  postgres:
    image: pgvector/pgvector:pg17
    entrypoint: docker-entrypoint.sh
  redis:
    image: redis:8
    entrypoint: ["/usr/local/bin/docker-entrypoint.sh"]
  nginx:
    image: nginx:1.29
    command: nginx -c /etc/nginx/main.conf
    volumes: ["./main.conf:/etc/nginx/main.conf:ro"]
  proxy:
    image: nginx:1.29
    command: [nginx]
`,
        'main.conf': '# daemon off;\nevents {}\n',
      },
      finds: [
        {
          at: 'compose.yaml:4:17',
          message: /^postgres ends as soon as it starts: .*\(postgres\) is dropped/,
          fix: 'safe',
        },
        { at: 'compose.yaml:7:17', message: /^redis ends as soon as it starts/, fix: 'safe' },
        { at: 'compose.yaml:10:14', message: /^nginx ends as soon as it starts: nginx goes/, fix: 'safe' },
        { at: 'compose.yaml:14:15', message: /^proxy ends as soon as it starts: nginx goes/, fix: 'safe' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /pg17\n {2}redis:\n {4}image: redis:8\n {2}nginx:[^]*main\.conf -g 'daemon off;'\n[^]*\[nginx, -g, .?daemon off;.?\]/,
        },
      },
    },
    {
      name: 'a shell where flags are expected',
      files: {
        'compose.yaml': `services:
  node:
    image: prom/node-exporter
    command: sh -c "sleep 5 && node_exporter"
`,
      },
      finds: [{ at: 'compose.yaml:4:14', message: /^node does not start: .*"sh"/, fix: 'none' }],
    },
    {
      name: 'a script that ends in nginx',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.29
    command: >
      /bin/sh -c "envsubst < /tmp/a > /etc/nginx/conf.d/default.conf && exec nginx"
`,
      },
      finds: [{ at: 'compose.yaml:4:14', message: /background/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the ways that work',
      files: {
        'compose.yaml': `services:
  q1: {image: "qdrant/qdrant:v1.15.4"}
  q2: {image: "qdrant/qdrant:v1.15.4", command: ./qdrant --config-path /qdrant/a.yaml}
  q3: {image: "qdrant/qdrant", command: ["bash", "-c", "sleep 5 && ./qdrant --uri http://q3:6335"]}
  q4: {image: "qdrant/qdrant", entrypoint: ["./qdrant"], command: ["--uri", "http://q4:6335"]}
  q5: {image: "qdrant/qdrant:v0.11.0", command: --config-path /a.yaml}
  n1: {image: "nginx:1", command: nginx -g "daemon off;"}
  n2: {image: "nginx:1", command: ["nginx-debug", "-g", "daemon off;"]}
  n3: {image: "nginx:1", command: nginx -t}
  n4: {image: "nginx:1", command: nginx, volumes: ["./main.conf:/etc/nginx/nginx.conf"]}
  n5: {image: "nginx:1", command: nginx, volumes: ["conf:/etc/nginx"]}
  n6: {image: "nginx:1", command: /bin/bash -c "nginx && tail -f /var/log/nginx/access.log"}
  n7: {image: "nginx:1", entrypoint: ["sh", "-c", "/docker-entrypoint.sh nginx"]}
  r1: {image: "redis:8", command: --maxmemory 1gb}
  r2: {image: "redis:8", command: redis-server /etc/redis.conf}
  r3: {image: "redis:8", entrypoint: docker-entrypoint.sh, command: redis-server}
  r4: {image: "redis:8", entrypoint: /docker-entrypoint.sh, volumes: ["./start.sh:/docker-entrypoint.sh"]}
  p1: {image: "postgres:17", command: -c max_connections=200}
  p2: {image: "postgres:17", command: ["postgres", "-c", "max_connections=200"]}
  m1: {image: "prom/prometheus", command: --config.file=/etc/prometheus/prometheus.yml}
  m2: {image: "prom/prometheus", entrypoint: sh -c, command: ["exec prometheus"]}
  m3: {image: "bitnami/prometheus", command: prometheus}
  e1: {image: "oliver006/redis_exporter", command: ["-redis.addr", "redis://r1"]}
  e3: {image: "oliver006/redis_exporter", command: redis_exporter}
  n8: {image: "nginx:1", command: nginx -g daemon off;}
  p3: {image: "example/postgres:17", entrypoint: docker-entrypoint.sh}
  e2: {build: ./exporter, image: prom/node-exporter, command: node_exporter}
volumes: {conf: }
`,
        'main.conf': 'daemon off;\nevents {}\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'images of others',
      files: { 'compose.yaml': 'services:\n  a: {image: "example/qdrant:1", command: --flag}\n' },
    },
  ],
});
