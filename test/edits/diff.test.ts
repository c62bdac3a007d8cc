import { execFileSync } from 'node:child_process';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/edits/diff.ts';
import { redactLine } from '../../src/edits/redact-line.ts';
import { createStyle } from '../../src/lib/style.ts';
import { fc } from '../lib/fast-check.ts';

test('patch makes the new text of the old one', async () => {
  const samples = fc.sample(
    fc.tuple(
      ...[0, 1].map(() => fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })),
    ),
    { numRuns: 20 },
  );
  await using folder = await createFixture({});
  for (const [one = [], two = []] of samples) {
    const [before, after] = [`${one.join('\n')}\n`, two.join('\n')];
    await folder.writeFile('x.txt', before);
    const diff = unifiedDiff({ file: 'x.txt', before, after }, { redact: false });
    if (diff !== '') execFileSync('patch', ['-p1', '-s'], { cwd: folder.path, input: diff });
    expect(await folder.readFile('x.txt', 'utf8')).toBe(after);
  }
});

test('colours on request, nothing where nothing differs, no control characters', () => {
  expect(unifiedDiff({ file: 'a', before: 'x\n', after: 'x\n' })).toBe('');
  expect(unifiedDiff({ file: 'a', before: undefined, after: 'x\u001b[2J\n' })).toBe(
    '--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x␛[2J\n',
  );
  expect(unifiedDiff({ file: 'a', before: '1\n', after: '2\n' }, { style: createStyle(true) })).toContain(
    '\u001b[32m+2\u001b[39m',
  );
});

test.each([
  ["DB_PASSWORD='hunter2'  # why", "DB_PASSWORD='••••'  # why"],
  ['  POSTGRES_PASSWORD: hunter2', '  POSTGRES_PASSWORD: ••••'],
  ['      - REDIS_PASSWORD=hunter2', '      - REDIS_PASSWORD=••••'],
  ['DATABASE_URL=postgresql://app:hunter2@db/x', 'DATABASE_URL=postgresql://app:••••@db/x'],
  ['requirepass hunter2', 'requirepass ••••'],
  [
    'command: redis-server --requirepass hunter2 --port 1',
    'command: redis-server --requirepass •••• --port 1',
  ],
  [
    'command: ["redis-server", "--requirepass", "hunter2"]',
    'command: ["redis-server", "--requirepass", "••••"]',
  ],
  ['user default on >hunter2 ~* &*', 'user default on >•••• ~* &*'],
  ['QDRANT__SERVICE__API_KEY=hunter2', 'QDRANT__SERVICE__API_KEY=••••'],
  ['PASSWORD=${PASSWORD:-hunter2}', 'PASSWORD=••••'],
])('%s shows no secret', (line, shown) => {
  expect(redactLine(line)).toBe(shown);
});

test.each([
  'POSTGRES_PASSWORD_FILE=/run/secrets/x',
  'PASSWORD: ${PASSWORD:?set it}',
  'REDIS_PASSWORD=""',
  'max_tokens: 512',
  'REDIS_URL=redis://:${REDIS_PASSWORD}@redis',
  'password_encryption = scram-sha-256',
  'image: redis:7',
])('%s is shown as it is', (line) => {
  expect(redactLine(line)).toBe(line);
});
