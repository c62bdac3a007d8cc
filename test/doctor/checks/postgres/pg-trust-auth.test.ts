import { pgTrustAuth } from '../../../../src/doctor/checks/postgres/pg-trust-auth.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string): Record<string, string> => ({
  'compose.yaml': `services:\n  db:\n    image: postgres:16\n${more}`,
});
const HBA = `# TYPE DATABASE USER ADDRESS METHOD
local all all trust
host all all 127.0.0.1/32 trust
host all all all trust
`;

testCheck(pgTrustAuth, {
  sick: [
    {
      name: 'published to everybody, with a password that nobody is asked for',
      files: compose(
        '    ports: ["5432:5432"]\n    environment:\n      - POSTGRES_PASSWORD=${PW:?}\n      - POSTGRES_HOST_AUTH_METHOD=trust\n',
      ),
      logs: { db: 'WARNING: POSTGRES_HOST_AUTH_METHOD has been set to "trust". This will allow\n' },
      finds: [
        {
          at: 'compose.yaml:7:9',
          message: /lets anybody in who reaches its published port/,
          by: ['config', 'log'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /- POSTGRES_PASSWORD=\$\{PW:\?\}\n$/ } },
    },
    {
      name: 'no password to fall back on: a person chooses one',
      files: compose('    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n'),
      finds: [{ at: 'compose.yaml:5:34', message: /its network/, severity: 'warning', fix: 'none' }],
    },
    {
      name: 'a pg_hba.conf that is mounted',
      files: {
        ...compose('    network_mode: host\n    volumes:\n      - ./pg_hba.conf:/etc/pg_hba.conf:ro\n'),
        'pg_hba.conf': HBA,
      },
      finds: [
        { at: 'pg_hba.conf:4:18', message: /from all without a password/, severity: 'error', fix: 'confirm' },
      ],
      afterFix: { texts: { 'pg_hba.conf': /127\.0\.0\.1\/32 trust\nhost all all all scram-sha-256\n/ } },
    },
  ],
  healthy: [
    { name: 'the default', files: compose('    environment:\n      POSTGRES_PASSWORD: ${PW}\n') },
    {
      name: 'scram and md5, and trust for itself alone',
      files: {
        ...compose(
          '    environment:\n      POSTGRES_HOST_AUTH_METHOD: md5\n    volumes:\n      - ./pg_hba.conf:/etc/pg_hba.conf:ro\n',
        ),
        'pg_hba.conf': HBA.replace('host all all all trust\n', ''),
      },
    },
  ],
  notApplicable: [
    { name: 'no PostgreSQL', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } },
  ],
});
