import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { envDefaultSecret } from '../../../../src/doctor/checks/env/env-default-secret.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';

testCheck(envDefaultSecret, {
  sick: [
    {
      name: 'a known word, digits, the one of the example, a default in the compose file',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:17
    env_file: .env
    environment:
      GF_SECURITY_ADMIN_PASSWORD: admin
      MINIO_SECRET: \${MINIO_SECRET:-changeme}
`,
        '.env':
          'POSTGRES_PASSWORD=Postgres123\nREDIS_PASSWORD=123456\nJWT_SECRET=kq8vRmT2xWzP\nAPI_KEY="your-api-key-here"\nN8N_ENCRYPTION_KEY=changeEncryptionKey\n',
        '.env.example': '# copy\nJWT_SECRET="kq8vRmT2xWzP"\n',
      },
      finds: [
        {
          at: '.env:1:1',
          message: /^POSTGRES_PASSWORD is a word that everybody tries first/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
        { at: '.env:2:1', message: /^REDIS_PASSWORD/ },
        { at: '.env:3:1', message: /^JWT_SECRET is the one that stands in \.env\.example/ },
        { at: '.env:4:1', message: /^API_KEY is the placeholder of an example/ },
        { at: '.env:5:1', message: /^N8N_ENCRYPTION_KEY is the placeholder/ },
        { at: 'compose.yaml:6:35', message: /^GF_SECURITY_ADMIN_PASSWORD/ },
        { at: 'compose.yaml:7:21', message: /^MINIO_SECRET/ },
      ],
    },
  ],
  healthy: [
    {
      name: 'own ones, empty ones, files of secrets, and names that only look like it',
      files: {
        'compose.yaml': `services:
  db:
    image: postgres:17
    env_file: .env
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/password
      API_KEY: \${API_KEY:-changeme}
`,
        '.env':
          'POSTGRES_PASSWORD=kq8vRmT2xWzPadmin\nREDIS_PASSWORD=\nTOKEN_TTL=3600\nMAX_TOKENS=4096\nPASSWORD_MIN_LENGTH=12\nAPI_KEY=vM3-xq9_ZtR\nACCESS_TOKEN_EXPIRE_MINUTES=30\nACCESS_TOKEN_LIFETIME=10\nA_TOKEN=old\nA_TOKEN=vM3-xq9_ZtQ\n',
        '.env.example': 'POSTGRES_PASSWORD=\nREDIS_PASSWORD=\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'no secret',
      files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n', '.env': 'A=password\n' },
    },
  ],
});

test('in a file that git keeps, a new secret would be known as well: that comes first', async () => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  a:\n    image: a:1\n    env_file: .env\n',
    '.env': 'API_TOKEN=changeme\n',
  });
  await execa('git', ['init', '-q'], { cwd: fixture.path });
  const repairs = async () => {
    const verdict = envDefaultSecret.run(await evidenceOf(envDefaultSecret, fixture.path, {}));
    return verdict.state === 'found' ? verdict.findings.map(({ repair }) => repair) : [];
  };
  expect(await repairs()).toEqual(['Generate one ("openssl rand -hex 32") and restart what uses it.']);
  await execa('git', ['add', '.'], { cwd: fixture.path });
  expect(await repairs()).toEqual([
    'git keeps .env: take it out first (git rm --cached). Generate one ("openssl rand -hex 32") and restart what uses it.',
  ]);
});
