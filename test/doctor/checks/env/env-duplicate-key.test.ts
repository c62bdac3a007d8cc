import { envDuplicateKey } from '../../../../src/doctor/checks/env/env-duplicate-key.ts';
import { testCheck } from '../../test-check.ts';

testCheck(envDuplicateKey, {
  sick: [
    {
      name: 'another value, the same value, a secret: the last line stays',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': '# pool\nPOOL=5 # old\nAPI_TOKEN=one\nexport A=1\nPOOL=20\nAPI_TOKEN=two\nA=1\n',
      },
      finds: [
        {
          at: '.env:2:1',
          message: /^POOL is set again in line 5, which wins \("5" here, "20" there\)/,
          by: ['config'],
          fix: 'safe',
        },
        { at: '.env:3:1', message: /^API_TOKEN is set again in line 6, which wins\.$/ },
        { at: '.env:4:8', message: /^A is set again in line 7, to the same value/ },
      ],
      afterFix: { texts: { '.env': /^# pool\nPOOL=20\nAPI_TOKEN=two\nA=1\n$/ } },
    },
    {
      name: 'a value over several lines: a person decides',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': 'KEY="one\ntwo"\nKEY=three\n',
      },
      finds: [{ at: '.env:1:1', message: /^KEY/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'once in each of two files, one made of the other, one in a comment',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: [a.env, b.env]\n',
        'a.env': 'A=1\nLIST=x\nLIST=$LIST,y\n# A=3\n',
        'b.env': 'A=2\n',
      },
    },
  ],
  notApplicable: [{ name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
