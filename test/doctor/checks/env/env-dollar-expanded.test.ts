import { envDollarExpanded } from '../../../../src/doctor/checks/env/env-dollar-expanded.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envDollarExpanded, {
  sick: [
    {
      name: 'in an env file, bare and in double quotes',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': '# secrets\nDB_PASSWORD=pa$word # of the database\nJWT_SECRET="a\\"b$c"\nNAME=$nobody\n',
      },
      finds: [
        {
          at: '.env:2:1',
          message: /^DB_PASSWORD is cut at its dollar sign/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        { at: '.env:3:1', message: /^JWT_SECRET/ },
      ],
      afterFix: { texts: { '.env': /^# secrets\nDB_PASSWORD='pa\$word' # of the database\n/ } },
    },
    {
      name: 'in a compose file, both forms',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: pa$word
  api:
    image: api:1
    environment:
      - API_KEY=x$y\${HOST}
`,
        '.env': 'HOST=h\n',
      },
      finds: [
        { at: 'compose.yaml:5:28', message: /^POSTGRES_PASSWORD/ },
        { at: 'compose.yaml:9:18', message: /^API_KEY/ },
      ],
      afterFix: { texts: { 'compose.yaml': /POSTGRES_PASSWORD: pa\$\$word\n[^]*API_KEY=x\$\$y\$\{HOST\}/ } },
    },
  ],
  healthy: [
    {
      name: 'single quotes, doubled, a variable that is set, one with braces that is missing, no secret',
      files: {
        'compose.yaml':
          'services:\n  api:\n    image: api:1\n    env_file: .env\n    environment: {API_TOKEN: "${GONE}", B_TOKEN: "a$$b"}\n',
        '.env': "A_PASSWORD='pa$word'\nB_PASSWORD=a$$b\nBASE=x\nC_PASSWORD=$BASE-1\nGREETING=hi $you\n",
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { '.env': 'A_PASSWORD=a$b\n' } }],
});
