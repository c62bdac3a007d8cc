import { redisHttpProbeForeign } from '../../../../src/doctor/checks/redis/redis-http-probe-foreign.ts';
import { testCheck } from '../../test-check.ts';
import { attackLog, container } from './attack-log.ts';

const COMPOSE = `services:
  redis:
    image: redis:8-alpine
    ports:
      - "6379:6379"
  prometheus:
    image: prom/prometheus:v3.5.3
`;
const FILES = { 'compose.yaml': COMPOSE };
const DOCKER = {
  docker: {
    seen: true,
    value: [container('prometheus', ['172.18.0.5']), container('redis', ['172.18.0.2'])],
  },
} as const;

testCheck(redisHttpProbeForeign, {
  sick: [
    {
      name: 'a public address, beside the scrapes of Prometheus',
      files: FILES,
      logs: { redis: attackLog(2, 90, '172.18.0.5') + attackLog(3, 4000, '203.0.113.9') },
      live: DOCKER,
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /in HTTP by 203\.0\.113\.9, no container/,
          by: ['log', 'config'],
          severity: 'error',
          fix: 'never',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /redis:8-alpine\n {2}prometheus/ } },
    },
    {
      name: "through the network's gateway, that is, through the published port",
      files: FILES,
      logs: { redis: attackLog(2, 90, '172.18.0.1') },
      live: DOCKER,
      finds: [{ at: 'compose.yaml:5:9', message: /172\.18\.0\.1/ }],
    },
    {
      name: 'a private address of another network',
      files: { 'compose.yaml': COMPOSE.replace('    ports:\n      - "6379:6379"\n', '') },
      logs: { redis: attackLog(2, 90, '10.20.0.7') },
      live: DOCKER,
      finds: [{ at: 'compose.yaml:2:3', message: /10\.20\.0\.7/, by: ['log'], fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'no such line',
      files: FILES,
      logs: { redis: '1:M 21 Nov 2026 23:53:01.765 * Ready to accept connections tcp\n' },
    },
    {
      name: 'it is Prometheus',
      files: FILES,
      logs: { redis: attackLog(5, 90, '172.18.0.5') },
      live: DOCKER,
    },
    {
      name: 'a private address where Docker cannot be asked: nobody is accused',
      files: FILES,
      logs: { redis: attackLog(5, 90, '172.18.0.5') },
    },
    {
      name: 'a container of the same network that is gone',
      files: FILES,
      logs: { redis: attackLog(5, 90, '172.18.0.77') },
      live: DOCKER,
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
  notObservable: [
    { name: 'no log', files: FILES },
    { name: 'an old Redis names nobody', files: FILES, logs: { redis: attackLog(3, 75, undefined) } },
  ],
});
