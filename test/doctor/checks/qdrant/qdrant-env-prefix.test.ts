import { qdrantEnvPrefix } from '../../../../src/doctor/checks/qdrant/qdrant-env-prefix.ts';
import { testCheck } from '../../test-check.ts';

const compose = (more: string): Record<string, string> => ({
  'compose.yaml': `services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n${more}`,
});

testCheck(qdrantEnvPrefix, {
  sick: [
    {
      name: 'the name of clients, and one underscore too few',
      files: compose(
        '    environment:\n      QDRANT_API_KEY: ${QDRANT_KEY:-x}\n      QDRANT_SERVICE_HTTP_PORT: "6333"\n',
      ),
      finds: [
        {
          at: 'compose.yaml:5:23',
          message: /does not read QDRANT_API_KEY; what sets service\.api_key is QDRANT__SERVICE__API_KEY/,
          by: ['config'],
          severity: 'error',
          fix: 'confirm',
        },
        { at: 'compose.yaml:6:33', message: /QDRANT__SERVICE__HTTP_PORT/ },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /QDRANT__SERVICE__API_KEY: "?\$\{QDRANT_KEY:-x\}"?\n[^]*QDRANT__SERVICE__HTTP_PORT: "?6333"?\n/,
        },
      },
    },
    {
      name: 'a path that is not in the schema: known, and unheard of',
      files: compose(
        '    environment:\n      - QDRANT__STORAGE__PERFORMANCE__MAX_OPTIMIZATION_THREADS=2\n      - QDRANT__SERVICE__MAX_CONNECTIONS=100\n      - TZ=UTC\n',
      ),
      finds: [
        {
          at: 'compose.yaml:5:9',
          message: /QDRANT__STORAGE__OPTIMIZERS__MAX_OPTIMIZATION_THREADS/,
          fix: 'safe',
        },
        {
          at: 'compose.yaml:6:9',
          message: /does not read QDRANT__SERVICE__MAX_CONNECTIONS\.$/,
          fix: 'confirm',
        },
      ],
      afterFix: {
        texts: {
          'compose.yaml': /- TZ=UTC\n {6}- QDRANT__STORAGE__OPTIMIZERS__MAX_OPTIMIZATION_THREADS=2\n$/,
        },
      },
    },
  ],
  healthy: [
    {
      name: 'what the server and its entrypoint read, in any case',
      files: compose(
        '    environment:\n      QDRANT__SERVICE__API_KEY: ${KEY:-x}\n      qdrant__log_level: WARN\n      QDRANT_ALLOW_RECOVERY_MODE: "true"\n      QDRANT_NUM_CPUS: "2"\n      QDRANT__STORAGE__OPTIMIZERS_OVERWRITE__INDEXING_THRESHOLD: "1"\n',
      ),
    },
    {
      name: 'a shared file with the names of the backend, and clients on their own service',
      files: {
        'compose.yaml':
          'services:\n  vectors:\n    image: qdrant/qdrant:v1.18.3\n    env_file: .env\n  api:\n    image: api:1\n    environment:\n      QDRANT_API_KEY: x\n',
        '.env': 'QDRANT_HOST=vectors\nQDRANT_API_KEY=x\n',
      },
    },
  ],
  notApplicable: [{ name: 'no Qdrant', files: { 'compose.yaml': 'services:\n  api:\n    image: api:1\n' } }],
});
