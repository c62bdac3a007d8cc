import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { envRawConsumer } from '../../../../src/doctor/checks/env/env-raw-consumer.ts';
import { applyEdits } from '../../../../src/edits/apply-edits.ts';
import { evidenceOf, testCheck } from '../../test-check.ts';

const COMPOSE = 'services:\n  api:\n    image: api:1\n    env_file: .env\n';

testCheck(envRawConsumer, {
  sick: [
    {
      name: 'quotes that docker run keeps',
      files: {
        'compose.yaml': COMPOSE,
        '.env': '# ours\nNAME="cv"\nDB_PASSWORD=\'kq8vRmT2xWzP\'\nPLAIN=a b\n',
        'scripts/backup.sh':
          '#!/bin/sh\n# docker run --env-file .env x\ndocker run --rm \\\n  --env-file .env backup:1\n',
      },
      finds: [
        {
          at: '.env:2:1',
          message:
            /^docker run reads NAME and 1 more of its variables in \.env otherwise .* quotes become part/,
          by: ['config'],
          severity: 'warning',
          fix: 'confirm',
        },
      ],
      afterFix: { texts: { '.env': /^# ours\nNAME=cv\nDB_PASSWORD=kq8vRmT2xWzP\nPLAIN=a b\n$/ } },
    },
    {
      name: "Windows' line ends and a space in a shell, seen from a folder of scripts",
      files: {
        'compose.yaml': COMPOSE,
        '.env': 'NAME=cv\r\nURL =http://x\r\nQUOTED="a b"\r\n',
        'scripts/start.sh': 'set -a; source "$(dirname "$0")/../.env"\n. ../.env\n',
      },
      finds: [{ at: '.env:1:1', message: /^A shell reads NAME and 2 more .* ends with a carriage return/ }],
      afterFix: { texts: { '.env': /^NAME=cv\nURL=http:\/\/x\nQUOTED="a b"\n$/ } },
    },
    {
      name: 'what has no form that all take alike',
      files: {
        'compose.yaml': COMPOSE,
        '.env': 'TITLE=two words\n',
        Makefile: 'up:\n\t@. ./.env && docker compose up -d\n',
      },
      finds: [{ at: '.env:1:1', message: /^A shell reads TITLE in .* run as a command/, fix: 'none' }],
    },
    {
      name: 'a comment, a variable and export, which docker run takes as they are',
      files: {
        'compose.yaml': COMPOSE.replace('.env', '[a.env, b.env, c.env]'),
        'a.env': 'LEVEL=1 # low\n',
        'b.env': 'A=1\nB=${A}0\n',
        'c.env': 'export C=1\n',
        'run.sh':
          'for f in 1; do docker run --env-file=a.env --env-file b.env x; docker create --env-file c.env x; docker run --env-file b.env x; done\n',
      },
      finds: [
        { at: 'a.env:1:1', message: /LEVEL in a\.env .* comment becomes part/, fix: 'none' },
        { at: 'b.env:2:1', message: /B in b\.env .* not put in/, fix: 'none' },
        { at: 'c.env:1:8', message: /C in c\.env .* word export/, fix: 'none' },
      ],
    },
  ],
  healthy: [
    {
      name: 'plain lines, and each reader takes what is harmless to it',
      files: {
        'compose.yaml': COMPOSE.replace('.env', '[.env, run.env]'),
        '.env': 'A=1\nB="two words"\nexport C=\'x\'\nD=1 # one\n',
        'run.env': 'A=1\r\nB=two words\r\n',
        'run.sh': 'source .env\ndocker run --env-file run.env x\n',
      },
    },
  ],
  notApplicable: [
    {
      name: 'read by Compose alone, or in a comment',
      files: {
        'compose.yaml': COMPOSE,
        '.env': 'A="1"\n',
        'run.sh':
          '# source .env\n  # docker run --env-file .env x\ndocker compose --env-file .env up -d\nsource other.env\n',
      },
    },
    { name: 'no env file', files: { 'compose.yaml': 'services:\n  a:\n    image: a:1\n' } },
  ],
});

test('what a shell is said to read otherwise it does, and after the repair it reads what Compose reads', async () => {
  await using fixture = await createFixture({
    'compose.yaml': COMPOSE,
    '.env': 'NAME=cv\r\nURL =http://x\r\nQUOTED="a b"\r\n',
    'start.sh': '. ./.env\n',
  });
  const read = async () => {
    const { stdout } = await execa(
      'sh',
      ['-c', '. ./.env 2>/dev/null; printf "%s|" "$NAME" "$URL" "$QUOTED"'],
      {
        cwd: fixture.path,
        extendEnv: false,
        env: {},
      },
    );
    return stdout;
  };
  expect(await read()).toBe('cv\r||a b\r|');
  const { project, ...rest } = await evidenceOf(envRawConsumer, fixture.path, {});
  const verdict = envRawConsumer.run({ project, ...rest });
  const edits = verdict.state === 'found' ? (verdict.findings[0].fix?.edits ?? []) : [];
  const { changes } = applyEdits(new Map([['.env', await fixture.readFile('.env', 'utf8')]]), edits);
  await fixture.writeFile('.env', changes[0]?.after ?? '');
  expect(await read()).toBe('cv|http://x|a b|');
});
