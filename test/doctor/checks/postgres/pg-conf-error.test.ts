import { pgConfError } from '../../../../src/doctor/checks/postgres/pg-conf-error.ts';
import type { LiveEvidence } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const FILE = '/etc/postgresql/postgresql.conf';
const files = {
  'compose.yaml': `services:
  db:
    image: postgres:17
    command: postgres -c config_file=${FILE}
    volumes: ['./pg.conf:${FILE}:ro']
`,
  'pg.conf': 'max_connections = 100\nnosuch = 1\n',
};
const LOG = `2026-11-22 08:37:14.156 UTC [1] LOG:  received SIGHUP, reloading configuration files
2026-11-22 08:37:14.156 UTC [1] LOG:  unrecognized configuration parameter "nosuch" in file "${FILE}" line 2
2026-11-22 08:37:14.156 UTC [1] LOG:  configuration file "${FILE}" contains errors; no changes were applied
`;
const error = 'unrecognized configuration parameter';
type Answer = {
  readonly fileErrors?: readonly { file: string; line: number; error: string }[];
  readonly unseen?: string;
};
function answer({ fileErrors = [], unseen }: Answer): Pick<LiveEvidence, 'postgres'> {
  const value = {
    version: 17,
    settings: new Map(),
    fileErrors,
    connections: 1,
    ...(unseen === undefined ? {} : { fileErrorsUnseen: unseen }),
  };
  return { postgres: new Map([['db', { seen: true, value }]]) };
}

testCheck(pgConfError, {
  sick: [
    {
      name: 'the server tells the line',
      files,
      live: answer({ fileErrors: [{ file: FILE, line: 2, error }] }),
      finds: [
        {
          at: 'pg.conf:2:1',
          message: /^db cannot take line 2 of \/etc\/postgresql\/postgresql\.conf: unrecognized/,
          by: ['live'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'the log tells it, once for the line and the sum',
      files,
      logs: { db: LOG + LOG },
      finds: [{ at: 'pg.conf:2:1', message: /parameter "nosuch"\.$/, by: ['log'] }],
    },
    {
      name: 'a file in the volume, and a login that may not ask',
      files,
      logs: { db: LOG.replaceAll(FILE, '/data/auto.conf').split('\n').slice(2).join('\n') },
      live: answer({ unseen: 'only a superuser may read pg_file_settings' }),
      finds: [{ at: 'compose.yaml:2:3', message: /auto\.conf: the file contains errors/ }],
    },
  ],
  healthy: [
    { name: 'corrected since the log was written', files, logs: { db: LOG }, live: answer({}) },
    { name: 'a log without such a line', files, logs: { db: 'LOG:  checkpoint complete\n' } },
  ],
  notApplicable: [{ name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    { name: 'not asked', files },
    { name: 'not allowed to ask', files, live: answer({ unseen: 'only a superuser may' }) },
  ],
});
