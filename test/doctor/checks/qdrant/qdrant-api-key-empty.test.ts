import { qdrantApiKeyEmpty } from '../../../../src/doctor/checks/qdrant/qdrant-api-key-empty.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string, image = 'qdrant/qdrant:v1.18.3'): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: ${image}\n${more}`,
});

testCheck(qdrantApiKeyEmpty, {
  sick: [
    {
      name: 'a variable that nothing sets; .env has the key of the clients',
      files: {
        ...compose('    environment:\n      QDRANT__SERVICE__API_KEY: ${QDRANT_KEY:-}\n'),
        '.env': 'QDRANT_API_KEY=x1\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:33',
          message: /refuses every request with 401/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /API_KEY: "?\$\{QDRANT_API_KEY\}"?\n/ } },
    },
    {
      name: 'in the file, of a version that takes it for none and says so',
      files: {
        ...compose('    volumes:\n      - ./p.yaml:/qdrant/config/production.yaml\n', 'qdrant/qdrant:latest'),
        'p.yaml': "service:\n  api_key: ''\n",
      },
      logs: { vectors: 'WARN qdrant::settings: Service api_key is set but empty, it is treated as unset\n' },
      finds: [{ at: 'p.yaml:2:12', message: /open to everybody/, by: ['config', 'log'], fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'a key', files: compose('    environment:\n      QDRANT__SERVICE__API_KEY: x1\n') },
    { name: 'none at all', files: compose('') },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
