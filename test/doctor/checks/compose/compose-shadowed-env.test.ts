import { composeShadowedEnv } from '../../../../src/doctor/checks/compose/compose-shadowed-env.ts';
import { testCheck } from '../../test-check.ts';

const COMPOSE = `services:
  api:
    image: api:1
    env_file: .env
    environment:
      LOG_LEVEL: info
      API_SECRET: kq8vRmT2xWzP
`;
const ENV = '# ours\nLOG_LEVEL=debug # for now\nAPI_SECRET=pW3nQ8rT5yLx\nNAME=a\n';
const FILES = { 'compose.yaml': COMPOSE, '.env': ENV };

testCheck(composeShadowedEnv, {
  sick: [
    {
      name: 'two lines that one service beats, values of secrets not shown',
      files: FILES,
      finds: [
        {
          at: '.env:2:1',
          message:
            /^LOG_LEVEL=debug in \.env has no effect: "environment" of api sets another value \(info\)\.$/,
          by: ['config'],
          severity: 'info',
          fix: 'confirm',
        },
        { at: '.env:3:1', message: /^API_SECRET in \.env .* sets another value\.$/, fix: 'confirm' },
      ],
      afterFix: { texts: { '.env': /^# ours\nNAME=a\n$/ } },
    },
    {
      name: 'twice in the file: a person decides',
      files: {
        'compose.yaml': 'services:\n  a:\n    image: a:1\n    env_file: a.env\n    environment: [LEVEL=1]\n',
        'a.env': 'LEVEL=2\nLEVEL=3\n',
      },
      finds: [
        { at: 'a.env:1:1', message: /^LEVEL=2/, fix: 'none' },
        { at: 'a.env:2:1', message: /^LEVEL=3/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'another service gets it',
      files: { ...FILES, 'compose.yaml': `${COMPOSE}  worker: {image: "api:1", env_file: .env}\n` },
    },
    {
      name: 'the same value, and one that is passed through',
      files: {
        'compose.yaml': COMPOSE.replace('LOG_LEVEL: info', 'LOG_LEVEL: debug').replace(
          /API_SECRET: .*/,
          'NAME:',
        ),
        '.env': ENV,
      },
    },
    {
      name: 'used in a compose file and in another line',
      files: {
        'compose.yaml': `${COMPOSE.replace(/ {6}API_SECRET.*\n/, '')}  other:\n    image: "other:\${LOG_LEVEL}"\n`,
        '.env': ENV,
      },
    },
    {
      name: 'addresses for programs outside of the stack',
      files: {
        'compose.yaml': COMPOSE.replace(/LOG_LEVEL[^]*/, 'DB_URL: postgresql://db/cv\n'),
        '.env': 'DB_URL=postgresql://localhost/cv\n',
      },
    },
    {
      name: 'a later env file is there to win',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: [.env, .env.local]\n',
        '.env': 'LEVEL=1\n',
        '.env.local': 'LEVEL=2\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'no env file of a service',
      files: {
        'compose.yaml': 'services:\n  a:\n    image: a:1\n    environment: {A: "1"}\n',
        '.env': 'A=2\n',
      },
    },
    {
      name: 'the program reads the file itself, outside of the stack',
      files: {
        'compose.yaml': COMPOSE.replace('image: api:1', 'build: ./api'),
        '.env': ENV,
        'api/main.py': 'from dotenv import load_dotenv\nload_dotenv()\n',
      },
    },
  ],
});
