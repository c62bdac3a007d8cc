import { container } from '../redis/attack-log.ts';
import { hostCrashLoop } from '../../../../src/doctor/checks/host/host-crash-loop.ts';
import { testCheck } from '../../test-check.ts';

testCheck(hostCrashLoop, {
  sick: [
    {
      name: 'it ended, and it was just started again',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: api:1\n    restart: always\n  web:\n    image: web:1\n',
      },
      live: {
        docker: {
          seen: true,
          value: [
            { ...container('api', []), running: false, restartCount: 17, exitCode: 3 },
            { ...container('web', []), restartCount: 4, startedAt: new Date('2026-06-01T11:59:50Z') },
          ],
        },
      },
      finds: [
        {
          at: 'compose.yaml:4:14',
          message: /^api was started 18 times and ended with exit code 3/,
          by: ['live'],
          fix: 'none',
        },
        { at: 'compose.yaml:5:3', message: /^web was started 5 times: it ends soon/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'a few restarts, long ago, and one that was killed for memory',
      files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' },
      live: {
        docker: {
          seen: true,
          value: [
            { ...container('a', []), restartCount: 3 },
            { ...container('b', []), restartCount: 40, startedAt: new Date('2026-05-30T12:00:00Z') },
            { ...container('c', []), restartCount: 40, oomKilled: true },
          ],
        },
      },
    },
  ],
  notApplicable: [
    { name: 'nothing runs', files: { 'a.txt': '' }, live: { docker: { seen: true, value: [] } } },
  ],
  notObservable: [
    { name: 'Docker was not asked', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
