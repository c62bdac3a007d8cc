import { createFixture, type FileTree } from 'fs-fixture';
import { expect, test } from 'vitest';
import { readProject } from '../../../src/project/read-project.ts';

/** `FILE TARGET Dockerfile:LINE:COLUMN BASE` of each configuration file that the image of a service has. */
async function builtIn(files: FileTree) {
  await using fixture = await createFixture(files);
  const { configs } = await readProject({ root: fixture.path, env: {} });
  return configs.flatMap(({ file, kind, service, target, builtIn: built }) => {
    if (built === undefined) return [];
    const { file: dockerfile, line, column } = built.at;
    return [`${kind} ${file} ${service} ${target} ${dockerfile}:${line}:${column} ${built.base}`];
  });
}

const COMPOSE = 'services:\n  proxy:\n    build: {context: ./web, args: {SITE: site.conf}}\n';
const FILES: FileTree = {
  'web/nginx.conf': '',
  'web/site.conf': '',
  'web/conf.d/a.conf': '',
  'web/conf.d/deep/b.conf': '',
  'web/conf.d/notes.txt': '',
  'web/nginx/c.conf': '',
  'web/nginx/d.conf.template': '',
  'web/default': '',
};

/** What an image built of those files by this Dockerfile has, without the kind, the service and the Dockerfile's name. */
async function ofImage(dockerfile: string, more: FileTree = {}): Promise<readonly string[]> {
  const found = await builtIn({ 'compose.yaml': COMPOSE, 'web/Dockerfile': dockerfile, ...FILES, ...more });
  return found.map((one) =>
    one
      .replace(/^nginx web\//, '')
      .replace(' proxy /etc/nginx/', ' ')
      .replace(' web/Dockerfile:', ' '),
  );
}

test.each<[string, string, readonly string[]]>([
  ['a file', 'COPY nginx.conf /etc/nginx/nginx.conf', ['nginx.conf nginx.conf 2:6']],
  ['a file of any name', 'COPY default /etc/nginx/conf.d/default.conf', ['default conf.d/default.conf 2:6']],
  ['into a folder', 'ADD ./site.conf /etc/nginx/conf.d/', ['site.conf conf.d/site.conf 2:5']],
  ['into a folder of nginx', 'COPY site.conf /etc/nginx/conf.d', ['site.conf conf.d/site.conf 2:6']],
  [
    'several, with flags and over two lines',
    'COPY --chown=1:1 --chmod=644 nginx.conf \\\n  site.conf /etc/nginx/',
    ['nginx.conf nginx.conf 2:30', 'site.conf site.conf 3:3'],
  ],
  ['JSON', 'COPY ["site.conf", "/etc/nginx/conf.d/x.conf"]', ['site.conf conf.d/x.conf 2:7']],
  [
    'a folder',
    'COPY conf.d /etc/nginx/conf.d',
    ['conf.d/a.conf conf.d/a.conf 2:6', 'conf.d/deep/b.conf conf.d/deep/b.conf 2:6'],
  ],
  [
    'a pattern',
    'COPY nginx/*.conf* /etc/nginx/templates/',
    ['nginx/c.conf templates/c.conf 2:6', 'nginx/d.conf.template templates/d.conf.template 2:6'],
  ],
  ['below WORKDIR', 'WORKDIR /etc\nWORKDIR nginx\nCOPY nginx.conf .', ['nginx.conf nginx.conf 4:6']],
  ['no WORKDIR that is known', 'COPY nginx.conf etc/nginx/nginx.conf', []],
  [
    'variables',
    'ARG SITE=no.conf\nENV TO=/etc/nginx\nCOPY ${SITE} $TO/${NAME:-x}.conf',
    ['site.conf x.conf 4:6'],
  ],
  ['a variable that is not known', 'ARG NAME\nCOPY ${NAME}.conf /etc/nginx/nginx.conf', []],
  ['another stage', 'COPY --from=build /nginx.conf /etc/nginx/nginx.conf', []],
  ['a here-document', 'COPY <<EOF /etc/nginx/nginx.conf\nCOPY site.conf /etc/nginx/\nEOF', []],
  ['an address', 'ADD https://example.com/nginx.conf /etc/nginx/nginx.conf', []],
  ['where nginx reads nothing', 'COPY . /usr/share/nginx/html', []],
  [
    'the last of two',
    'COPY nginx.conf /etc/nginx/nginx.conf\nCOPY site.conf /etc/nginx/nginx.conf',
    ['site.conf nginx.conf 3:6'],
  ],
  [
    'something else over it',
    'COPY nginx.conf site.conf /etc/nginx/\nCOPY --from=x /y /etc/nginx/nginx.conf',
    ['site.conf site.conf 2:17'],
  ],
  [
    'removed before, and owned after',
    'RUN rm -f /etc/nginx/conf.d/default.conf\nCOPY site.conf /etc/nginx/conf.d/default.conf\nRUN chown -R nginx /etc/nginx && nginx -t',
    ['site.conf conf.d/default.conf 3:6'],
  ],
  [
    'changed after',
    'COPY nginx.conf site.conf /etc/nginx/\nRUN set -e; sed -i s/80/8080/ /etc/nginx/site.conf',
    ['nginx.conf nginx.conf 2:6'],
  ],
  ['taken away with its folder', 'COPY conf.d /etc/nginx/conf.d\nRUN rm -rf /etc/nginx/conf.d/*', []],
  [
    'written at the start',
    'COPY site.conf /etc/nginx/site.conf\nCMD ["sh", "-c", "envsubst < /x > /etc/nginx/site.conf && nginx"]',
    [],
  ],
  ['a file that is not there', 'COPY missing.conf /etc/nginx/nginx.conf', []],
])('%s', async (_, instructions, expected) => {
  expect(await ofImage(`FROM nginx:1.29\n${instructions}\n`)).toEqual(
    expected.map((one) => `${one} nginx:1.29`),
  );
});

test('the stage that is built counts, with those that it goes through', async () => {
  const stages = `FROM nginx:1.28 AS base
COPY nginx.conf /etc/nginx/nginx.conf
FROM node:22 AS app
COPY site.conf /etc/nginx/site.conf
FROM Base AS wanted
COPY site.conf /etc/nginx/conf.d/
FROM nginx:1.29
COPY default /etc/nginx/conf.d/default.conf
`;
  expect(await ofImage(stages)).toEqual(['default conf.d/default.conf 8:6 nginx:1.29']);
  const target = { 'compose.yaml': COMPOSE.replace('args:', 'target: WANTED, args:') };
  expect(await ofImage(stages, target)).toEqual([
    'nginx.conf nginx.conf 2:6 nginx:1.28',
    'site.conf conf.d/site.conf 6:6 nginx:1.28',
  ]);
});

test('what the build does not see, and what a script at the start changes, is not there', async () => {
  const dockerfile = `FROM nginx:1.29
COPY nginx.conf site.conf /etc/nginx/
COPY conf.d /etc/nginx/conf.d/
COPY start.sh /docker-entrypoint.d/50-start.sh
`;
  expect(
    await ofImage(dockerfile, {
      'web/.dockerignore': 'conf.d/*\n!conf.d/deep\n',
      'web/start.sh': '#!/bin/sh\n# sed -i on /etc/nginx/nginx.conf\nsed -i "s/a/$A/" /etc/nginx/site.conf\n',
    }),
  ).toEqual(['nginx.conf nginx.conf 2:6 nginx:1.29', 'conf.d/deep/b.conf conf.d/deep/b.conf 3:6 nginx:1.29']);
});

test('a mount hides what is below it', async () => {
  const mounted = `${COMPOSE}    volumes: ["./own.conf:/etc/nginx/nginx.conf:ro", "sites:/etc/nginx/conf.d"]\n`;
  const dockerfile =
    'FROM nginx:1.29\nCOPY nginx.conf site.conf /etc/nginx/\nCOPY conf.d /etc/nginx/conf.d/\n';
  expect(await ofImage(dockerfile, { 'compose.yaml': mounted, 'own.conf': '' })).toEqual([
    'site.conf site.conf 2:17 nginx:1.29',
  ]);
});

test.each([
  ['a context elsewhere', 'build: https://example.com/web.git'],
  ['a Dockerfile in the compose file', 'build: {context: ./web, dockerfile_inline: FROM nginx}'],
  ['a stage that is not there', 'build: {context: ./web, target: none}'],
])('of %s nothing is known', async (_, build) => {
  const dockerfile = 'FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/nginx.conf\n';
  expect(
    await ofImage(dockerfile, { 'compose.yaml': `services:\n  proxy:\n    ${build}\n    image: nginx\n` }),
  ).toEqual([]);
});

test('pages that nginx serves, stores that their commands tell of a file, and the rules of Prometheus', async () => {
  const found = await builtIn({
    'compose.yaml': `services:
  web: {build: ./web}
  db: {build: ./db, command: postgres -c config_file=/etc/tuned.cfg}
  told: {build: {context: ., dockerfile: told.Dockerfile}}
  cache: {build: {context: ., dockerfile: cache/Dockerfile}, command: redis-server /etc/redis.conf}
  vectors: {build: ./vectors}
  prom: {build: ./prom}
`,
    'web/package.json': '{"dependencies": {"react": "19"}}',
    'web/dockerfile':
      'FROM node:22 AS app\nCOPY . .\nFROM nginx\nCOPY site.conf /etc/nginx/conf.d/default.conf\n',
    'web/site.conf': '',
    'db/Dockerfile': 'FROM postgres:17\nCOPY tuned.cfg other.conf /etc/\n',
    'db/tuned.cfg': '',
    'db/other.conf': '',
    'told.Dockerfile': 'FROM redis:7\nCOPY cache/redis.conf /etc/\nCMD ["redis-server", "/etc/redis.conf"]\n',
    'cache/Dockerfile': 'FROM redis:7\nCOPY cache /etc/\n',
    'cache/redis.conf': '',
    'vectors/Dockerfile': 'FROM qdrant/qdrant:v1.15.0\nCOPY *.yaml ./config/\nCOPY *.yaml /qdrant/config/\n',
    'vectors/production.yaml': '',
    'prom/Dockerfile': 'FROM prom/prometheus\nCOPY prometheus.yml rules /etc/prometheus/\n',
    'prom/prometheus.yml': 'rule_files: ["*.rules.yml"]\n',
    'prom/rules/a.rules.yml': '',
    'prom/rules/b.yml': '',
  });
  expect(found).toEqual([
    'nginx web/site.conf web /etc/nginx/conf.d/default.conf web/dockerfile:4:6 nginx',
    'postgres db/tuned.cfg db /etc/tuned.cfg db/Dockerfile:2:6 postgres:17',
    'redis cache/redis.conf cache /etc/redis.conf cache/Dockerfile:2:6 redis:7',
    'qdrant vectors/production.yaml vectors /qdrant/config/production.yaml vectors/Dockerfile:3:6 qdrant/qdrant:v1.15.0',
    'prometheus prom/prometheus.yml prom /etc/prometheus/prometheus.yml prom/Dockerfile:2:6 prom/prometheus',
    'prometheus-rules prom/rules/a.rules.yml prom /etc/prometheus/a.rules.yml prom/Dockerfile:2:21 prom/prometheus',
  ]);
});

test('a file that lets the image include it, or a script that copies it, is not told of', async () => {
  const files = {
    'compose.yaml': 'services:\n  db: {build: ./db}\n',
    'db/postgresql.conf': 'max_connections = 10\n',
  };
  const copy = 'COPY postgresql.conf /etc/postgresql/postgresql.conf\n';
  const from = 'FROM postgres:17\n';
  expect(await builtIn({ ...files, 'db/Dockerfile': from + copy })).toHaveLength(1);
  const include = `RUN echo "include '/etc/postgresql/postgresql.conf'" >> /usr/share/postgresql/postgresql.conf.sample\n`;
  expect(await builtIn({ ...files, 'db/Dockerfile': from + include + copy })).toEqual([]);
  const script = 'COPY init.sh /docker-entrypoint-initdb.d/\n';
  expect(
    await builtIn({
      ...files,
      'db/Dockerfile': from + copy + script,
      'db/init.sh': 'cp /etc/postgresql/postgresql.conf "$PGDATA"\n',
    }),
  ).toEqual([]);
});
