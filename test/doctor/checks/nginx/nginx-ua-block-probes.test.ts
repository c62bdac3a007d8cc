import { nginxUaBlockProbes } from '../../../../src/doctor/checks/nginx/nginx-ua-block-probes.ts';
import { testCheck } from '../../test-check.ts';

function compose(healthcheck: string, more = ''): string {
  return `services:
  nginx:
    image: nginx:1.26
    volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"]
    healthcheck:
      test: ${healthcheck}
${more}`;
}

const CURL = '["CMD", "curl", "-fsS", "http://localhost/health"]';
const BLOCK = `server {
  listen 80 default_server;
  if ($http_user_agent ~* (curl|wget|scrapy|python)) { # bots
    return 403;
  }
  location = /health { return 200 ok; }
  location / { proxy_pass http://backend:8000; }
}
`;
const MAP = `map $http_user_agent $bad_bot {
  default 0;
  ~*(bot|prometheus|go-http) 1;
}
server {
  listen 8080;
  server_name _;
  if ($bad_bot) { return 444; }
  location /metrics { proxy_pass http://backend:8000; }
}
`;
const PROMETHEUS = {
  'prometheus.yml': `scrape_configs:
  - job_name: web
    static_configs:
      - targets: ["nginx:8080"]
`,
};
const SCRAPER = `  prometheus:
    image: prom/prometheus:v3.0.0
    volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml"]
`;

testCheck(nginxUaBlockProbes, {
  sick: [
    {
      name: 'its own health check, and one of another service, by one expression',
      files: {
        'compose.yaml': compose(
          CURL,
          `  worker:
    image: example/cv:1
    healthcheck: {test: "wget -qO- http://nginx/api/health || exit 1"}
`,
        ),
        'site.conf': BLOCK,
      },
      finds: [
        {
          at: 'site.conf:3:3',
          message:
            /^nginx refuses the health check of nginx \(curl\) and the health check of worker \(Wget\) with 403/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a map, and Prometheus through nginx',
      files: { 'compose.yaml': compose('["NONE"]', SCRAPER), 'site.conf': MAP, ...PROMETHEUS },
      finds: [
        {
          at: 'site.conf:3:3',
          message: /^nginx refuses the scrape of web by Prometheus \(Prometheus\) with 444/,
        },
      ],
    },
    {
      name: 'whoever is no browser, by way of a variable',
      files: {
        'compose.yaml': compose('curl --fail http://127.0.0.1/'),
        'site.conf': `server {
  set $block 0;
  if ($http_user_agent !~* "Mozilla|Chrome|Safari" ) { set $block 1; }
  location / { if ($block = 1) { return 403; } root /srv; }
}
`,
      },
      finds: [{ at: 'site.conf:3:3', message: /the health check of nginx \(curl\) with 403/ }],
    },
    {
      name: 'ordinary words in a search',
      files: {
        'compose.yaml': compose('["NONE"]'),
        'site.conf': `server {
  location /api/ {
    if ($query_string ~* "(<|%3C).*script|shell|union") { return 403; }
    proxy_pass http://backend:8000;
  }
}
`,
      },
      finds: [
        {
          at: 'site.conf:3:5',
          message: /^Who searches for "shell", "powershell" and "union" in a URL gets 403 from nginx/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'the health check asks the application itself, or gives another name, or takes every answer',
      files: {
        'compose.yaml': compose(
          '["CMD", "curl", "-f", "-A", "health", "http://localhost/health"]',
          `  backend:
    image: example/cv:1
    healthcheck: {test: "curl -f http://localhost:8000/health"}
  worker:
    image: example/cv:1
    healthcheck: {test: "curl -s http://nginx/health"}
`,
        ),
        'site.conf': BLOCK,
      },
    },
    {
      name: 'the location of the health check has no such condition, and another port has none',
      files: {
        'compose.yaml': compose(
          CURL,
          '  w:\n    image: example/cv:1\n    healthcheck: {test: "curl -f http://nginx:8080/"}\n',
        ),
        'site.conf': `server {
  location = /health { return 200 ok; }
  location / { if ($http_user_agent ~* curl) { return 403; } proxy_pass http://backend:8000; }
}
server { listen 8080; root /srv; }
`,
      },
    },
    {
      name: 'lists of scanners, and attacks by more than one word',
      files: {
        'compose.yaml': compose(CURL, SCRAPER),
        'site.conf': `map $http_user_agent $bad { default 0; ~*(sqlmap|nikto|masscan) 1; "" 1; }
server {
  listen 80;
  listen 8080;
  if ($bad) { return 403; }
  if ($http_user_agent ~* "ahrefs|semrush") { return 403; }
  if ($args ~* "union(\\+|%20)+select|<script|base64_(en|de)code\\(") { return 403; }
  if ($request_uri ~* "\\.(php|git|env)|/wp-admin") { return 404; }
  if ($request_method = TRACE) { return 405; }
  if ($host !~ ^cv) { return 444; }
  location / { proxy_pass http://backend:8000; }
}
`,
        ...PROMETHEUS,
      },
    },
    {
      name: 'a condition for everybody who asks anything',
      files: {
        'compose.yaml': compose(CURL),
        'site.conf':
          'server { if ($args ~ .) { return 503; } location / { proxy_pass http://backend:8000; } }\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'no condition',
      files: {
        'compose.yaml': compose(CURL),
        'site.conf': 'server { if ($https) { return 301 https://a; } }\n',
      },
    },
  ],
  notObservable: [
    {
      name: 'a configuration that is made while the image is built',
      files: {
        'compose.yaml': 'services:\n  web: {build: ./web, ports: ["80:80"]}\n  api: {image: "team/api:1"}\n',
        'web/Dockerfile':
          'FROM nginx:1.29\nCOPY site.conf /etc/nginx/conf.d/default.conf\nRUN sed -i s/HOST/api/ /etc/nginx/conf.d/default.conf\n',
        'web/site.conf': 'server { listen 80; location / { proxy_pass http://HOST:8000; } }\n',
      },
    },
    {
      name: 'an expression that only PCRE knows',
      files: {
        'compose.yaml': compose(CURL),
        'site.conf': 'server { if ($http_user_agent ~ (?x)cu rl) { return 403; } }\n',
      },
    },
  ],
});
