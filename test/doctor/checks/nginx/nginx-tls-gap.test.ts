import { nginxTlsGap } from '../../../../src/doctor/checks/nginx/nginx-tls-gap.ts';
import type { Container } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

function compose(more = '', ports = '["80:80"]'): string {
  return `services:
  nginx:
    image: nginx:1.26-alpine
    ports: ${ports}
    volumes:
      - ./site.conf:/etc/nginx/conf.d/default.conf:ro
${more}`;
}

const CERTS = '      - ./certs:/etc/nginx/certs:ro\n';
const TLS = `server {
  listen 443 ssl;
  ssl_certificate     /etc/nginx/certs/cv.crt;
  ssl_certificate_key certs/cv.key;
  location / { proxy_pass http://backend:8000; }
}
`;
const REDIRECT = `server {
  listen 80;
  location /.well-known/ { root /srv; }
  location / { return 301 https://$host$request_uri; }
}
${TLS}`;
const KEEP = { 'certs/cv.crt': 'a', 'certs/cv.key': 'b' };

function emerg(text: string): string {
  return `2026/06/01 11:00:00 [emerg] 1#1: ${text}\n`;
}
const NO_FILE =
  'cannot load certificate "/etc/nginx/certs/cv.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/nginx/certs/cv.crt, r) error:10000080:BIO routines::no such file)';

function container(startedAt: string): Container {
  return {
    id: 'a',
    name: 'cv-nginx-1',
    service: 'nginx',
    image: 'nginx',
    repoDigests: [],
    running: true,
    startedAt: new Date(startedAt),
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    health: 'none',
    healthLog: [],
    addresses: [],
    memoryLimit: undefined,
    memoryUsed: undefined,
    cpuPercent: undefined,
    connections: undefined,
  };
}

