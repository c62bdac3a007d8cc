import { composeMemLimitConflict } from '../../../../src/doctor/checks/compose/compose-mem-limit-conflict.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeMemLimitConflict, {
  sick: [
    {
      name: 'memory and cores',
      files: {
        'compose.yaml': `services:
  qdrant:
    image: qdrant/qdrant:v1.18.3
    mem_limit: 2g # old
    cpus: 1
    deploy:
      resources:
        limits:
          memory: 4G
          cpus: "2"
`,
      },
      finds: [
        {
          at: 'compose.yaml:4:16',
          message: /mem_limit: 2g and deploy\.resources\.limits\.memory: 4G/,
          by: ['config'],
          fix: 'safe',
        },
        { at: 'compose.yaml:5:11', message: /cpus: 1 and deploy\.resources\.limits\.cpus: 2/ },
      ],
      afterFix: { texts: { 'compose.yaml': /v1\.18\.3\n {4}deploy:[^]*memory: 4G\n/ } },
    },
    {
      name: 'the override says it in the other form, and replicas',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    scale: 3\n    mem_limit: 512m\n',
        'compose.override.yaml':
          'services:\n  api:\n    deploy:\n      replicas: 2\n      resources: {limits: {memory: 1g}}\n',
      },
      finds: [
        { at: 'compose.yaml:5:16', message: /512m .* 1g/ },
        { at: 'compose.yaml:4:12', message: /scale: 3 and deploy\.replicas: 2/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'the same amount in two notations, and one form alone',
      files: {
        'compose.yaml': `services:
  qdrant:
    image: qdrant/qdrant:v1.18.3
    mem_limit: 1024m
    deploy:
      resources:
        limits:
          memory: 1G
  redis:
    image: redis:8
    mem_limit: 1g
    deploy: {replicas: 1}
`,
      },
    },
  ],
  notApplicable: [
    { name: 'one form', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n    mem_limit: 1g\n' } },
  ],
});
