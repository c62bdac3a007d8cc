import { chmod } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { envMode } from '../../../../src/doctor/checks/env/env-mode.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';

testCheck(envMode, {
  sick: [
    {
      name: 'a file as an editor makes it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': 'NAME=a\nDB_PASSWORD=kq8vRmT2xWzP\n',
      },
      finds: [
        {
          at: '.env:1:1',
          message: /^Every account of this host can read \.env \(mode 0644\)/,
          by: ['config'],
          severity: 'info',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'no secret in it',
      files: {
        'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
        '.env': 'NAME=a\nDB_PASSWORD=\n',
      },
    },
  ],
  notApplicable: [{ name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } }],
});

test.each([
  [0o600, undefined],
  [0o640, undefined],
  [0o664, { message: /^Every account of this host can read/ }],
  [0o666, { message: /^Every account of this host can change/, severity: 'warning' }],
])('mode %o', async (mode, expected) => {
  await using fixture = await createFixture({
    'compose.yaml': 'services:\n  api:\n    image: api:1\n    env_file: .env\n',
    '.env': 'DB_PASSWORD=kq8vRmT2xWzP\n',
  });
  await chmod(fixture.getPath('.env'), mode);
  const verdict = envMode.run(await evidenceOf(envMode, fixture.path, {}));
  if (expected === undefined) expect(verdict.state).toBe('healthy');
  else {
    const { message, ...rest } = expected;
    expect(verdict).toMatchObject({
      findings: [{ message: expect.stringMatching(message), ...rest }],
    });
    if (!('severity' in rest)) expect(verdict).not.toHaveProperty('findings.0.severity');
  }
});