testCheck(nginxTlsGap, {
  sick: [
    {
      name: 'nothing is mounted where the certificate shall be, and nginx says so',
      files: { 'compose.yaml': compose('', '["80:80", "443:443"]'), 'site.conf': REDIRECT },
      logs: { nginx: emerg(NO_FILE) },
      finds: [
        {
          at: 'site.conf:8:3',
          message:
            /^nginx does not start because nginx cannot read \/etc\/nginx\/certs\/cv\.crt: nothing is mounted there\.$/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the folder is mounted, and the log says that the file is not in it, in the words of an older OpenSSL',
      files: {
        'compose.yaml': compose(CERTS, '["443:443"]'),
        'site.conf': TLS,
        ...KEEP,
      },
      logs: {
        nginx: emerg(
          `cannot load certificate key "/etc/nginx/certs/cv.key": BIO_new_file() failed (SSL: error:0200100D:system library:fopen:Permission denied:fopen('/etc/nginx/certs/cv.key','r') error:2006D002:BIO routines:BIO_new_file:system lib)`,
        ),
      },
      live: { docker: { seen: true, value: [container('2026-06-01T10:59:59Z')] } },
      finds: [
        {
          at: 'site.conf:4:3',
          message: /cannot read \/etc\/nginx\/certs\/cv\.key: nginx wrote "Permission denied"/,
          by: ['config', 'log'],
        },
      ],
    },
    {
      name: 'the folder is mounted, and the key is not in it',
      files: { 'compose.yaml': compose(CERTS, '["443:443"]'), 'site.conf': TLS, 'certs/cv.crt': 'a' },
      finds: [
        {
          at: 'site.conf:4:3',
          message:
            /cannot read \/etc\/nginx\/certs\/cv\.key: the folder certs, mounted there, has no such file\.$/,
          by: ['config'],
          fix: 'none',
        },
      ],
    },
    {
      name: 'all are sent to https, and nobody gets there',
      files: { 'compose.yaml': compose(CERTS), 'site.conf': REDIRECT, ...KEEP },
      finds: [
        {
          at: 'site.conf:7:3',
          message: /^nginx sends everybody to https, and port 443 is not published: nobody gets a page\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'never',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /ports: \["80:80", "443:443"\]/ } },
    },
    {
      name: 'port 80 has pages of its own; another address, IPv6',
      files: {
        'compose.yaml': compose(CERTS, '\n      - 8080:80'),
        'site.conf': `${TLS.replace('443', '[::]:8443')}server { listen 80; root /srv; if ($https) { return 301 https://x; } }\n`,
        ...KEEP,
      },
      finds: [
        {
          at: 'site.conf:2:3',
          message: /^nginx speaks TLS at port 8443, which is not published/,
          severity: 'warning',
        },
      ],
    },
    {
      name: 'no certificate at all',
      files: {
        'compose.yaml': compose('', '["443:443"]'),
        'site.conf': 'server {\n  listen 443 ssl default_server;\n  root /srv;\n}\n',
      },
      finds: [{ at: 'site.conf:2:3', message: /does not start: .* has no ssl_certificate/, fix: 'none' }],
    },
    {
      name: '"ssl" forgotten behind listen',
      files: {
        'compose.yaml': compose(CERTS, '["443:443"]'),
        'site.conf': TLS.replace('443 ssl', '443'),
        ...KEEP,
      },
      finds: [{ at: 'site.conf:2:3', message: /speaks plain HTTP at port 443/, fix: 'never' }],
      afterFix: { texts: { 'site.conf': /^ {2}listen 443 ssl;$/m } },
    },
  ],
  healthy: [
    {
      name: 'published, and the certificate is there',
      files: { 'compose.yaml': compose(CERTS, '["80:80", "443:443"]'), 'site.conf': REDIRECT, ...KEEP },
    },
    {
      name: 'certificates from a volume, a secret and a configuration',
      files: {
        'compose.yaml': `services:
  nginx:
    image: docker.io/library/nginx:1.30@sha256:0000000000000000000000000000000000000000000000000000000000000000
    ports: ["443:443"]
    volumes: ["./site.conf:/etc/nginx/conf.d/default.conf", "letsencrypt:/etc/letsencrypt"]
    secrets: [cv.key, {source: other, target: other.key}]
    configs: [{source: crt, target: /etc/nginx/crt}]
volumes: {letsencrypt: {}}
secrets: {cv.key: {file: ./k}, other: {file: ./o}}
configs: {crt: {file: ./c}}
`,
        'site.conf': `server {
  listen 443 ssl;
  ssl_certificate /etc/letsencrypt/live/cv.example.com/fullchain.pem;
  ssl_certificate_key /run/secrets/cv.key;
  ssl_certificate /etc/nginx/crt;
  ssl_certificate_key /run/secrets/other.key;
}
`,
        k: '',
        o: '',
        c: '',
      },
      logs: { nginx: '' },
    },
    {
      name: 'an image or a start script of their own may bring the certificate',
      files: {
        'compose.yaml': `services:
  a:
    build: .
    ports: ["443:443"]
    volumes: ["./site.conf:/etc/nginx/conf.d/a.conf"]
  b:
    image: nginx:1.30
    entrypoint: /make-certificate.sh
    ports: ["8443:443"]
    volumes: ["./site.conf:/etc/nginx/conf.d/a.conf"]
`,
        Dockerfile: 'FROM nginx:1.30\nRUN openssl req\n',
        'site.conf': TLS,
      },
      logs: { a: '', b: '' },
    },
    {
      name: 'a service in front publishes 443; nothing is published at all; only to this host; the network of the host',
      files: {
        'compose.yaml': `services:
  edge: {image: "haproxy:3", ports: ["443:443"]}
  a: {image: "nginx:1.30", ports: ["80:80"], volumes: ["./site.conf:/etc/nginx/conf.d/a.conf", "certs:/etc/nginx/certs"]}
  b: {image: "nginx:1.30", volumes: ["./site.conf:/etc/nginx/conf.d/a.conf", "certs:/etc/nginx/certs"]}
  d: {image: "nginx:1.30", network_mode: host, volumes: ["./site.conf:/etc/nginx/conf.d/a.conf", "certs:/etc/nginx/certs"]}
volumes: {certs: {}}
`,
        'site.conf': REDIRECT,
      },
      logs: { a: '', b: '', d: '' },
    },
    {
      name: 'only this host reaches port 80: something on it does TLS',
      files: { 'compose.yaml': compose(CERTS, '["127.0.0.1:80:80"]'), 'site.conf': REDIRECT, ...KEEP },
    },
    {
      name: 'another service asks there',
      files: {
        'compose.yaml': `${compose(CERTS)}  worker:\n    image: example/cv:1\n    environment: {API: "https://nginx/api"}\n`,
        'site.conf': REDIRECT,
        ...KEEP,
      },
    },
    {
      name: 'a certificate for all servers, one that refuses strangers, a path of a variable, an include',
      files: {
        'compose.yaml': compose(
          `${CERTS}      - ./tls.conf:/etc/nginx/snippets/tls.conf\n`,
          '["443:443", "444:444"]',
        ),
        'site.conf': `server { listen 443 ssl default_server; ssl_reject_handshake on; }
server { listen 443 ssl; ssl_certificate /data/$ssl_server_name.crt; ssl_certificate_key /data/$ssl_server_name.key; }
server { listen 444 ssl; include snippets/tls.conf; }
`,
        'tls.conf':
          'ssl_certificate /etc/nginx/certs/cv.crt;\nssl_certificate_key /etc/nginx/certs/cv.key;\n',
        ...KEEP,
      },
    },
    {
      name: 'what the log says was before the last start',
      files: { 'compose.yaml': compose(CERTS, '["443:443"]'), 'site.conf': TLS, ...KEEP },
      logs: { nginx: emerg(NO_FILE) },
      live: { docker: { seen: true, value: [container('2026-06-01T11:30:00Z')] } },
    },
    {
      name: 'a file that nothing includes, and a mount that is told of by itself',
      files: {
        'compose.yaml': compose(
          '      - ./tls.conf:/etc/nginx/off/tls.conf\n      - ./nope:/etc/nginx/certs\n',
          '["443:443"]',
        ),
        'site.conf': TLS,
        'tls.conf': TLS.replaceAll('certs', 'none'),
      },
      logs: { nginx: emerg(NO_FILE) },
    },
  ],
  notApplicable: [
    {
      name: 'plain HTTP',
      files: { 'compose.yaml': compose(), 'site.conf': 'server { listen 80; root /srv; }\n' },
    },
    {
      name: 'a file that no service mounts',
      files: { 'compose.yaml': 'services:\n  a: {image: "nginx:1"}\n', 'nginx.conf': `http { ${TLS} }` },
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
      name: 'what is in a volume',
      files: {
        'compose.yaml': `${compose('      - certs:/etc/nginx/certs\n', '["443:443"]')}volumes: {certs: {}}\n`,
        'site.conf': TLS,
      },
    },
    {
      name: 'a folder that certbot fills',
      files: {
        'compose.yaml': `${compose(CERTS, '["443:443"]')}  certbot:
    image: certbot/certbot
    volumes: ["./certs:/etc/letsencrypt"]
`,
        'site.conf': TLS,
        'certs/README': '',
      },
    },
  ],
});
