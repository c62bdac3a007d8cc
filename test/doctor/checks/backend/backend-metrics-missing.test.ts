import { backendMetricsMissing } from '../../../../src/doctor/checks/backend/backend-metrics-missing.ts';
import { testCheck } from '../../test-check.ts';
import { answer, answers, APP, COMPOSE, FILES, PROMETHEUS, scraped } from './metrics-stack.ts';

const NOT_FOUND = `INFO:     172.18.0.5:41234 - "GET /api/metrics HTTP/1.1" 404 Not Found\n`.repeat(4);
const ROUTE = `${APP}
from prometheus_client import make_asgi_app
app.mount("/metrics", make_asgi_app())
`;

testCheck(backendMetricsMissing, {
  sick: [
    {
      name: 'nowhere: the stack is given a service that has them',
      files: FILES,
      logs: { backend: NOT_FOUND },
      live: {
        ...answers(answer('/api/metrics', 404), answer('/metrics', 404)),
        ...scraped('server returned HTTP status 404 Not Found'),
      },
      finds: [
        {
          at: 'prometheus.yml:3:19',
          message: /^backend has no metrics at \/api\/metrics/,
          by: ['config', 'log', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: {},
        texts: {
          'prometheus.yml': /metrics_path: \/api\/metrics # the application[^]*cvx-metrics:9464/,
          'compose.yaml':
            /cvx-metrics:\n {4}image: cvx:\d[^]*DATABASE_URL: "?postgresql:\/\/\$\{DB_USER\}:\$\{DB_PASSWORD\}@db:5432\/cvs"?\n[^]*REDIS_URL: redis:\/\/redis:6379\/0[^]*networks:\n? *(- |\[ ?)inner/,
        },
      },
    },
    {
      name: 'at another path, as the source says',
      files: { ...FILES, 'api/main.py': ROUTE },
      finds: [
        {
          at: 'prometheus.yml:3:19',
          message: /its metrics at \/metrics, and Prometheus asks for \/api\/metrics/,
          by: ['config'],
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'prometheus.yml': /metrics_path: \/metrics # the application/ } },
    },
    {
      name: 'at another path, as the backend answers; no path is written, and others share the job',
      files: {
        'compose.yaml': COMPOSE.replace('build: ./api', 'image: registry.example.com/team/backend:2.1'),
        'prometheus.yml': `scrape_configs:
  - job_name: apps
    static_configs:
      - targets: ['other.example.com:80', 'backend:8000']
`,
      },
      live: answers(answer('/metrics', 404), answer('/api/metrics', 200, true)),
      finds: [
        {
          at: 'prometheus.yml:4:43',
          message: /its metrics at \/api\/metrics/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: { live: answers(answer('/metrics', 404), answer('/api/metrics', 200, true)) },
    },
    {
      name: 'an Express server whose router has it elsewhere',
      files: {
        ...FILES,
        'api/package.json': '{"dependencies":{"express":"5","prom-client":"15"}}',
        'api/main.py': '',
        'api/server.js': `app.get('/internal/metrics', async (_req, res) => res.send(await register.metrics()))\n`,
      },
      finds: [{ at: 'prometheus.yml:3:19', message: /at \/internal\/metrics/, fix: 'safe' }],
    },
    {
      name: 'somebody asks, and no prometheus.yml is here',
      files: { 'compose.yaml': COMPOSE },
      logs: { '': NOT_FOUND.replaceAll(/^/gm, 'backend-1  | ').replace(/backend-1 {2}\| $/, '') },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /is asked for metrics at \/api\/metrics and has none/,
          by: ['log'],
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'the source has it',
      files: { ...FILES, 'api/main.py': ROUTE.replace('"/metrics"', '"/api/metrics"') },
    },
    {
      name: 'a router adds the prefix',
      files: {
        ...FILES,
        'api/main.py':
          'from fastapi import APIRouter\nrouter = APIRouter(prefix="/api")\n\n@router.get("/metrics")\ndef metrics():\n    ...\n',
      },
    },
    { name: 'it answers', files: FILES, live: answers(answer('/api/metrics', 200, true)) },
    {
      name: 'a library does it',
      files: {
        ...FILES,
        'prometheus.yml': PROMETHEUS.replace(/ {4}metrics_path.*\n/, ''),
        'api/main.py': `${APP}\nfrom prometheus_fastapi_instrumentator import Instrumentator\nInstrumentator().instrument(app).expose(app)\n`,
      },
    },
    {
      name: 'another path is asked for and missing, by somebody else and long ago: none of ours',
      files: { 'compose.yaml': COMPOSE },
      logs: { backend: 'INFO: 1.2.3.4:5 - "GET /robots.txt HTTP/1.1" 404 Not Found\n' },
    },
    {
      name: 'asked once or twice, as while a repaired stack starts anew',
      files: { 'compose.yaml': COMPOSE },
      logs: { backend: 'INFO: 1.2.3.4:5 - "GET /api/metrics HTTP/1.1" 404 Not Found\n'.repeat(3) },
    },
  ],
  notApplicable: [
    { name: 'no backend', files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:8\n' } },
    { name: 'nobody scrapes it', files: { 'compose.yaml': COMPOSE } },
  ],
  notObservable: [
    {
      name: 'an image that says nothing',
      files: { ...FILES, 'compose.yaml': COMPOSE.replace('build: ./api', 'image: team/backend:2') },
    },
    {
      name: 'the source counts, and where it shows cannot be read',
      files: {
        ...FILES,
        'api/main.py': 'from prometheus_client import start_http_server\nstart_http_server(8000)\n',
      },
    },
  ],
});
