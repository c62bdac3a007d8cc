import { nginxHostNotFound } from '../../../../src/doctor/checks/nginx/nginx-host-not-found.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.30
    volumes: ["./default.conf:/etc/nginx/conf.d/default.conf:ro"]
  api:
    image: api:1
    networks: {default: {aliases: [backend]}}
`;
const SITE = `upstream app {
  server api:8000;
}
server {
  location / { proxy_pass http://app; }
  location /b/ { proxy_pass http://backend:8000; }
}
`;
const FILES = { 'compose.yaml': COMPOSE, 'default.conf': SITE };
const LOG = (host: string): string =>
  `2026/06/01 11:00:00 [emerg] 1#1: host not found in upstream "${host}:8000" in /etc/nginx/conf.d/default.conf:2\n`;

testCheck(nginxHostNotFound, {
  sick: [
    {
      name: 'a name that nothing has, in an upstream and in a location',
      files: {
        ...FILES,
        'default.conf': SITE.replace('api:8000', 'app1:8000').replace('//backend', '//app2'),
      },
      finds: [
        {
          at: 'default.conf:2:3',
          message:
            /^nginx does not start while it cannot resolve app1: no service of the stack is called app1\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'default.conf:6:18', message: /resolve app2/ },
      ],
    },
    {
      name: 'a service that nginx does not wait for, and its log says so',
      files: FILES,
      logs: { nginx: LOG('api').repeat(2) },
      finds: [
        {
          at: 'default.conf:2:3',
          message: /nginx does not wait for api\.$/,
          by: ['config', 'log'],
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /depends_on:\n {6}- api\n/ } },
    },
  ],
  healthy: [
    { name: 'services and aliases', files: FILES, logs: { nginx: 'started\n' } },
    {
      name: 'a log from before nginx waited',
      files: {
        ...FILES,
        'compose.yaml': COMPOSE.replace('    volumes', '    depends_on: [api]\n    volumes'),
      },
      logs: { nginx: LOG('api') },
    },
    {
      name: 'names of others: with a dot, a variable, looked up at run time, another network, extra_hosts',
      files: {
        'compose.yaml': `${COMPOSE}  edge:
    image: nginx:1.30
    networks: [shared]
    volumes: ["./edge.conf:/etc/nginx/conf.d/edge.conf:ro"]
  legacy:
    image: nginx:1.30
    extra_hosts: ["old:10.0.0.7"]
    volumes: ["./legacy.conf:/etc/nginx/conf.d/legacy.conf:ro"]
networks:
  shared: {external: true}
`,
        'default.conf':
          'upstream a { zone a 64k; server later:80 resolve; }\nserver { location / { proxy_pass http://a; } location /x { proxy_pass http://example.com; } location /v { proxy_pass http://$up; } location /l { proxy_pass http://localhost:9; } }\n',
        'edge.conf': 'server { location / { proxy_pass http://elsewhere:80; } }\n',
        'legacy.conf': 'server { location / { proxy_pass http://old:80; } }\n',
      },
    },
  ],
  notApplicable: [
    { name: 'nothing passed on', files: { ...FILES, 'default.conf': 'server { listen 80; }\n' } },
  ],
});
