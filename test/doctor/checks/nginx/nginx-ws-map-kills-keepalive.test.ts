import { nginxWsMapKillsKeepalive } from '../../../../src/doctor/checks/nginx/nginx-ws-map-kills-keepalive.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.26
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`;

const CONF = `http {
  map $http_upgrade $connection_upgrade {
    default upgrade; # sockets
    ''      close;
  }
  upstream api { server backend:8000; keepalive 16; }
  server {
    location / {
      proxy_pass http://api;
      proxy_http_version 1.1;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`;

testCheck(nginxWsMapKillsKeepalive, {
  sick: [
    {
      name: 'the map of the manual before a pool',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': CONF,
      },
      finds: [
        {
          at: 'nginx.conf:4:5',
          message: /^The map of \$connection_upgrade sends "Connection: close"/,
          by: ['config'],
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'nginx.conf': /default upgrade; # sockets\n {4}''      '';\n/ } },
    },
    {
      name: 'a version that keeps connections by itself',
      files: {
        'compose.yaml': COMPOSE.replace('1.26', '1.30.6'),
        'nginx.conf': CONF.replace('keepalive 16;', ''),
      },
      finds: [{ at: 'nginx.conf:4:5', message: /never used again/ }],
    },
  ],
  healthy: [
    { name: 'an empty value', files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF.replace('close', "''") } },
    {
      name: 'no pool that it could harm',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF.replace('keepalive 16;', '') },
    },
    {
      name: 'used for sockets alone, elsewhere',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': CONF.replace('http://api;', 'http://other:1;') },
    },
  ],
  notApplicable: [{ name: 'no map', files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' } }],
});
