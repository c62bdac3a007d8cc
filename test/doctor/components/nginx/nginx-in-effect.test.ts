import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { nginxDirectives } from '../../../../src/doctor/components/nginx/nginx-files.ts';
import { inEffect } from '../../../../src/doctor/components/nginx/nginx-in-effect.ts';
import { readProject } from '../../../../src/project/read-project.ts';
import { nginxIsInstalled, startNginx } from './running-nginx.ts';

const isInstalled = await nginxIsInstalled('which of several values it takes is not compared');

const SIZE = 'client_max_body_size';
const LOCATIONS = [
  'location /0/ { return 200; }',
  `location /1/ { ${SIZE} 4k; return 200; }`,
  'location /2/ { include snippets/big.conf; return 200; }',
  'location /3/ { location /3/a/ { return 200; } return 200; }',
  `location /4/ { include snippets/*.none; ${SIZE} 3; return 200; }`,
];
const HTTP = 'services:\n  nginx:\n    image: nginx:1.30\n    volumes:\n';

test.skipIf(!isInstalled).each([
  ['of the server', `${SIZE} 2k;`],
  ['of a file that http includes', ''],
])('the value %s that is in effect is that of nginx itself', async (_, inServer) => {
  await using fixture = await createFixture({
    'compose.yaml': `${HTTP}      - ./nginx.conf:/etc/nginx/nginx.conf\n      - ./conf.d:/etc/nginx/conf.d\n      - ./snippets:/etc/nginx/snippets\n`,
    'conf.d/size.conf': `${SIZE} 1500;\n`,
    'snippets/big.conf': `${SIZE} 6k;\n`,
  });
  await using nginx = await startNginx(
    fixture,
    (listen) => `include conf.d/*.conf;
  server { ${listen} ${inServer} ${LOCATIONS.join(' ')} }`,
  );
  const project = await readProject({ root: fixture.path, env: {} });
  const returns = nginxDirectives(project).filter(({ directive }) => directive.words[0] === 'return');
  const mine = returns.map((place) => {
    const value = inEffect(project, place, SIZE);
    return typeof value === 'string' ? value : bytesOf(value.directive.words[1] ?? '');
  });
  expect(mine).toHaveLength(LOCATIONS.length + 1);
  const paths = ['/0/', '/1/', '/2/', '/3/a/', '/3/', '/4/'];
  for (const [i, path] of paths.entries()) {
    const limit = Number(mine[i]);
    const ask = (bytes: number) => nginx.ask(path, { body: 'x'.repeat(bytes) });
    expect([path, (await ask(limit)).status, (await ask(limit + 1)).status]).toEqual([path, 200, 413]);
  }
});

function bytesOf(word: string): number {
  return Number.parseInt(word, 10) * (word.endsWith('k') ? 1024 : 1);
}

test('what a file that is not at hand may say is not known', async () => {
  const inServer = async (compose: string, http: string, more = '') => {
    await using fixture = await createFixture({
      'compose.yaml': compose,
      'nginx.conf': `http { ${http} server { location / { return 200; } } }\n`,
      Dockerfile: `FROM nginx:1.30\n${more}`,
    });
    const project = await readProject({ root: fixture.path, env: {} });
    const place = nginxDirectives(project).find(({ directive }) => directive.words[0] === 'return');
    return place === undefined ? undefined : inEffect(project, place, SIZE);
  };
  const main = '      - ./nginx.conf:/etc/nginx/nginx.conf\n';
  expect(await inServer(HTTP + main, 'include mime.types; include conf.d/*.conf;')).toBe('default');
  expect(await inServer(HTTP + main, 'include /etc/nginx/own.conf;')).toBe('unknown');
  const volume = `${HTTP}${main}      - sites:/etc/nginx/conf.d\nvolumes: {sites: {}}\n`;
  expect(await inServer(volume, 'include conf.d/*.conf;')).toBe('unknown');
  const built = (HTTP + main).replace('image: nginx:1.30', 'build: .');
  expect(await inServer(built, 'include conf.d/*.conf;')).toBe('default');
  const made = 'RUN /make-sites > /etc/nginx/conf.d/sites.conf\n';
  expect(await inServer(built, 'include conf.d/*.conf;', made)).toBe('unknown');
});
