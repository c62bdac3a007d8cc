import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import {
  type AskedOf,
  decidedAt,
  refusalOf,
} from '../../../../src/doctor/components/nginx/nginx-conditions.ts';
import { nginxDirectives } from '../../../../src/doctor/components/nginx/nginx-files.ts';
import { readProject } from '../../../../src/project/read-project.ts';
import { nginxIsInstalled, startNginx } from './running-nginx.ts';

const isInstalled = await nginxIsInstalled('its conditions are not compared');

const MAPS = `map $http_user_agent $bad { default 0; ~*(curl|wget) 1; "exact" 1; }
  map $http_user_agent $kind { default other; ~^curl cli; ~*CURL never; Wget shell; }
  map $args $attack { ~union.+select 1; }`;
/** Each with a location of its own. */
const CONDITIONS = [
  '$http_user_agent ~ curl',
  '$http_user_agent ~* (CURL|wget)',
  '$http_user_agent !~* "mozilla|wget" ',
  '$http_user_agent = Wget',
  '$http_user_agent != Wget',
  '$bad',
  '$bad = 1',
  '$kind = cli',
  '$kind != other',
  '$attack',
  '$args ~* "shell|%3Cscript"',
  '$query_string ~ ^q=s',
  '$request_uri ~* \\.php|q=java$',
  '$arg_q ~ ^java',
  '$block = 1',
];
const ASKED: readonly Omit<AskedOf, 'path'>[] = [
  { userAgent: 'curl/8.14.1', args: 'q=java' },
  { userAgent: 'Wget', args: 'q=shell' },
  { userAgent: 'EXACT', args: 'q=SHELL+dev' },
  { userAgent: 'Mozilla/5.0', args: 'q=union+select' },
  { userAgent: 'Mozilla/5.0', args: '' },
];

test.skipIf(!isInstalled)('conditions hold as in nginx itself', async () => {
  await using fixture = await createFixture({
    'compose.yaml':
      'services:\n  nginx:\n    image: nginx:1.30\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n',
  });
  await using nginx = await startNginx(
    fixture,
    (listen) => `${MAPS}
  server {
    ${listen}
    set $block 0;
    if ($http_user_agent ~ Wget) { set $block 1; }
    ${CONDITIONS.map((condition, n) => `location /${n}/ { if (${condition}) { return 403; } return 200; }`).join('\n    ')}
  }`,
  );
  const project = await readProject({ root: fixture.path, env: {} });
  const refusals = nginxDirectives(project).filter((place) => refusalOf(place) !== undefined);
  expect(refusals).toHaveLength(CONDITIONS.length);
  const cases = refusals.flatMap((refusal, n) =>
    ASKED.map((asked) => ({ ...asked, path: `/${n}/`, refusal })),
  );
  const mine = cases.map(({ refusal, ...asked }) => ({
    ...asked,
    status: decidedAt(project, refusal, asked) === undefined ? 200 : 403,
  }));
  const theirs = await Promise.all(
    cases.map(async ({ path, args, userAgent }) => {
      const { status } = await nginx.ask(args === '' ? path : `${path}?${args}`, {
        headers: { 'user-agent': userAgent },
      });
      return { path, args, userAgent, status };
    }),
  );
  expect(mine).toEqual(theirs);
});
