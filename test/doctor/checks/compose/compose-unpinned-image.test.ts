import { composeUnpinnedImage } from '../../../../src/doctor/checks/compose/compose-unpinned-image.ts';
import { testCheck } from '../../test-check.ts';

import type { Container } from '../../../../src/doctor/live/live.ts';
import { container } from '../redis/attack-log.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const runs = (service: string): Container => ({
  ...container(service, []),
  repoDigests: [`redis@${DIGEST}`],
});

testCheck(composeUnpinnedImage, {
  sick: [
    {
      name: 'none, latest, a distribution alone, and behind a registry with a port',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis
  qdrant:
    image: qdrant/qdrant:latest
  nginx:
    image: nginx:alpine
  api:
    image: registry.example.com:5000/team/api
`,
      },
      finds: [
        {
          at: 'compose.yaml:3:12',
          message: /^redis runs redis without a version/,
          by: ['config'],
          fix: 'none',
        },
        { at: 'compose.yaml:5:12', message: /moving tag qdrant\/qdrant:latest/ },
        { at: 'compose.yaml:7:12', message: /nginx:alpine/ },
        { at: 'compose.yaml:9:12', message: /team\/api without a version/ },
      ],
    },
    {
      name: 'what runs is pinned',
      files: { 'compose.yaml': 'services:\n  redis:\n    image: redis:latest # the cache\n' },
      live: { docker: { seen: true, value: [runs('redis')] } },
      finds: [{ at: 'compose.yaml:3:12', message: /redis:latest/, by: ['config', 'live'], fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': new RegExp(`image: redis:latest@${DIGEST} # the cache`) } },
    },
    {
      name: 'two replicas of different versions, or a variable: a person decides',
      files: {
        'compose.yaml': 'services:\n  redis:\n    image: redis:${TAG:-latest}\n',
      },
      live: { docker: { seen: true, value: [runs('redis')] } },
      finds: [{ at: 'compose.yaml:3:12', message: /redis:latest/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'versions, a digest, a variable with one, what is built here, what is not started',
      files: {
        'compose.yaml': `services:
  redis:
    image: redis:7.2-alpine
  postgres:
    image: postgres:16-alpine
  qdrant:
    image: qdrant/qdrant@${DIGEST}
  prometheus:
    image: prom/prometheus:\${PROM:-v3.5.3}
  api:
    image: team/api:latest
    build: ./api
  worker:
    build: ./api
  debug:
    image: busybox
    profiles: [debug]
`,
      },
    },
  ],
  notApplicable: [{ name: 'all is built', files: { 'compose.yaml': 'services:\n  api:\n    build: .\n' } }],
});
