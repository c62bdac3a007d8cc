import { envCommentTruncated } from '../../../../src/doctor/checks/env/env-comment-truncated.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envCommentTruncated, {
  sick: [
    {
      name: 'a token, a number of something',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: app.env\n',
        'app.env': 'API_TOKEN=abc #def\n  TEAM=Team #7\n',
      },
      finds: [
        { at: 'app.env:1:1', message: /^API_TOKEN ends before " #"/, by: ['config'], fix: 'none' },
        { at: 'app.env:2:3', message: /^TEAM/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'comments, quotes, a # without a space before it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: app.env\n',
        'app.env': [
          'MEMORY_MB=8192 # of the backend',
          'PORT=80 #http',
          'COLOUR= #fff',
          "API_TOKEN='abc #def'",
          'B_TOKEN=abc#def',
          'C_TOKEN=abc # from the vault',
          'D_TOKEN=abc #---',
          'MODE=fast #7th try',
          '',
        ].join('\n'),
      },
    },
  ],
  notApplicable: [{ name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
