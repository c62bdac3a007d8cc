import { composeOrphanVolume } from '../../../../src/doctor/checks/compose/compose-orphan-volume.ts';
import { testCheck } from '../../test-check.ts';

testCheck(composeOrphanVolume, {
  sick: [
    {
      name: 'a folder of that name, of its parts, and of two services',
      files: {
        'compose.yaml': `services:
  nginx:
    image: nginx:1.29
    volumes:
      - ./nginx-cache:/var/cache/nginx
  redis:
    image: redis:8
    volumes: ["./data/redis:/data"]
  api:
    image: example/api:1
    volumes: ["/srv/uploads:/uploads"]
  jobs:
    image: example/jobs:1
    volumes: ["/srv/uploads:/uploads:ro", "models:/models"]
volumes:
  nginx-cache:
  redis_data: {}
  models:
  uploads:
    driver: local
`,
      },
      finds: [
        {
          at: 'compose.yaml:16:3',
          message:
            /^The volume nginx-cache is declared and no service uses it: nginx keeps that data in the folder nginx-cache\.$/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
        { at: 'compose.yaml:17:3', message: /redis_data .* redis keeps .* data\/redis\./ },
        { at: 'compose.yaml:19:3', message: /uploads .* api and jobs keep .* \/srv\/uploads\./ },
      ],
    },
    {
      name: 'declared in the base, with a folder in its place in an override',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:17
    volumes: ["pgdata:/var/lib/postgresql/data"]
volumes: {pgdata: }
`,
        'compose.override.yaml': `services:
  db:
    volumes: ["./pgdata:/var/lib/postgresql/data"]
`,
      },
      finds: [{ at: 'compose.yaml:5:11', message: /^The volume pgdata/ }],
    },
  ],
  healthy: [
    {
      name: 'used, used by a profile, beside a folder of the same name, and unused without such a folder',
      files: {
        'compose.yaml': `services:
  a: {image: "a:1", volumes: ["data:/data", "./cache:/cache", {type: volume, source: logs, target: /logs}]}
  b: {image: "b:1", profiles: [b], volumes: ["cache:/cache"]}
  c: {image: "c:1", volumes: ["./data:/seed", "./logs/app:/app"]}
volumes: {data: , cache: , logs: , later: }
`,
      },
    },
  ],
  notApplicable: [
    {
      name: 'no volume',
      files: { 'compose.yaml': 'services:\n  a: {image: "a:1", volumes: ["./data:/data"]}\n' },
    },
  ],
});
