import { nginxWorkerConnections } from '../../../../src/doctor/checks/nginx/nginx-worker-connections.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  nginx:
    image: nginx:1.26
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`;
const LINE = '2026/06/01 11:00:00 [alert] 30#30: 512 worker_connections are not enough\n';

testCheck(nginxWorkerConnections, {
  sick: [
    {
      name: 'the log says so',
      files: {
        'compose.yaml': COMPOSE,
        'nginx.conf': 'worker_processes auto;\nevents {\n  worker_connections 512; # each\n}\nhttp {}\n',
      },
      logs: { nginx: LINE.repeat(3) },
      finds: [
        {
          at: 'nginx.conf:3:3',
          message: /turned clients away 3 times: its 512 connections/,
          by: ['log', 'config'],
          severity: 'error',
          fix: 'safe',
        },
      ],
      afterFix: { texts: { 'nginx.conf': /worker_connections 2048; # each[^]*worker_rlimit_nofile 4096;/ } },
    },
    {
      name: 'the file is that of the image',
      files: { 'compose.yaml': 'services:\n  nginx:\n    image: nginx:1.30\n' },
      logs: { nginx: LINE },
      finds: [{ at: 'compose.yaml:2:3', message: /1024/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'the log says nothing of it',
      files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' },
      logs: { nginx: 'started\n' },
    },
  ],
  notApplicable: [{ name: 'no nginx', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' } }],
});
