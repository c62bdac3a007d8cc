import { grafanaAnonymous } from '../../../../src/doctor/checks/prometheus/grafana-anonymous.ts';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { evidenceOf, testCheck } from '../../test-check.ts';

const grafana = (environment: string, port = '3000:3000'): Record<string, string> => ({
  'compose.yaml': `services:\n  grafana:\n    image: grafana/grafana:12.3.0\n    ports: ['${port}']\n    volumes: ['data:/var/lib/grafana']\n    environment: ${environment}\nvolumes: {data: {}}\n`,
});
const bare = (more: string): Record<string, string> => ({
  'compose.yaml': `services:\n  grafana:\n    image: grafana/grafana:12.3.0\n    ports: ['3000:3000']\n${more}`,
});

testCheck(grafanaAnonymous, {
  sick: [
    {
      name: 'anybody looks',
      files: grafana('{GF_AUTH_ANONYMOUS_ENABLED: "true"}'),
      finds: [
        {
          at: 'compose.yaml:6:46',
          message: /^grafana lets in anybody who reaches its port, as Viewer\.$/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { 'compose.yaml': /GF_AUTH_ANONYMOUS_ENABLED: "false"/ } },
    },
    {
      name: 'anybody is administrator, through nginx',
      files: {
        'compose.yaml': `services:
  grafana:
    image: grafana/grafana:12.3.0
    volumes: ['data:/var/lib/grafana']
    environment: [GF_AUTH_ANONYMOUS_ENABLED=true, GF_AUTH_ANONYMOUS_ORG_ROLE=Admin]
  web:
    image: nginx:1.29
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
volumes: {data: {}}
`,
        'nginx.conf': 'http { server { location /g/ { proxy_pass http://grafana:3000; } } }\n',
      },
      finds: [{ at: 'compose.yaml:5:19', message: /as Admin/, severity: 'error', fix: 'confirm' }],
    },
    {
      name: 'admin/admin in every new container',
      files: bare(''),
      finds: [{ at: 'compose.yaml:2:3', message: /admin\/admin/, severity: 'warning', fix: 'none' }],
    },
  ],
  healthy: [
    { name: 'switched off', files: grafana('{GF_AUTH_ANONYMOUS_ENABLED: "false"}') },
    {
      name: 'on this machine alone',
      files: grafana('{GF_AUTH_ANONYMOUS_ENABLED: "true"}', '127.0.0.1:3000:3000'),
    },
    { name: 'a password', files: bare('    environment: {GF_SECURITY_ADMIN_PASSWORD: kept-well-41}\n') },
    {
      name: 'a password of a file',
      files: bare('    environment: {GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/g}\n'),
    },
    { name: 'users of another database', files: bare('    environment: {GF_DATABASE_HOST: db}\n') },
    { name: 'one who may have chosen a password', files: grafana('{TZ: UTC}') },
  ],
  notApplicable: [{ name: 'no Grafana', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
});

test('both are told, so that the repair of one does not look as if it had failed', async () => {
  await using fixture = await createFixture(bare('    environment: {GF_AUTH_ANONYMOUS_ENABLED: "true"}\n'));
  const verdict = grafanaAnonymous.run(await evidenceOf(grafanaAnonymous, fixture.path, {}));
  expect(verdict).toMatchObject({
    state: 'found',
    findings: [{ message: /lets in anybody/ }, { message: /admin\/admin/ }].map(({ message }) => ({
      message: expect.stringMatching(message),
    })),
  });
});
