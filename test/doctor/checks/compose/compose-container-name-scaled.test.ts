import { composeContainerNameScaled } from '../../../../src/doctor/checks/compose/compose-container-name-scaled.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeContainerNameScaled, {
  sick: [
    {
      name: 'by deploy.replicas, and by scale in the override',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    container_name: cv-api # for the logs
    deploy:
      replicas: 2
  worker:
    image: api:1
    container_name: cv-worker
`,
        'compose.override.yaml': 'services:\n  worker:\n    scale: 3\n',
      },
      finds: [
        {
          at: 'compose.yaml:4:21',
          message: /2 replicas and one container name, "cv-api"/,
          by: ['config'],
          fix: 'safe',
        },
        { at: 'compose.yaml:9:21', message: /3 replicas/ },
      ],
      afterFix: { texts: { 'compose.yaml': /api:1\n {4}deploy:\n/ } },
    },
  ],
  healthy: [
    {
      name: 'one replica of a name, and a service that is not started',
      files: {
        'compose.yaml': `services:
  api:
    image: api:1
    scale: 2
  redis:
    image: redis:8
    container_name: redis
  off:
    image: api:1
    container_name: off
    scale: 2
    profiles: [off]
`,
      },
    },
  ],
  notApplicable: [{ name: 'one of each', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});
