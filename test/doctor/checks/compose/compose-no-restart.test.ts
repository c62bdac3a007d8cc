import { composeNoRestart } from '../../../../src/doctor/checks/compose/compose-no-restart.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeNoRestart, {
  sick: [
    {
      name: 'two services of three',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis:7-alpine # the cache
  backend:
    build: ./api
    restart: unless-stopped
  qdrant:
    image: qdrant/qdrant:v1.18.3
`,
      },
      finds: [
        { at: 'compose.yaml:2:3', message: /^redis stays down/, by: ['config'], fix: 'safe' },
        { at: 'compose.yaml:7:3', message: /^qdrant stays down/ },
      ],
      afterFix: {
        texts: { 'compose.yaml': /image: redis:7-alpine # the cache\n {4}restart: unless-stopped\n/ },
      },
    },
  ],
  healthy: [
    {
      name: 'a policy, a decision, a job that ends, and the swarm form',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis:7-alpine
    restart: always
    depends_on:
      migrate:
        condition: service_completed_successfully
  migrate:
    image: migrate
  once:
    image: busybox
    restart: "no"
  api:
    image: api
    deploy:
      restart_policy:
        condition: on-failure
`,
      },
    },
    {
      name: 'the override has it',
      files: {
        'compose.yaml': 'services:\n  redis:\n    image: redis:7-alpine\n',
        'compose.override.yaml': 'services:\n  redis:\n    restart: unless-stopped\n',
      },
    },
  ],
  notApplicable: [{ name: 'no compose file', files: { 'readme.txt': 'nothing here\n' } }],
});
