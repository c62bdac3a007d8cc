import { composeHealthcheckWrongPort } from '../../../../src/doctor/checks/compose/compose-healthcheck-wrong-port.ts';
import type { Container, LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const service = (name: string, lines: readonly string[]): string =>
  `  ${name}:\n${lines.map((line) => `    ${line}\n`).join('')}`;
const stack = (...services: readonly [string, readonly string[]][]): Record<string, string> => ({
  'compose.yaml': `services:\n${services.map(([name, lines]) => service(name, lines)).join('')}`,
});
const api = (
  test: string,
  sources: Record<string, string> = {},
  ...more: string[]
): Record<string, string> => ({
  ...stack(['api', ['build: ./backend', 'healthcheck:', `  test: ${test}`, ...more]]),
  'backend/Dockerfile':
    'FROM python:3.12\nCMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]\n',
  'backend/app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
  ...sources,
});
const container = (health: Container['health'], ...healthLog: string[]): Partial<LiveEvidence> => ({
  docker: {
    seen: true,
    value: [
      {
        id: 'a1',
        name: 'cv-api-1',
        service: 'api',
        image: 'cv-api',
        repoDigests: [],
        running: true,
        startedAt: undefined,
        exitCode: 0,
        oomKilled: false,
        restartCount: 0,
        health,
        healthLog,
        addresses: [],
        memoryLimit: undefined,
        memoryUsed: undefined,
        cpuPercent: undefined,
        connections: undefined,
      },
    ],
  },
});

testCheck(composeHealthcheckWrongPort, {
  sick: [
    {
      name: "the host's port, and the container is unhealthy",
      files: api('["CMD", "curl", "-f", "http://localhost:8080/health"]', {}, 'ports: ["8080:8000"]'),
      live: container(
        'unhealthy',
        'curl: (7) Failed to connect to localhost port 8080 after 0 ms: Could not connect to server\n',
      ),
      finds: [
        {
          at: 'compose.yaml:5:13',
          message: /The health check of api asks port 8080, and its program listens on 8000/,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'safe',
        },
      ],
      afterFix: { live: {}, texts: { 'compose.yaml': /"-f", "http:\/\/localhost:8000\/health"\]/ } },
    },
    {
      name: 'no port, which is 80, in one line of shell',
      files: api('curl -fsS http://127.0.0.1/health || exit 1 # each time'),
      finds: [{ at: 'compose.yaml:5:13', message: /asks port 80, / }],
      afterFix: {
        texts: {
          'compose.yaml': /test: curl -fsS http:\/\/127\.0\.0\.1:8000\/health \|\| exit 1 # each time\n/,
        },
      },
    },
    {
      name: 'without a scheme, by python, by netcat and by bash',
      files: {
        ...api('["CMD-SHELL", "wget -qO- localhost:5000/health"]'),
        ...stack(
          [
            'api',
            ['build: ./backend', 'healthcheck:', '  test: ["CMD-SHELL", "wget -qO- localhost:5000/health"]'],
          ],
          [
            'prom',
            [
              'image: prom/prometheus:v3.1.0',
              'healthcheck:',
              '  test: ["CMD", "nc", "-z", "localhost", "9091"]',
            ],
          ],
          [
            'grafana',
            [
              'image: grafana/grafana:11.1.0',
              'healthcheck:',
              '  test: ["CMD-SHELL", "bash -c \'</dev/tcp/127.0.0.1/3001\'"]',
            ],
          ],
          [
            'exporter',
            [
              'image: prometheuscommunity/postgres-exporter:v0.17.0',
              'healthcheck:',
              '  test: ["CMD", "python3", "-c", "import urllib.request as u; u.urlopen(\'http://localhost:19187/metrics\')"]',
            ],
          ],
        ),
      },
      finds: [
        { at: 'compose.yaml:5:13', message: /asks port 5000, .* 8000/ },
        { at: 'compose.yaml:9:13', message: /asks port 9091, .* 9090/ },
        { at: 'compose.yaml:13:13', message: /asks port 3001, .* 3000/ },
        { at: 'compose.yaml:17:13', message: /asks port 19187, .* 9187/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /localhost:8000\/health[^]*"localhost", "9090"[^]*127\.0\.0\.1\/3000[^]*localhost:9187\/metrics/,
        },
      },
    },
    {
      name: 'clients that take their usual port, of servers that were moved',
      files: stack(
        [
          'cache',
          [
            'image: redis:7-alpine',
            'command: redis-server --port 6380',
            'healthcheck:',
            '  test: ["CMD", "redis-cli", "ping"]',
          ],
        ],
        [
          'db',
          [
            'image: postgres:17',
            'command: ["postgres", "-c", "port=5433"]',
            'healthcheck:',
            '  test: ["CMD-SHELL", "pg_isready -U $${POSTGRES_USER} -d cv"]',
          ],
        ],
        [
          'other-db',
          [
            'image: postgres:17',
            'healthcheck:',
            '  test: ["CMD", "pg_isready", "-p", "5433", "-h", "127.0.0.1"]',
          ],
        ],
      ),
      finds: [
        { at: 'compose.yaml:6:13', message: /asks port 6379, .* 6380/ },
        { at: 'compose.yaml:11:13', message: /asks port 5432, .* 5433/ },
        { at: 'compose.yaml:15:13', message: /asks port 5433, .* 5432/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /redis-cli"?, "?-p"?, "?6380"?, "?ping[^]*pg_isready -p 5433 -U \$\$\{POSTGRES_USER\}[^]*"-p", "5432", "-h"/,
        },
      },
    },
    {
      name: "another service's port of the host",
      files: stack(
        [
          'worker',
          [
            'image: registry.example.com/worker:2',
            'healthcheck:',
            '  test: curl -f http://prometheus:19090/-/ready',
          ],
        ],
        ['prometheus', ['image: prom/prometheus:v3.1.0', 'ports: ["19090:9090"]']],
      ),
      finds: [
        { at: 'compose.yaml:5:13', message: /of worker asks port 19090, and prometheus listens on 9090/ },
      ],
    },
    {
      name: 'nginx with its own default covered',
      files: {
        ...stack([
          'web',
          [
            'image: nginx:1.27',
            'volumes: ["./conf:/etc/nginx/conf.d:ro"]',
            'healthcheck:',
            '  test: wget -q --spider http://localhost/',
          ],
        ]),
        'conf/app.conf': 'server {\n  listen 8080;\n}\n',
      },
      finds: [{ at: 'compose.yaml:6:13', message: /asks port 80, and its program listens on 8080/ }],
    },
  ],
  healthy: [
    {
      name: 'the port inside',
      files: api('curl -f http://localhost:8000/health', {}, 'ports: ["8080:8000"]'),
    },
    {
      name: 'one of two is right',
      files: api('curl -f http://localhost:8080/health || curl -f http://localhost:8000/health'),
    },
    {
      name: 'it is seen to be healthy',
      files: api('curl -f http://localhost:8080/health'),
      live: container('healthy'),
    },
    {
      name: 'metrics on a port of their own, which the source names',
      files: api('curl -f http://localhost:9000/metrics', {
        'backend/app/main.py': 'from prometheus_client import start_http_server\nstart_http_server(9000)\n',
      }),
    },
    {
      name: 'two programs in one container',
      files: api('curl -f http://localhost/health', {
        'backend/Dockerfile': 'FROM python:3.12\nCMD ["./start.sh"]\n',
        'backend/start.sh': 'nginx\nexec uvicorn app.main:app --port 8000\n',
      }),
    },
    {
      name: 'stores with their usual clients, passwords, sockets and other addresses',
      files: stack(
        [
          'cache',
          [
            'image: redis:7-alpine',
            'healthcheck:',
            '  test: ["CMD-SHELL", "redis-cli -a $$PASS -p 6379 ping | grep PONG"]',
          ],
        ],
        [
          'socket',
          [
            'image: redis:7',
            'command: redis-server --port 6380',
            'healthcheck:',
            '  test: redis-cli -s /run/redis.sock ping',
          ],
        ],
        [
          'node',
          [
            'image: bitnami/redis-cluster:7.2',
            'environment: [REDIS_PORT_NUMBER=6375]',
            'healthcheck:',
            '  test: redis-cli -p 6375 ping',
          ],
        ],
        [
          'db',
          [
            'image: postgres:17',
            'healthcheck:',
            '  test: ["CMD", "pg_isready", "-h", "/var/run/postgresql"]',
          ],
        ],
        [
          'qdrant',
          [
            'image: qdrant/qdrant:v1.18.3',
            'healthcheck:',
            '  test: "bash -c \':> /dev/tcp/127.0.0.1/6333\'"',
          ],
        ],
      ),
    },
    {
      name: "the default of nginx's image beside a file of one's own; a port by a variable",
      files: {
        ...stack(
          [
            'web',
            [
              'image: nginx:1.27',
              'volumes: ["./app.conf:/etc/nginx/conf.d/app.conf"]',
              'healthcheck:',
              '  test: curl -f http://localhost/',
            ],
          ],
          [
            'prom',
            ['image: prom/prometheus', 'healthcheck:', '  test: wget -q http://localhost:$${PORT}/-/ready'],
          ],
        ),
        'app.conf': 'server {\n  listen 8080;\n}\n',
      },
    },
    {
      name: 'a Redis of an image that is built here, and one in the network of another service',
      files: stack(
        ['cache', ['build: ./redis', 'image: cv/redis', 'healthcheck:', '  test: redis-cli -p 7000 ping']],
        [
          'beside',
          ['image: redis:7', 'network_mode: service:cache', 'healthcheck:', '  test: redis-cli -p 7000 ping'],
        ],
        ['prom', ['image: prom/prometheus', 'healthcheck:', '  test: wget -q http://localhost:9090/-/ready']],
      ),
    },
  ],
  notApplicable: [
    { name: 'one that succeeds whatever it asks', files: api('curl -f http://localhost:8080/ || exit 0') },
    { name: 'none', files: stack(['cache', ['image: redis:7']]) },
    {
      name: 'none that asks a port',
      files: stack(['api', ['image: api:1', 'healthcheck:', '  test: ["CMD", "./healthy"]']]),
    },
  ],
  notObservable: [
    {
      name: 'a program that nobody knows',
      files: stack([
        'api',
        ['image: registry.example.com/api:3', 'healthcheck:', '  test: curl -f http://localhost:8080/'],
      ]),
    },
  ],
});
