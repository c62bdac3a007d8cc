import { pgDataVersion } from '../../../../src/doctor/checks/postgres/pg-data-version.ts';
import { testCheck } from '../../test-check.ts';

const compose = (image: string, target: string, more = ''): Record<string, string> => ({
  'compose.yaml': `services:
  db:
    image: ${image}
${more}    volumes:
      - pgdata:${target}
volumes:
  pgdata:
`,
});
const STOPPED = `db-1  | 2026-11-22 06:15:54.218 UTC [1] FATAL:  database files are incompatible with server
db-1  | 2026-11-22 06:15:54.218 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 17.6.
`;

testCheck(pgDataVersion, {
  sick: [
    {
      name: 'the tag was raised',
      files: compose('postgres:17-alpine', '/var/lib/postgresql/data'),
      logs: { '': STOPPED },
      finds: [
        {
          at: 'compose.yaml:3:12',
          message: /made by PostgreSQL 15, and postgres:17-alpine cannot read it/,
          by: ['log', 'config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: '18 with the mount of the older images',
      files: compose('postgres:18', '/var/lib/postgresql/data'),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /refuses a volume at \/var\/lib\/postgresql\/data/,
          by: ['config'],
        },
      ],
    },
  ],
  healthy: [
    { name: '17 where it belongs', files: compose('postgres:17', '/var/lib/postgresql/data') },
    { name: '18 where it belongs', files: compose('postgres:18.1-bookworm', '/var/lib/postgresql') },
    {
      name: '18 with a folder of its own',
      files: compose(
        'postgres:18',
        '/var/lib/postgresql/data',
        '    environment:\n      PGDATA: /var/lib/postgresql/data/pg\n',
      ),
    },
    {
      name: 'the tag was set back',
      files: compose('postgres:15', '/var/lib/postgresql/data'),
      logs: { '': STOPPED },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
