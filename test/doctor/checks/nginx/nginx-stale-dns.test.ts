import { nginxStaleDns } from '../../../../src/doctor/checks/nginx/nginx-stale-dns.ts';
import { testCheck } from '../../test-check.ts';

const CONF = `events {}
http {
  upstream api {
    least_conn;
    server backend:8000 max_fails=3;
  }
  server {
    location / { proxy_pass http://api; }
  }
}
`;
const stack = (replicas: number, image = 'nginx:1.30.6') => `services:
  proxy:
    image: ${image}
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
  backend:
    image: api:1
    deploy: { replicas: ${replicas} }
`;
const GONE =
  '2026/06/01 11:00:00 [error] 30#30: *9 connect() failed (113: Host is unreachable) while connecting to upstream, client: 203.0.113.9, upstream: "http://172.18.0.5:8000/"\n';

testCheck(nginxStaleDns, {
  sick: [
    {
      name: 'replicas, and a version that can resolve',
      files: { 'compose.yaml': stack(2), 'nginx.conf': CONF },
      finds: [
        {
          at: 'nginx.conf:5:5',
          message: /^nginx looks up backend once, at its start: of its 2 replicas/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: {
          'nginx.conf':
            /server backend:8000 max_fails=3 resolve;\n\s*zone api 64k;\n[^]*resolver 127\.0\.0\.11 valid=10s;/,
        },
      },
    },
    {
      name: 'a site file, two servers',
      files: {
        'compose.yaml': stack(3).replace('/etc/nginx/nginx.conf:ro', '/etc/nginx/conf.d/default.conf'),
        'nginx.conf':
          'upstream api {\n  server backend:8000;\n  server 10.0.0.7:8000 backup;\n}\nserver { location / { proxy_pass http://api; } }\n',
      },
      finds: [{ at: 'nginx.conf:2:3', message: /3 replicas/, fix: 'confirm' }],
      afterFix: { texts: { 'nginx.conf': /^[^]*server backend:8000 resolve;[^]*resolver 127/ } },
    },
    {
      name: 'one replica, and the log says that its address is gone',
      files: { 'compose.yaml': stack(1, 'nginx:1.26-alpine'), 'nginx.conf': CONF },
      logs: { proxy: GONE },
      finds: [
        { at: 'nginx.conf:5:5', message: /asks an address that is gone/, by: ['config', 'log'], fix: 'none' },
      ],
    },
    {
      name: 'proxy_pass by name',
      files: {
        'compose.yaml': stack(2),
        'nginx.conf':
          'events {}\nhttp {\n  server {\n    location / { proxy_pass http://backend:8000; }\n  }\n}\n',
      },
      finds: [{ at: 'nginx.conf:4:18', message: /2 replicas/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'one replica', files: { 'compose.yaml': stack(1), 'nginx.conf': CONF } },
    {
      name: 'of an inactive profile',
      files: {
        'compose.yaml':
          stack(1) + '  other:\n    image: api:1\n    profiles: [big]\n    deploy: { replicas: 4 }\n',
        'nginx.conf': CONF.replace('least_conn;', 'server other:8000;'),
      },
    },
  ],
  notApplicable: [
    { name: 'no nginx', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
    {
      name: 'it resolves already, or asks by a variable',
      files: {
        'compose.yaml': stack(2),
        'nginx.conf': CONF.replace('max_fails=3', 'resolve').replace('http://api', 'http://$backend:8000'),
      },
    },
  ],
});
