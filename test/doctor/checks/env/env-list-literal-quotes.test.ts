import { envListLiteralQuotes } from '../../../../src/doctor/checks/env/env-list-literal-quotes.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envListLiteralQuotes, {
  sick: [
    {
      name: 'empty, a secret, a URL in single quotes, and in an override',
      files: {
        'compose.yaml': `services:
  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
    environment:
      - REDIS_PASSWORD="" # none
      - API_TOKEN="s3cret-of-the-test"
  api:
    image: api:1
    environment: ["DATABASE_URL='postgresql://db/cv'"]
`,
        'compose.override.yaml': 'services:\n  api:\n    environment:\n      - NAME="two words"\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /^redis-exporter gets REDIS_PASSWORD with two quote characters, not an empty value/,
          by: ['config'],
          severity: 'error',
          fix: 'safe',
        },
        { at: 'compose.yaml:6:9', message: /^redis-exporter gets API_TOKEN with the quotes/ },
        { at: 'compose.yaml:9:19', message: /^api gets DATABASE_URL/ },
        { at: 'compose.override.yaml:4:9', message: /^api gets NAME/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /- REDIS_PASSWORD= # none\n {6}- API_TOKEN=s3cret-of-the-test\n[^]*\["DATABASE_URL=postgresql:\/\/db\/cv"\]/,
          'compose.override.yaml': /- NAME=two words\n/,
        },
      },
    },
  ],
  healthy: [
    {
      name: 'the item as a whole in quotes, JSON, quotes inside, a mapping, an env file',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    env_file: .env
    environment:
      - "NAME=two words"
      - 'ORIGINS=["http://a", "http://b"]'
      - GREETING="hello" and "bye"
      - EMPTY=
      - PASSED
  web:
    image: web:1
    environment:
      A: ""
      B: "b"
`,
        '.env': 'C="c"\nD=""\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'no list',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n    environment: {A: "1"}\n' },
    },
  ],
});
