import { pgBackendKilled } from '../../../../src/doctor/checks/postgres/pg-backend-killed.ts';
import { testCheck } from '../../test-check.ts';

const files = {
  'compose.yaml': 'services:\n  db:\n    image: postgres:17\n    mem_limit: 512m\n  api:\n    image: api:1\n',
};
const log = (
  signal: string,
): string => `2026-11-22 09:12:31.595 UTC [27] LOG:  server process (PID 77) was terminated by signal ${signal}
2026-11-22 09:12:31.595 UTC [27] LOG:  terminating any other active server processes
`;

testCheck(pgBackendKilled, {
  sick: [
    {
      name: 'by the kernel',
      files,
      logs: { db: log('9: Killed').repeat(2) },
      finds: [
        {
          at: 'compose.yaml:4:16',
          message: /^A process of db was killed, most often by the kernel for memory \(2 times\)/,
          by: ['log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'by a fault',
      files,
      logs: { db: log('11: Segmentation fault') },
      finds: [{ at: 'compose.yaml:4:16', message: /crashed/ }],
    },
  ],
  healthy: [
    { name: 'ended by the administrator', files, logs: { db: log('15: Terminated') } },
    { name: 'the line of another service', files, logs: { db: 'LOG:  ready\n', api: log('9: Killed') } },
  ],
  notApplicable: [{ name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [{ name: 'no log', files }],
});
