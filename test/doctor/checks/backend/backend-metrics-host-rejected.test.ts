import { backendMetricsHostRejected } from '../../../../src/doctor/checks/backend/backend-metrics-host-rejected.ts';
import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const stack = (sources: Record<string, string>, more = '', target = 'api:8000'): Record<string, string> => ({
  'compose.yaml': `services:
  api:
    build: ./backend
${more}  prometheus:
    image: prom/prometheus:v2.53.0
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
`,
  'prometheus.yml': `scrape_configs:
  - job_name: api
    static_configs:
      - targets: ["${target}"]
`,
  ...sources,
});

const fastapi = (allowed: string, before = ''): string => `import os
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
${before}
app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=${allowed})
`;

const django = (allowed: string): string => `import os
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
${allowed}
`;

const prometheus = (health: 'up' | 'down', host = 'api:8000'): Partial<LiveEvidence> => ({
  prometheus: new Map([
    [
      'prometheus',
      {
        seen: true,
        value: {
          version: '2.53.0',
          targets: [
            {
              job: 'api',
              url: `http://${host}/metrics`,
              health,
              lastError: health === 'up' ? '' : 'server returned HTTP status 400 Bad Request',
              scrapeIntervalMs: 15_000,
            },
          ],
          lastReloadSuccessful: true,
          lastReloadAt: undefined,
          metricNames: new Set<string>(),
          alertmanagers: undefined,
        },
      },
    ],
  ]),
});

