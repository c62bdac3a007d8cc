import { envTrailingSpaceKey } from '../../../../src/doctor/checks/env/env-trailing-space-key.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envTrailingSpaceKey, {
  sick: [
    {
      name: 'in lists, with a variable, of a service that is not started, and alone',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    environment:
      - NAME=a
      - DEBUG =true # for now
      - "URL = \${URL:-http://x}"
  tools:
    image: tools:1
    profiles: [tools]
    environment: ['PASSED ']
`,
      },
      finds: [
        {
          at: 'compose.yaml:6:9',
          message: /^Compose refuses the project: "DEBUG" of api/,
          by: ['config'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'compose.yaml:7:9', message: /"URL" of api/ },
        { at: 'compose.yaml:11:19', message: /"PASSED" of tools/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /- NAME=a\n {6}- DEBUG=true # for now\n {6}- "URL= \$\{URL:-http:\/\/x\}"\n[^]*\['PASSED'\]/,
        },
      },
    },
    {
      name: 'a key of a mapping is passed on as it is',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    environment:\n      "DEBUG ": "1"\n',
      },
      finds: [
        { at: 'compose.yaml:5:17', message: /^api gets a variable "DEBUG " with the space/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'spaces elsewhere: in values, before names, before the colon, in env files',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    env_file: .env
    environment: ["A= b", "C=d "]
  web:
    image: web:1
    environment:
      KEY : v
`,
        '.env': 'B =v\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'an env file alone, where Compose takes the space away',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n    env_file: .env\n', '.env': 'B =v\n' },
    },
  ],
});
