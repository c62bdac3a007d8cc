import { container } from '../redis/attack-log.ts';
import { hostOomKilled } from '../../../../src/doctor/checks/host/host-oom-killed.ts';
import { testCheck } from '../../test-check.ts';

testCheck(hostOomKilled, {
  sick: [
    {
      name: 'at its limit, and without one',
      files: {
        'compose.yaml': `services:
  qdrant:
    image: qdrant/qdrant:v1.18.3
    deploy:
      resources:
        limits:
          memory: 1G
  api:
    image: api:1
`,
      },
      live: {
        docker: {
          seen: true,
          value: [
            {
              ...container('qdrant', []),
              oomKilled: true,
              exitCode: 137,
              restartCount: 2,
              memoryLimit: 2 ** 30,
            },
            { ...container('api', []), oomKilled: true, exitCode: 137 },
          ],
        },
      },
      finds: [
        {
          at: 'compose.yaml:7:19',
          message: /^The kernel killed qdrant for memory; its limit is 1024 MB/,
          by: ['live', 'config'],
          fix: 'none',
        },
        { at: 'compose.yaml:8:3', message: /api .* the host was out of memory/, by: ['live'] },
      ],
    },
  ],
  healthy: [
    {
      name: 'ended by SIGKILL of somebody else',
      files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' },
      live: { docker: { seen: true, value: [{ ...container('api', []), exitCode: 137 }] } },
    },
  ],
  notApplicable: [
    { name: 'nothing runs', files: { 'a.txt': '' }, live: { docker: { seen: true, value: [] } } },
  ],
  notObservable: [
    { name: 'Docker was not asked', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});
