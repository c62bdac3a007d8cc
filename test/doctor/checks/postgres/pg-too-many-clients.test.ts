import { pgTooManyClients } from '../../../../src/doctor/checks/postgres/pg-too-many-clients.ts';
import { testCheck } from '../../test-check.ts';

const FILES = { 'compose.yaml': 'services:\n  db:\n    image: postgres:16\n' };
const line = (text: string): string => `2026-11-22 06:10:16.603 UTC [8741] FATAL:  ${text}\n`;
const RESERVED = 'remaining connection slots are reserved for roles with the SUPERUSER attribute';

testCheck(pgTooManyClients, {
  sick: [
    {
      name: 'its own log',
      files: FILES,
      logs: { db: line('sorry, too many clients already').repeat(4) },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /db turned clients away 4 times: .*max_connections 100, its default/,
          by: ['log'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'reserved slots, and the log of all services with prefixes',
      files: { 'compose.yaml': `${FILES['compose.yaml']}    command: ["-c", "max_connections=50"]\n` },
      logs: { '': `db-1  | ${line(RESERVED)}` },
      finds: [{ at: 'compose.yaml:4:21', message: /1 times: .*max_connections 50\)/ }],
    },
  ],
  healthy: [
    {
      name: 'other refusals',
      files: FILES,
      logs: { db: line('password authentication failed for user "cv"') },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
  notObservable: [{ name: 'no log', files: FILES }],
});
