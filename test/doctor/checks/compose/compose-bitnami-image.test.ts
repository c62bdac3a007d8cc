import { composeBitnamiImage } from '../../../../src/doctor/checks/compose/compose-bitnami-image.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeBitnamiImage, {
  sick: [
    {
      name: 'versions, the last one, what was moved, and a base',
      files: {
        'compose.yaml': `services:
  redis:
    image: bitnami/redis:7.2
  db:
    image: docker.io/bitnami/postgresql@sha256:0000000000000000000000000000000000000000000000000000000000000000
  nginx:
    image: bitnami/nginx
  kafka:
    image: bitnamilegacy/kafka:3.9
  api:
    build: ./api
`,
        'api/Dockerfile': '# bitnami/node:20 for now\nFROM bitnami/node:20\nCOPY . .\n',
      },
      finds: [
        {
          at: 'compose.yaml:3:12',
          message: /^redis runs bitnami\/redis:7\.2: this version is no longer there/,
          by: ['config'],
          severity: 'warning',
          fix: 'none',
        },
        { at: 'compose.yaml:5:12', message: /^db runs .* no longer there/ },
        { at: 'compose.yaml:7:12', message: /^nginx runs bitnami\/nginx: .* only "latest" is left/ },
        { at: 'compose.yaml:9:12', message: /^kafka runs .* nobody maintains it/ },
        { at: 'api/Dockerfile:2:6', message: /^api is built on bitnami\/node:20/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'the programs themselves, a mirror of its own, a name that only begins so',
      files: {
        'compose.yaml': `services:
  redis: {image: "redis:8"}
  db: {image: "registry.example.com/bitnami/postgresql:16"}
  web: {image: "bitnamisecure/nginx:latest"}
  tool: {image: "bitnami-tools/x:1"}
`,
      },
    },
  ],
  notApplicable: [{ name: 'no service', files: { '.env': 'A=1\n' } }],
});
