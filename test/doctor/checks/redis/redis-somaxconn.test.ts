import { redisSomaxconn } from '../../../../src/doctor/checks/redis/redis-somaxconn.ts';
import { testCheck } from '../../test-check.ts';
import { redisWith } from './redis-stack.ts';

const log = (backlog = 511, limit = 128): string =>
  `1:M 22 Nov 2026 08:36:48.988 # WARNING: The TCP backlog setting of ${backlog} cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of ${limit}.\n`;

testCheck(redisSomaxconn, {
  sick: [
    {
      name: 'an old kernel',
      files: { 'compose.yaml': redisWith('') },
      logs: { redis: log() },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /a backlog of 511 connections, and the kernel gives its container 128/,
          by: ['log'],
          severity: 'info',
          fix: 'safe',
        },
      ],
      afterFix: {
        logs: { redis: log() },
        texts: { 'compose.yaml': /sysctls:\n {6}net\.core\.somaxconn: 1024\n/ },
      },
    },
    {
      name: 'a list of others, and more wanted than 1024',
      files: { 'compose.yaml': redisWith('    sysctls:\n      - net.ipv4.tcp_syncookies=0\n') },
      logs: { redis: log(4096) },
      finds: [{ at: 'compose.yaml:2:3', message: /4096/, fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /syncookies=0\n {6}- net\.core\.somaxconn=4096\n/ } },
    },
    {
      name: 'too low in a list',
      files: { 'compose.yaml': redisWith('    sysctls: [net.core.somaxconn=256]\n') },
      logs: { redis: log(511, 256) },
      finds: [{ at: 'compose.yaml:4:15', message: /256/, fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /sysctls: \[net\.core\.somaxconn=1024\]/ } },
    },
    {
      name: "on the host's network",
      files: { 'compose.yaml': redisWith('    network_mode: host\n') },
      logs: { redis: log() },
      finds: [{ at: 'compose.yaml:2:3', message: /511/, fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'no such line', files: { 'compose.yaml': redisWith('') }, logs: { redis: '1:M * Ready\n' } },
    {
      name: 'set since',
      files: { 'compose.yaml': redisWith('    sysctls: {net.core.somaxconn: 1024}\n') },
      logs: { redis: log() },
    },
  ],
  notApplicable: [{ name: 'no Redis', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'no log', files: { 'compose.yaml': redisWith('') } }],
});
