import { truncate } from 'node:fs/promises';
import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { envGitTracked } from '../../../../src/doctor/checks/env/env-git-tracked.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';

const COMPOSE = 'services:\n  api:\n    image: api:1\n    env_file: [.env, .env.shared]\n';
const SECRET = 'NAME=a\nDB_PASSWORD=kq8vRmT2xWzP\nAPI_TOKEN="pW3nQ8rT5yLx"\n';
const FILES = { 'compose.yaml': COMPOSE, '.env': SECRET, '.env.shared': 'LOG_LEVEL=info\n' };

testCheck(envGitTracked, {
  sick: [
    {
      name: 'added with everything else',
      files: FILES,
      git: ['.'],
      finds: [
        {
          at: '.env:1:1',
          message: /^git keeps \.env, and with it DB_PASSWORD, API_TOKEN, and who .* these secrets\.$/,
          by: ['config'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
    {
      name: 'one of two, which .gitignore names too late, and another file encrypted',
      files: {
        ...FILES,
        '.env.shared': 'A_SECRET=kq8vRmT2xWzP\n',
        '.gitignore': '.env.later\n',
        '.gitattributes': '.env.other filter=git-crypt diff=git-crypt\n',
      },
      git: ['.env.shared', '.gitignore', 'compose.yaml'],
      finds: [
        {
          at: '.env.shared:1:1',
          message: /^git keeps \.env\.shared, and with it A_SECRET, and who .* this secret\.$/,
        },
      ],
    },
  ],
  healthy: [
    { name: 'not added', files: FILES, git: ['compose.yaml'] },
    { name: 'only the file without secrets', files: FILES, git: ['.env.shared'] },
    { name: 'a repository to which nothing was added yet', files: FILES, git: [] },
    {
      name: 'encrypted on its way',
      files: { ...FILES, '.gitattributes': '*.md text\n/.env* filter=git-crypt diff=git-crypt\n' },
      git: ['.'],
    },
  ],
  notApplicable: [
    { name: 'no repository', files: FILES },
    {
      name: 'empty, references and values that are encrypted',
      files: {
        'compose.yaml': COMPOSE,
        '.env': 'DB_PASSWORD=\nA_TOKEN=${FROM_SHELL}\nB_TOKEN=op://vault/item\nC_TOKEN="encrypted:BE8Y"\n',
        '.env.shared': 'D_TOKEN=ENC[AES256_GCM,data:x]\n',
      },
      git: ['.'],
    },
    {
      name: 'placeholders, which are a secret to nobody and told as that',
      files: {
        'compose.yaml': COMPOSE,
        '.env': 'DB_PASSWORD=changeme\nA_TOKEN=<your token>\nB_TOKEN=secret\n',
        '.env.shared': 'LOG_LEVEL=info\n',
      },
      git: ['.'],
    },
    { name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' }, git: ['.'] },
  ],
});

test('an index that cannot be read tells nothing', async () => {
  await using fixture = await createFixture(FILES);
  await execa('git', ['init', '-q'], { cwd: fixture.path });
  await execa('git', ['add', '.'], { cwd: fixture.path });
  await truncate(fixture.getPath('.git/index'), 40);
  expect(envGitTracked.run(await evidenceOf(envGitTracked, fixture.path, {}))).toEqual({
    state: 'not-observable',
    why: 'the index of the git repository around .env cannot be read',
  });
});
