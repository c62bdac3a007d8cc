import { composeBuildFileMissing } from '../../../../src/doctor/checks/compose/compose-build-file-missing.ts';
import { testCheck } from '../../test-check.ts';

const FROM = 'FROM python:3.12-slim\n';

testCheck(composeBuildFileMissing, {
  sick: [
    {
      name: 'no folder, a file for a folder, no Dockerfile, and a folder in its place',
      files: {
        'compose.yaml': `services:
  backend:
    build: ./backend
  worker:
    build: {context: ./backend}
  web:
    build:
      context: ./web.txt
  jobs:
    build: jobs
  mail:
    build:
      context: .
      dockerfile: docker/mail
`,
        'web.txt': 'x',
        'jobs/Dockerfile.prod': FROM,
        'jobs/deep/Dockerfile': FROM,
        'docker/mail/.keep': '',
      },
      finds: [
        {
          at: 'compose.yaml:3:12',
          message: /^backend and worker cannot be built: the build context backend is not there\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'compose.yaml:8:16', message: /^web .* web\.txt is a file, not a folder/ },
        { at: 'compose.yaml:10:12', message: /^jobs .* the Dockerfile jobs\/Dockerfile is not there/ },
        { at: 'compose.yaml:14:19', message: /docker\/mail is a folder/ },
      ],
    },
    {
      name: 'the path of the Dockerfile written from the compose file, in an override',
      files: {
        'compose.yaml': 'services:\n  api:\n    build: {context: ./api}\n',
        'compose.override.yaml': 'services:\n  api:\n    build:\n      dockerfile: api/Dockerfile\n',
        'api/Dockerfile': FROM,
      },
      finds: [
        { at: 'compose.override.yaml:4:19', message: /the Dockerfile api\/api\/Dockerfile is not there/ },
      ],
    },
    {
      name: 'a submodule that was not fetched, of an image that a registry may have',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: ghcr.io/example/api:1\n    build: ./libs/api\n',
        '.gitmodules': '[submodule "api"]\n\tpath = libs/api\n\turl = https://example.com/api.git\n',
      },
      finds: [{ at: 'compose.yaml:4:12', message: /libs\/api is not there/, severity: 'warning' }],
    },
  ],
  healthy: [
    {
      name: 'the ways in which people write a build that is there',
      files: {
        'compose.yaml': `services:
  a: {build: .}
  b: {build: {context: ./b, dockerfile: ../docker/b.Dockerfile}}
  c: {build: {context: ./c}}
  d:
    build:
      context: ./c
      dockerfile_inline: |
        FROM alpine
  e: {build: {context: ./c, dockerfile: "https://example.com/Dockerfile"}}
  f: {build: "https://github.com/example/f.git#main"}
  g: {build: github.com/example/g}
  h: {build: "git@github.com:example/h.git"}
  i: {build: {context: "\${DIR:-./b}", dockerfile: "./../\${FILE:-Dockerfile}"}}
  j: {build: ../elsewhere}
  k: {image: "k:1"}
  l: {build: {context: ., additional_contexts: {lib: ./lib}}}
  m: {build: {context: ./b, dockerfile: /opt/example/Dockerfile}}
`,
        Dockerfile: FROM,
        'docker/b.Dockerfile': FROM,
        'b/.keep': '',
        'c/dockerfile': FROM,
      },
    },
    {
      name: 'of services that are not started',
      files: {
        'compose.yaml': `services:
  a: {build: .}
  dev: {build: ./none, profiles: [dev]}
  none: {build: ./none, deploy: {replicas: 0}}
`,
        Dockerfile: FROM,
      },
    },
  ],
  notApplicable: [{ name: 'images alone', files: { 'compose.yaml': 'services:\n  a: {image: "a:1"}\n' } }],
  notObservable: [
    {
      name: 'built from elsewhere',
      files: {
        'compose.yaml':
          'services:\n  a: {build: ../a}\n  b: {build: github.com/example/b}\n  c: {build: "${C:?where}"}\n',
      },
    },
  ],
});
