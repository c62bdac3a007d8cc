import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { blocksOf, nginxDirectives } from '../../../../src/doctor/components/nginx/nginx-files.ts';
import { readProject } from '../../../../src/project/read-project.ts';

const TEMPLATE = `upstream \${API} { server \${API}:$PORT; }
server {
  listen \${PORT};
  server_name \${NAMES};
  location / { proxy_set_header Host $host; proxy_pass http://\${API}:\${PASSED}; }
}
`;

async function wordsOf(environment: string, target = '/etc/nginx/templates/a.conf.template') {
  await using fixture = await createFixture({
    'compose.yaml': `services:\n  nginx:\n    image: nginx:1.30\n    environment: ${environment}\n    volumes: ["./a.template:${target}:ro"]\n`,
    'a.template': TEMPLATE,
  });
  return nginxDirectives(await readProject({ root: fixture.path, env: {} }))
    .filter(({ directive }) => directive.children === undefined)
    .map((place) => [...blocksOf(place), place.directive.words.join(' ')].join(' > '));
}

test('a template is read with what Compose gives its service; the names of blocks stay as an edit finds them', async () => {
  expect(await wordsOf('{API: backend, PORT: 8080, NAMES: "a b; }", PASSED: }')).toEqual([
    'upstream ${API} > server backend:8080',
    'server > listen 8080',
    'server > server_name ${NAMES}',
    'server > location / > proxy_set_header Host $host',
    'server > location / > proxy_pass http://backend:${PASSED}',
  ]);
});

test('the filter of the image leaves other names to nginx', async () => {
  const words = await wordsOf('{API: backend, PORT: 8080, host: x, NGINX_ENVSUBST_FILTER: "^P"}');
  expect(words).toContain('upstream ${API} > server ${API}:8080');
  expect(words).toContain('server > location / > proxy_set_header Host $host');
});

test('what is no template is read as it stands', async () => {
  expect(await wordsOf('{API: backend, PORT: 8080}', '/etc/nginx/conf.d/a.conf')).toContain(
    'server > listen ${PORT}',
  );
});
