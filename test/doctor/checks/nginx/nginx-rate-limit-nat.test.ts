import { nginxRateLimitNat } from '../../../../src/doctor/checks/nginx/nginx-rate-limit-nat.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.30
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`;
const CONF = `http {
  limit_req_zone $binary_remote_addr zone=api:10m rate=5r/s; # each
  limit_conn_zone $binary_remote_addr zone=addr:10m;
  server {
    limit_conn addr 20;
    location /api/ { limit_req zone=api burst=10 nodelay; }
  }
}
`;
const FILES = { 'compose.yaml': COMPOSE, 'nginx.conf': CONF };

/** As nginx 1.22.1 wrote it, with the stamp of Compose. */
function refused(
  ms: number,
  client: string,
  what = 'limiting requests, excess: 10.944 by zone "api"',
): string {
  const stamp = new Date(Date.UTC(2026, 5, 1, 11, 0, 0, ms)).toISOString();
  return `${stamp} 2026/06/01 11:00:00 [error] 30#30: *3 ${what}, client: ${client}, server: , request: "GET /api/cv HTTP/1.1", host: "cv.example.org"\n`;
}

const OFFICE = [0, 100, 200, 300].map((ms) => refused(ms, '203.0.113.7')).join('');

testCheck(nginxRateLimitNat, {
  sick: [
    {
      name: 'two offices',
      files: FILES,
      logs: { nginx: OFFICE + refused(400, '198.51.100.4') },
      finds: [
        {
          at: 'nginx.conf:2:3',
          message: /^nginx turned 5 requests of 2 addresses away: the limit "api"/,
          by: ['log', 'config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      // 5 a second were let through and one each 100 ms refused: 15 a second, and half as much again.
      afterFix: { texts: { 'nginx.conf': /zone=api:10m rate=23r\/s; # each\n/ } },
    },
    {
      name: 'everybody comes from the gateway of Docker; one connection too many',
      files: FILES,
      logs: { nginx: refused(0, '172.18.0.1', 'limiting connections by zone "addr"') },
      finds: [
        {
          at: 'nginx.conf:3:3',
          message: /^nginx turned 1 connections of one address of a private network/,
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'one public address may be an office or a program; stamps of nginx alone tell no rate',
      files: FILES,
      logs: { nginx: OFFICE.replaceAll(/^\S+Z /gm, '') },
      finds: [
        { at: 'nginx.conf:2:3', message: /4 requests of one address away/, severity: 'info', fix: 'none' },
      ],
    },
  ],
  healthy: [
    { name: 'nobody is turned away', files: FILES, logs: { nginx: 'started\n' } },
    {
      name: 'delayed, or in a dry run',
      files: FILES,
      logs: {
        nginx:
          refused(0, '203.0.113.7', 'delaying request, excess: 0.969, by zone "api"') +
          refused(1, '203.0.113.7', 'limiting requests, dry run, excess: 0.992 by zone "api"'),
      },
    },
  ],
  notApplicable: [
    {
      name: 'by who is logged in',
      files: { ...FILES, 'nginx.conf': CONF.replaceAll('$binary_remote_addr', '$http_authorization') },
      logs: { nginx: OFFICE },
    },
    {
      name: 'against guesses at passwords',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': `http {
  limit_req_zone $binary_remote_addr zone=api:10m rate=1r/s;
  server { location = /api/login { limit_req zone=api; } }
}
`,
      },
      logs: { nginx: OFFICE },
    },
    { name: 'no limit', files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' } },
  ],
  notObservable: [{ name: 'no log', files: FILES }],
});
