import { capNodeHeap } from '../../../../src/doctor/checks/capacity/cap-node-heap.ts';
import { testCheck } from '../../test-check.ts';

const LIMIT = 'deploy: {resources: {limits: {memory: 1G}}}';

testCheck(capNodeHeap, {
  sick: [
    {
      name: 'in a variable, behind a variable, in the command and in an env file',
      files: {
        'compose.yaml': `services:
  api:
    image: example/api:1
    environment:
      NODE_OPTIONS: "--max-old-space-size=4096 --enable-source-maps" # heap
    ${LIMIT}
  web:
    image: example/web:1
    environment: ["NODE_OPTIONS=\${WEB_NODE:-}"]
    ${LIMIT}
  jobs:
    image: example/jobs:1
    command: node --max_old_space_size=1024 jobs.js
    mem_limit: 1g
  mail:
    image: example/mail:1
    env_file: mail.env
    mem_limit: 512m
`,
        '.env': 'WEB_NODE=--max-old-space-size=900\n',
        'mail.env': 'NODE_OPTIONS=--max-old-space-size=400\n',
      },
      finds: [
        {
          at: 'compose.yaml:5:21',
          message: /^api lets Node fill a heap of 4096 MiB, 400 % of its container's 1024 MiB/,
          by: ['config'],
          severity: 'warning',
          fix: 'safe',
        },
        { at: 'compose.yaml:9:19', message: /900 MiB, 88 %/, fix: 'safe' },
        { at: 'compose.yaml:13:14', message: /1024 MiB, 100 %/, fix: 'safe' },
        { at: 'mail.env:1:1', message: /400 MiB, 78 %/, fix: 'safe' },
      ],
      afterFix: {
        texts: {
          'compose.yaml':
            /"--max-old-space-size=768 --enable-source-maps" # heap\n[^]*node --max_old_space_size=768 jobs\.js/,
          '.env': /^WEB_NODE=--max-old-space-size=768$/m,
          'mail.env': /^NODE_OPTIONS=--max-old-space-size=384$/m,
        },
      },
    },
    {
      name: 'as what a variable is unless it is set: it stays one',
      files: {
        'compose.yaml':
          'services:\n  a:\n    image: a:1\n    mem_limit: 1g\n    environment:\n      NODE_OPTIONS: ${A_OPTIONS:---max-old-space-size=2048}\n',
      },
      finds: [{ at: 'compose.yaml:6:21', message: /2048 MiB/, fix: 'safe' }],
      afterFix: { texts: { 'compose.yaml': /NODE_OPTIONS: \$\{A_OPTIONS:---max-old-space-size=768\}\n/ } },
    },
    {
      name: 'in the Dockerfile',
      files: {
        'compose.yaml': `services:
  api: {build: ./api, mem_limit: 1g}
  jobs: {build: {context: ./api, dockerfile: jobs.Dockerfile}, mem_limit: 1g}
`,
        'api/Dockerfile':
          'FROM node:22\nENV NODE_OPTIONS="--max-old-space-size=2048"\nCMD ["node", "api.js"]\n',
        'api/jobs.Dockerfile': 'FROM node:22\nCMD ["node", "--max-old-space-size=2048", "jobs.js"]\n',
      },
      finds: [
        { at: 'api/Dockerfile:2:5', message: /^api .*2048 MiB, 200 %/, fix: 'safe' },
        { at: 'api/jobs.Dockerfile:2:14', message: /^jobs .*2048 MiB, 200 %/, fix: 'safe' },
      ],
      afterFix: {
        texts: {
          'api/Dockerfile': /ENV NODE_OPTIONS="--max-old-space-size=768"\n/,
          'api/jobs.Dockerfile': /\["node", "--max-old-space-size=768", "jobs\.js"\]/,
        },
      },
    },
    {
      name: 'in the script of package.json that is started, whatever a variable says',
      files: {
        'compose.yaml': `services:
  web:
    build: ./web
    mem_limit: 1g
    environment: {NODE_OPTIONS: --max-old-space-size=512}
`,
        'web/Dockerfile': 'FROM node:22\nCOPY . .\nCMD ["npm", "run", "serve"]\n',
        'web/package.json':
          '{\n  "scripts": {\n    "build": "node --max-old-space-size=8192 build.js",\n    "serve": "node --max-old-space-size=2048 \\"server.js\\""\n  }\n}\n',
      },
      finds: [{ at: 'web/package.json:4:15', message: /^web .*2048 MiB, 200 %/, fix: 'safe' }],
      afterFix: {
        texts: {
          'web/package.json': /8192 build\.js[^]*"node --max-old-space-size=768 \\"server\.js\\""\n/,
        },
      },
    },
    {
      name: 'one Dockerfile of three services: the least room is told, and no edit takes the heap of the others',
      files: {
        'compose.yaml': `services:
  api: {build: ./api, mem_limit: 1g}
  jobs: {build: ./api, mem_limit: 512m}
  big: {build: ./api, mem_limit: 4g}
`,
        'api/Dockerfile':
          'FROM node:22\nENV NODE_OPTIONS="--max-old-space-size=2048"\nCMD ["node", "api.js"]\n',
      },
      finds: [{ at: 'api/Dockerfile:2:5', message: /^jobs .*400 %/, fix: 'none' }],
    },
    {
      name: 'one line of two services, of which one has less',
      files: {
        'compose.yaml': `services:
  api: {image: "example/api:1", env_file: node.env, mem_limit: 4g}
  jobs: {image: "example/jobs:1", env_file: node.env, mem_limit: 1g}
`,
        'node.env': 'NODE_OPTIONS=--max-old-space-size=2048\n',
      },
      finds: [{ at: 'node.env:1:1', message: /^jobs .*200 %/, fix: 'none' }],
    },
  ],
  healthy: [
    {
      name: 'with room, without a limit, of a build stage, of what runs no Node, and set elsewhere',
      files: {
        'compose.yaml': `services:
  a: {image: "a:1", environment: {NODE_OPTIONS: --max-old-space-size=768}, mem_limit: 1g}
  b: {image: "b:1", environment: {NODE_OPTIONS: --max-old-space-size=4096}}
  c: {image: "c:1", environment: {NODE_OPTIONS: --enable-source-maps}, mem_limit: 1g}
  d: {build: ./d, environment: {NODE_OPTIONS: --max-old-space-size=4096}, mem_limit: 64m}
  e: {image: "postgres:17", environment: {NODE_OPTIONS: --max-old-space-size=4096}, mem_limit: 1g}
  f: {build: ./f, environment: {NODE_OPTIONS: --max-old-space-size=500}, mem_limit: 1g}
`,
        'd/Dockerfile':
          'FROM node:22 AS build\nENV NODE_OPTIONS=--max-old-space-size=4096\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=build /dist /usr/share/nginx/html\n',
        'f/Dockerfile': 'FROM node:22\nENV NODE_OPTIONS=--max-old-space-size=4096\nCMD ["node", "f.js"]\n',
      },
    },
  ],
  notApplicable: [
    { name: 'no heap is set', files: { 'compose.yaml': 'services:\n  a: {image: "node:22"}\n' } },
  ],
  notObservable: [
    {
      name: 'no limit',
      files: {
        'compose.yaml':
          'services:\n  a: {image: "a:1", environment: {NODE_OPTIONS: --max-old-space-size=4096}}\n',
      },
    },
  ],
});