testCheck(backendMetricsHostRejected, {
  sick: [
    {
      name: 'the public name alone, and Prometheus is answered with 400',
      files: stack({ 'backend/main.py': fastapi("['cv.example.com', 'localhost']") }),
      live: prometheus('down'),
      finds: [
        {
          at: 'backend/main.py:6:57',
          message: /allowed hosts of api lack the name api, by which Prometheus calls it/,
          by: ['config', 'live'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: prometheus('up'),
        texts: { 'backend/main.py': /allowed_hosts=\['cv\.example\.com', 'localhost', 'api'\]\)/ },
      },
    },
    {
      name: 'one name a line, with remarks, in a call of several lines',
      files: stack({
        'backend/main.py':
          'app.add_middleware(\n    TrustedHostMiddleware,\n    allowed_hosts=[\n        "cv.example.com",  # public\n        "*.example.com",  # previews\n    ],\n)\n',
      }),
      finds: [{ at: 'backend/main.py:3:19', message: /every scrape is answered with 400/, by: ['config'] }],
      afterFix: {
        texts: { 'backend/main.py': /# public\n {8}"api",\n {8}"\*\.example\.com", {2}# previews\n {4}\],/ },
      },
    },
    {
      name: 'a setting of another module, and two jobs that ask the same name',
      files: {
        ...stack({
          'backend/app/config.py': 'ALLOWED_HOSTS = ["cv.example.com"]\n',
          'backend/app/main.py': fastapi('config.ALLOWED_HOSTS', 'from app import config'),
        }),
        'prometheus.yml':
          'scrape_configs:\n  - job_name: a\n    static_configs: [{targets: ["api:8000"]}]\n  - job_name: b\n    metrics_path: /api/metrics\n    static_configs: [{targets: ["api:8000"]}]\n',
      },
      finds: [{ at: 'backend/app/config.py:1:17', message: /the name api/ }],
    },
    {
      name: 'a settings class that its variable overrides, as JSON',
      files: stack(
        {
          'backend/app/config.py':
            'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    allowed_hosts: list[str] = ["*"]\n',
          'backend/app/main.py': fastapi('settings.allowed_hosts'),
        },
        '    environment:\n      ALLOWED_HOSTS: \'["cv.example.com"]\'\n',
      ),
      finds: [{ at: 'compose.yaml:5:22', message: /the name api/ }],
      afterFix: { texts: { 'compose.yaml': /ALLOWED_HOSTS: '\["cv\.example\.com","api"\]'/ } },
    },
    {
      name: 'Django, by a variable of .env, and its log names the very host',
      files: {
        ...stack(
          {
            'backend/core/settings.py': django(
              'ALLOWED_HOSTS = [h.strip() for h in os.environ.get("DJANGO_ALLOWED_HOSTS", "").split(",") if h.strip()]',
            ),
          },
          '    environment:\n      - DJANGO_ALLOWED_HOSTS=${HOSTS}\n',
        ),
        '.env': 'HOSTS=cv.example.com,localhost\n',
      },
      logs: {
        api: "Invalid HTTP_HOST header: 'api:8000'. You may need to add 'api' to ALLOWED_HOSTS.\nBad Request: /metrics\n",
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /lack the name api/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { '.env': /^HOSTS="?cv\.example\.com,localhost,api"?\n$/ } },
    },
    {
      name: 'a default of Compose',
      files: stack(
        { 'backend/core/settings.py': django("ALLOWED_HOSTS = os.getenv('HOSTS', '*').split()") },
        '    environment:\n      HOSTS: ${HOSTS:-cv.example.com localhost}\n',
      ),
      finds: [{ at: 'compose.yaml:5:14', message: /the name api/ }],
      afterFix: { texts: { 'compose.yaml': /HOSTS: "?\$\{HOSTS:-cv\.example\.com localhost api\}"?\n/ } },
    },
    {
      name: 'a variable that says more than these hosts',
      files: {
        ...stack(
          { 'backend/core/settings.py': django("ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split(',')") },
          '    environment:\n      ALLOWED_HOSTS: ${DOMAIN}\n      SITE_URL: https://${DOMAIN}/\n',
        ),
        '.env': 'DOMAIN=cv.example.com\n',
      },
      finds: [{ at: 'compose.yaml:5:22', message: /the name api/ }],
      afterFix: {
        texts: { 'compose.yaml': /HOSTS: "?\$\{DOMAIN\},api"?\n/, '.env': /^DOMAIN=cv\.example\.com\n$/ },
      },
    },
    {
      name: 'a setting by the name of the argument, each on a line of its own',
      files: stack({
        'backend/app/config.py':
          'class Settings(BaseSettings):\n    allowed_hosts: list[str] = ["cv.example.com"]\n',
        'backend/app/main.py':
          'app.add_middleware(\n    TrustedHostMiddleware,\n    allowed_hosts=settings.allowed_hosts,\n)\n',
      }),
      finds: [{ at: 'backend/app/config.py:2:32', message: /the name api/ }],
      afterFix: { texts: { 'backend/app/config.py': /\["cv\.example\.com", "api"\]/ } },
    },
    {
      name: 'none at all, which with DEBUG stands for this machine',
      files: stack({ 'backend/core/settings.py': django('DEBUG = True\nALLOWED_HOSTS = []') }),
      finds: [{ at: 'backend/core/settings.py:7:17', message: /the name api/ }],
      afterFix: {
        texts: { 'backend/core/settings.py': /\["localhost", "127\.0\.0\.1", "\[::1\]", "api"\]/ },
      },
    },
    {
      name: 'settings of two modes: neither allows it, and nobody can tell which one runs',
      files: stack({
        'backend/core/base.py': django('ALLOWED_HOSTS = ["localhost"]'),
        'backend/core/production.py': 'from .base import *\nALLOWED_HOSTS = [".example.com"]\n',
      }),
      finds: [{ at: 'backend/core/base.py:6:17', message: /the name api/, fix: 'none' }],
    },
    {
      name: 'a name with an underscore is none for Django, whatever is allowed',
      files: {
        ...stack({ 'backend/core/settings.py': django('ALLOWED_HOSTS = ["*"]') }, '', 'cv_api:8000'),
        'compose.yaml':
          'services:\n  cv_api:\n    build: ./backend\n  prometheus:\n    image: prom/prometheus\n',
      },
      logs: {
        cv_api:
          "Invalid HTTP_HOST header: 'cv_api:8000'. The domain name provided is not valid according to RFC 1034/1035.\n",
      },
      finds: [
        {
          at: 'prometheus.yml:4:19',
          message: /cv_api is no host name for Django/,
          by: ['config', 'log'],
          fix: 'none',
        },
      ],
    },
    {
      name: 'no source, the log alone',
      files: {
        ...stack({}),
        'compose.yaml':
          'services:\n  api:\n    image: registry.example.com/cv-backend:3\n    environment: {DATABASE_URL: "postgres://db/cv"}\n  prometheus:\n    image: prom/prometheus\n',
      },
      logs: {
        '': "api-1  | Invalid HTTP_HOST header: 'api:8000'. You may need to add 'api' to ALLOWED_HOSTS.\n",
      },
      finds: [{ at: 'compose.yaml:2:3', message: /the name api/, by: ['log'], fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'everybody', files: stack({ 'backend/main.py': fastapi('["*"]') }) },
    {
      name: 'no restriction',
      files: stack({ 'backend/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' }),
    },
    { name: 'the name itself', files: stack({ 'backend/main.py': fastapi('["cv.example.com", "API"]') }) },
    {
      name: 'a domain and what is below it',
      files: {
        ...stack(
          { 'backend/core/settings.py': django('ALLOWED_HOSTS: list[str] = (\n    ".internal",\n)') },
          '    networks: {default: {aliases: [api.internal]}}\n',
          'api.internal:8000',
        ),
      },
    },
    {
      name: 'a list that is added to',
      files: stack({
        'backend/core/settings.py': django(
          'ALLOWED_HOSTS = ["localhost"]\nif True:\n    ALLOWED_HOSTS += ["api"]',
        ),
      }),
    },
    {
      name: 'Prometheus reaches it, whatever the source seems to say',
      files: stack({ 'backend/main.py': fastapi('["cv.example.com"]') }),
      live: prometheus('up'),
    },
    {
      name: 'a name that FastAPI is given with an underscore',
      files: {
        ...stack({ 'backend/main.py': fastapi('["cv_api"]') }, '', 'cv_api:8000'),
        'compose.yaml':
          'services:\n  cv_api:\n    build: ./backend\n  prometheus:\n    image: prom/prometheus\n',
      },
    },
    {
      name: 'a stranger who calls it by its address',
      files: stack({ 'backend/core/settings.py': django('ALLOWED_HOSTS = ["api"]') }),
      logs: {
        api: "Invalid HTTP_HOST header: '192.0.2.7'. You may need to add '192.0.2.7' to ALLOWED_HOSTS.\n",
      },
    },
  ],
  notApplicable: [
    {
      name: 'scraped through nginx, which sends a name of its own',
      files: {
        'compose.yaml':
          'services:\n  api:\n    build: ./backend\n  nginx:\n    image: nginx:1.27\n  prometheus:\n    image: prom/prometheus\n',
        'prometheus.yml':
          'scrape_configs:\n  - job_name: api\n    static_configs: [{targets: ["nginx:80"]}]\n',
        'backend/main.py': fastapi('["cv.example.com"]'),
      },
    },
  ],
  notObservable: [
    {
      name: 'in one branch alone',
      files: stack({
        'backend/main.py':
          'if settings.production:\n    app.add_middleware(\n        TrustedHostMiddleware, allowed_hosts=["cv.example.com"]\n    )\n',
      }),
    },
    {
      name: 'a class that lets some paths through',
      files: stack({
        'backend/main.py':
          'class Trusted(TrustedHostMiddleware):\n    pass\napp.add_middleware(Trusted, allowed_hosts=["cv.example.com"])\n',
      }),
    },
    {
      name: 'a list that is worked out',
      files: stack({ 'backend/main.py': fastapi('["cv.example.com"] + extra_hosts()') }),
    },
    {
      name: 'a variable that the image, or a .env of the program, may set',
      files: stack({
        'backend/main.py': fastapi('os.getenv("HOSTS", "cv.example.com").split(",")'),
        'backend/Dockerfile': 'FROM python:3.12-slim\nENV HOSTS=*\n',
      }),
    },
    {
      name: 'metrics on a port of their own',
      files: stack({
        'backend/main.py': `${fastapi('["cv.example.com"]')}start_http_server(8000)\n`,
      }),
    },
    {
      name: 'no source',
      files: stack({}, '    environment: {DATABASE_URL: "postgres://db/cv"}\n'),
    },
  ],
});
