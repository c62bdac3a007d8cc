import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import {
  answeringLocation,
  isOpenToAll,
  nginxServers,
} from '../../../../src/doctor/components/nginx/nginx-locations.ts';
import { readProject } from '../../../../src/project/read-project.ts';
import { nginxIsInstalled, startNginx } from './running-nginx.ts';

const isInstalled = await nginxIsInstalled('its choice of a location is not compared');

/** Each answers with its own number, as far as it lets anybody in. */
const LOCATIONS = [
  'location / { try_files /none @0; }',
  'location /api { try_files /none @1; }',
  'location /api/ { try_files /none @2; }',
  'location = /api/metrics { deny all; try_files /none @3; }',
  'location ^~ /static/ { try_files /none @4; }',
  'location ~ \\.php$ { try_files /none @5; }',
  'location ~* metrics$ { try_files /none @6; }',
  'location ~ "^/(?<kind>x|y)/\\d{2}" { try_files /none @7; }',
  'location =/exact { allow 10.0.0.0/8; deny all; try_files /none @8; }',
  'location ~ (?i)^/inline { allow all; deny all; try_files /none @9; }',
  'location /shut { deny 127.0.0.1; deny all; try_files /none @10; }',
  'location /inside { internal; try_files /none @11; }',
  'location /password { auth_basic who; auth_basic_user_file none; try_files /none @12; }',
  'location /nobody { auth_basic off; try_files /none @13; }',
];
const PATHS = [
  '/',
  '/a',
  '/api',
  '/apix',
  '/api/',
  '/api/metrics',
  '/api/Metrics',
  '/api/metrics/',
  '/METRICS',
  '/static/metrics',
  '/static/a.php',
  '/b.php',
  '/x/12',
  '/x/1',
  '/exact',
  '/exact/',
  '/INLINE',
  '/shut/a',
  '/inside',
  '/password',
  '/nobody',
];

test.skipIf(!isInstalled)('locations and who is let in are those of nginx itself', async () => {
  await using fixture = await createFixture({
    'compose.yaml':
      'services:\n  nginx:\n    image: nginx:1.30\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n',
  });
  await using nginx = await startNginx(
    fixture,
    (listen) => `server {
    ${listen}
    ${LOCATIONS.join('\n    ')}
    ${LOCATIONS.map((_, n) => `location @${n} { return 200 ${n}; }`).join('\n    ')}
  }`,
  );
  const [server] = nginxServers(await readProject({ root: fixture.path, env: {} }));
  const mine = PATHS.map((path) => {
    const location = answeringLocation(server?.locations ?? [], path);
    if (location === undefined || location === 'unknown') return [path, location];
    const number = server?.locations.indexOf(location);
    return [path, isOpenToAll(location) ? String(number) : 'shut'];
  });
  const theirs = await Promise.all(
    PATHS.map(async (path) => {
      const { status, text } = await nginx.ask(path);
      return [path, status === 200 ? text : 'shut'];
    }),
  );
  expect(mine).toEqual(theirs);
});
