import { envMode } from '../../../../src/doctor/checks/env/env-mode.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envMode, {
  sick: [
    {
      name: 'a file as an editor makes it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': 'NAME=a\nDB_PASSWORD=kq8vRmT2xWzP\n',
      },
      finds: [
        {
          at: '.env:1:1',
          message: /^Every account of this host can read \.env \(mode 0644\)/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'no secret in it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': 'NAME=a\nDB_PASSWORD=\n',
      },
    },
  ],
  notApplicable: [{ name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
