import { backendMetricsUnparsable } from '../../../../src/doctor/checks/backend/backend-metrics-unparsable.ts';
import { testCheck } from '../../test-check.ts';
import { answer, answers, APP, COMPOSE, FILES, scraped } from './metrics-stack.ts';

const JSON_METRICS = `${APP}
from prometheus_client import Counter, generate_latest


@app.get("/api/metrics")
async def metrics() -> str:
    return generate_latest().decode()
`;

testCheck(backendMetricsUnparsable, {
  sick: [
    {
      name: 'text that FastAPI makes JSON of, seen from all sides',
      files: { ...FILES, 'api/main.py': JSON_METRICS },
      live: {
        ...answers(answer('/api/metrics', 200)),
        ...scraped(
          'received unsupported Content-Type "application/json" and no fallback_scrape_protocol specified for target',
        ),
      },
      finds: [
        {
          at: 'api/main.py:15:12',
          message: /^metrics returns its metrics as they are, and FastAPI makes JSON/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: answers(answer('/api/metrics', 200, true, 'text/plain; version=0.0.4')),
        texts: {
          'api/main.py':
            /from fastapi import Response\nfrom prometheus_client import CONTENT_TYPE_LATEST\nfrom prometheus_client import Counter[^]*-> Response:\n {4}return Response\(generate_latest\(\), media_type=CONTENT_TYPE_LATEST\)\n$/,
        },
      },
    },
    {
      name: 'a mapping of numbers',
      files: {
        ...FILES,
        'api/routes.py':
          'from fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get("/metrics")\ndef metrics():\n    return {"requests": 7}\n',
      },
      finds: [{ at: 'api/routes.py:6:12', message: /makes JSON/, fix: 'none' }],
    },
    {
      name: 'only Prometheus tells',
      files: { ...FILES, 'compose.yaml': COMPOSE.replace('build: ./api', 'image: team/backend:2') },
      live: scraped(
        'received unsupported Content-Type "text/html" and no fallback_scrape_protocol specified for target',
      ),
      finds: [
        {
          at: 'prometheus.yml:5:19',
          message: /answers \/api\/metrics with something that is no metrics/,
          by: ['live'],
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'a Response of its own',
      files: {
        ...FILES,
        'api/main.py': JSON_METRICS.replace(
          'return generate_latest().decode()',
          'return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)',
        ),
      },
    },
    {
      name: 'a class for the response, and another handler that may return a mapping',
      files: {
        ...FILES,
        'api/main.py': JSON_METRICS.replace(
          '"/api/metrics")',
          '"/api/metrics", response_class=PlainTextResponse)',
        ),
      },
    },
    {
      name: 'Flask returns text as text',
      files: {
        ...FILES,
        'api/main.py': JSON_METRICS.replace('from fastapi import FastAPI', 'from flask import Flask').replace(
          'FastAPI()',
          'Flask(__name__)',
        ),
      },
    },
    { name: 'it answers', files: FILES, live: answers(answer('/api/metrics', 200, true)) },
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
  ],
});
