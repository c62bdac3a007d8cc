import { envUnsetVariable } from '../../../../src/doctor/checks/env/env-unset-variable.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envUnsetVariable, {
  sick: [
    {
      name: 'twice the same, one misspelt',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_USER: \${DB_USER}
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD}
  api:
    image: api:1
    environment: ["DATABASE_URL=postgresql://\${DB_USER}@db/cv"]
`,
        '.env': 'POSTGRES_PASS=x\n',
        '.env.example': 'DB_USER=\nPOSTGRES_PASSWORD=example-of-the-file\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:22',
          message: /^DB_USER is not set: .* its 2 places\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        {
          at: 'compose.yaml:6:26',
          message: /^POSTGRES_PASSWORD is not set: .* POSTGRES_PASS is set: is that the one\?/,
          fix: 'none',
        },
      ],
    },
    {
      name: 'the value of the example',
      files: {
        'compose.yaml': 'services:\n  db:\n    image: postgres:${PG_VERSION}\n',
        '.env': 'A=1\n',
        '.env.sample': '# choose\nPG_VERSION="17" # major\n',
      },
      finds: [
        { at: 'compose.yaml:3:21', message: /its place\. \.env\.sample has PG_VERSION=17/, fix: 'confirm' },
      ],
      afterFix: { texts: { '.env': /^A=1\nPG_VERSION=17\n$/ } },
    },
    {
      name: 'many without a .env are one fault',
      files: {
        'compose.yaml':
          'services:\n  db:\n    image: postgres:${PG_VERSION}\n    user: ${A}\n    hostname: ${B}${A}\n',
        '.env.example': 'PG_VERSION=17\nA=\nB=\n',
      },
      finds: [
        {
          at: 'compose.yaml:3:21',
          message: /^There is no \.env, and 3 variables have no value: PG_VERSION, A and B\./,
          fix: 'none',
        },
      ],
    },
    {
      name: 'the example was never copied',
      files: {
        'compose.yaml': 'services:\n  db:\n    image: postgres:${PG_VERSION}\n',
        '.env.example': 'PG_VERSION=17\n',
      },
      finds: [{ at: 'compose.yaml:3:21', message: /PG_VERSION/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'set, set to nothing, with a default, required, escaped, passed through',
      files: {
        'compose.yaml': `services:
  api:
    image: api:\${TAG:-1}
    environment:
      A: \${A}
      B: \${B-}
      C: $$NOT_A_VARIABLE
      D:
      E: \${E:+set}
`,
        '.env': 'A=\n',
      },
    },
    {
      name: 'required and missing: Compose refuses the project in place of putting nothing there',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: api:1\n    environment:\n      A: ${URL_OF_API:?set it}\n      B: x${URL_OF_API}\n',
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { '.env': 'A=$B\n' } }],
});
