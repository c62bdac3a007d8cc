import { pgPendingRestart } from '../../../../src/doctor/checks/postgres/pg-pending-restart.ts';
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
  'pg.conf': 'max_connections = 200\nshared_buffers = 1GB\n',
};
function answer(...pending: readonly string[]): Pick<LiveEvidence, 'postgres'> {
  const row = (name: string, value: string, unit: string) =>
    [name, { value, unit, source: 'configuration file', pendingRestart: pending.includes(name) }] as const;
  const settings = new Map([
    row('max_connections', '100', ''),
    row('shared_buffers', '16384', '8kB'),
    row('huge_pages', 'try', ''),
  ]);
  const value = { version: 17, settings, fileErrors: [], connections: 1 };
  return { postgres: new Map([['db', { seen: true, value }]]) };
}

testCheck(pgPendingRestart, {
  sick: [
    {
      name: 'two of the file',
      files,
      live: answer('max_connections', 'shared_buffers'),
      finds: [
        {
          at: 'pg.conf:1:19',
          message: /^db has yet to be restarted for max_connections, shared_buffers: /,
          by: ['config', 'live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'one that was set by ALTER SYSTEM',
      files,
      live: answer('huge_pages'),
      finds: [{ at: 'compose.yaml:2:3', message: /huge_pages/, by: ['live'] }],
    },
  ],
  healthy: [{ name: 'nothing waits', files, live: answer() }],
  notApplicable: [{ name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    { name: 'not asked', files },
    {
      name: 'no answer',
      files,
      live: { postgres: new Map([['db', { seen: false, why: 'it refuses the user' }]]) },
    },
  ],
});
