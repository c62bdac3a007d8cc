import { container } from '../redis/attack-log.ts';
import { composeMemLimitMissing } from '../../../../src/doctor/checks/compose/compose-mem-limit-missing.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeMemLimitMissing, {
  sick: [
    {
      name: 'stores of any image, one seen without a limit',
      files: {
        'compose.yaml': `services:
  db:
    image: pgvector/pgvector:pg17
  qdrant:
    image: qdrant/qdrant:v1.18.3
    deploy:
      resources:
        reservations: {memory: 2g}
`,
      },
      live: {
        docker: { seen: true, value: [{ ...container('db', []), memoryUsed: 734_003_200 }] },
      },
      finds: [
        {
          at: 'compose.yaml:2:3',
          message: /^db may take all memory .* connections and sorts, now 700 MB/,
          by: ['config', 'live'],
          fix: 'none',
        },
        { at: 'compose.yaml:4:3', message: /^qdrant .* vectors/, by: ['config'] },
      ],
    },
  ],
  healthy: [
    {
      name: 'both forms, and what is no store',
      files: {
        'compose.yaml': `services:
  db: {image: "postgres:17", mem_limit: 2g}
  redis: {image: "redis:8", deploy: {resources: {limits: {memory: 512M}}}}
  api: {image: "api:1"}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no store', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
