import { buildCopySourceMissing } from '../../../../src/doctor/checks/compose/build-copy-source-missing.ts';
import { testCheck } from '../../test-check.ts';

const BACKEND = 'services:\n  backend:\n    build: ./backend\n';

testCheck(buildCopySourceMissing, {
  sick: [
    {
      name: 'files that are not there, in every way to write them',
      files: {
        'compose.yaml': BACKEND,
        'backend/Dockerfile': `# syntax = docker/dockerfile:1.4
FROM python:3.12-slim AS base
COPY requirements.txt ./
RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=cache,target=/root/.cache pip install uv
COPY --chown=app:app \\
  # the code
  app \\
  gone.txt* /app/
ADD ["two words.txt", "/"]
COPY app / # all of it
`,
        'backend/app/main.py': '',
      },
      finds: [
        {
          at: 'backend/Dockerfile:3:6',
          message:
            /^backend cannot be built: COPY takes requirements\.txt, which is not in the build context backend\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: 'backend/Dockerfile:4:30', message: /RUN takes uv\.lock/ },
        { at: 'backend/Dockerfile:9:6', message: /ADD takes two words\.txt/ },
        { at: 'backend/Dockerfile:10:12', message: /COPY takes #/ },
      ],
    },
    {
      name: 'the context is another folder than the one of the Dockerfile; two targets share a stage',
      files: {
        'compose.yaml': `services:
  api:
    build: {context: ., dockerfile: api/Dockerfile, target: api}
  jobs:
    build: {context: ., dockerfile: api/Dockerfile, target: jobs}
  web:
    build: ./web
`,
        'api/Dockerfile':
          'FROM python:3.12 AS base\nCOPY main.py /\nFROM base AS api\nCMD ["api"]\nFROM base AS jobs\nCMD ["jobs"]\n',
        'api/main.py': '',
        'web/Dockerfile': 'FROM node:22\nCOPY ../shared/lib.js /\n',
        'shared/lib.js': '',
      },
      finds: [
        {
          at: 'api/Dockerfile:2:6',
          message:
            /^api and jobs cannot .* main\.py, which is not in the build context, the folder of the project/,
        },
        { at: 'web/Dockerfile:2:6', message: /takes \.\.\/shared\/lib\.js, and shared\/lib\.js is not in/ },
      ],
    },
    {
      name: 'kept out by .dockerignore, or not built yet',
      files: {
        'compose.yaml': BACKEND,
        'backend/Dockerfile':
          'FROM eclipse-temurin:21\nCOPY .env.production ./\nCOPY docs/guide.md config /app/\nCOPY target/app.jar /\n',
        'backend/.dockerignore': '# secrets\n.env*\n!.env.example\n**/*.md\nconfig\n',
        'backend/.env.production': 'A=1\n',
        'backend/docs/guide.md': '',
        'backend/config/a.yml': '',
      },
      finds: [
        {
          at: 'backend/Dockerfile:2:6',
          message: /kept out of the build by "\.env\*" in backend\/\.dockerignore/,
        },
        { at: 'backend/Dockerfile:3:6', message: /by "\*\*\/\*\.md"/ },
        {
          at: 'backend/Dockerfile:3:20',
          message: /takes config, which is kept out of the build by "config"/,
        },
        { at: 'backend/Dockerfile:4:6', message: /target\/app\.jar, which is not in/, severity: 'warning' },
      ],
    },
  ],
  healthy: [
    {
      name: 'what is there, what need not be there, and what cannot be known',
      files: {
        'compose.yaml': 'services:\n  backend:\n    build:\n      context: .\n      args: {APP: web}\n',
        Dockerfile: `ARG VERSION=22
FROM node:\${VERSION} AS build
ARG APP
COPY package.json package-lock.json* pnpm-lock.yam[l] ./
COPY ./src/ /src/
COPY /src/index.js /
COPY ../package.json /
COPY . .
COPY \${APP}.conf /
ADD https://example.com/a.tgz /
ADD git@github.com:example/a.git /
COPY <<EOF /start.sh
COPY none.txt /
EOF
RUN <<-'END' bash
	COPY none.txt /
	END
RUN --mount=type=secret,id=npm --mount=type=bind,from=build,source=/none,target=/x npm ci
FROM nginx:1
COPY --from=build /dist /usr/share/nginx/html
COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/
ONBUILD COPY none.txt /
# COPY none.txt /
`,
        'package.json': '{}',
        'src/index.js': '',
      },
    },
    {
      name: 'a stage that the target does not need, or that another context takes the place of',
      files: {
        'compose.yaml': `services:
  api:
    build: {context: ., target: PROD}
  lib:
    build: {context: ., dockerfile: lib.Dockerfile, additional_contexts: [shared=./lib]}
`,
        Dockerfile:
          'FROM node:22 AS test\nCOPY test.json /\nFROM node:22 AS prod\nCOPY app.js /\nFROM prod\nCOPY none.txt /\n',
        'app.js': '',
        'lib.Dockerfile': 'FROM node:22 AS shared\nCOPY none.txt /\nFROM node:22\nCOPY --from=shared /a /\n',
      },
    },
    {
      name: 'ignored in part, taken back, or by a file of the Dockerfile itself',
      files: {
        'compose.yaml': BACKEND,
        'backend/Dockerfile': 'FROM node:22\nCOPY app /app\nCOPY conf/a.yml docs /\n',
        'backend/Dockerfile.dockerignore': '*\n!app/main.js\n!conf\ndocs/**\n!docs\n',
        'backend/.dockerignore': 'app\n',
        'backend/app/main.js': '',
        'backend/conf/a.yml': '',
        'backend/docs/a.md': '',
      },
    },
  ],
  notApplicable: [
    {
      name: 'images, and a Dockerfile that is not there',
      files: { 'compose.yaml': 'services:\n  a: {image: "a:1"}\n  b: {build: ./b}\n' },
    },
  ],
  notObservable: [
    {
      name: 'another frontend, and Windows',
      files: {
        'compose.yaml': 'services:\n  a: {build: ./a}\n  b: {build: ./b}\n',
        'a/Dockerfile': '# syntax=example/frontend:1\nFROM a\nCOPY none /\n',
        'b/Dockerfile': '# escape=`\nFROM b\nCOPY none /\n',
      },
    },
  ],
});
