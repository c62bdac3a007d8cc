import { execFileSync, spawnSync } from 'node:child_process';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { EnvEdit } from '../../src/edits/edit.ts';
import { quoteEnv } from '../../src/edits/env/quote-env.ts';
import { readEnv } from '../../src/edits/env/statements.ts';
import { fc } from '../lib/fast-check.ts';

const file = '.env';

function edited(text: string, edit: EnvEdit): string {
  const { changes, refused } = applyEdits(new Map([[file, text]]), [edit]);
  if (refused[0] !== undefined) throw refused[0];
  return changes[0]?.after ?? text;
}

const set = (key: string, value: string): EnvEdit => ({ do: 'set-env', file, key, value });
const remove = (key: string): EnvEdit => ({ do: 'remove-env', file, key });

const key = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,4}$/);
const value = fc.string({ unit: fc.constantFrom(...'ab1 $\'"\\#={}:/@\n\r\té'), maxLength: 10 });
const line = fc.oneof(
  fc.constantFrom('', '# comment', "  # 'indented", "#KEY='x'"),
  fc
    .record({
      key,
      value,
      quote: fc.constantFrom('none', 'single', 'double'),
      tail: fc.constantFrom('', ' # why', '  '),
      head: fc.constantFrom('', 'export ', '  '),
    })
    .map((part) => `${part.head}${part.key}=${quoteEnv(part.value, part.quote)}${part.tail}`),
);
const text = fc
  .record({
    lines: fc.array(line, { maxLength: 8 }),
    end: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
    bom: fc.boolean(),
  })
  .map(
    ({ lines, end, last, bom }) =>
      `${bom ? '\uFEFF' : ''}${lines.join(end)}${last && lines.length > 0 ? end : ''}`,
  );

test('what is set is read back, every other line keeps its bytes, and a second time nothing happens', () => {
  fc.assert(
    fc.property(text, key, value, (before, name, wanted) => {
      const after = edited(before, set(name, wanted));
      const winner = readEnv(after).statements.findLast((one) => one.key === name);
      expect(winner?.value).toBe(wanted);
      expect(edited(after, set(name, wanted))).toBe(after);
      const old = readEnv(before).statements.findLast((one) => one.key === name);
      if (old === undefined) {
        const rest = after.replace('\uFEFF', '').split(/\r?\n/);
        expect(
          before
            .replace('\uFEFF', '')
            .split(/\r?\n/)
            .every((one) => rest.includes(one)),
        ).toBe(true);
        expect(edited(after, remove(name))).toBe(before);
      } else {
        expect(after.startsWith(before.slice(0, old.valueStart))).toBe(true);
        expect(after.endsWith(before.slice(old.valueEnd))).toBe(true);
        expect(
          readEnv(edited(after, set(name, old.value))).statements.findLast((one) => one.key === name)?.value,
        ).toBe(old.value);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a removed key is gone everywhere, the others stay as they are', () => {
  fc.assert(
    fc.property(text, key, (before, name) => {
      const rest = (all: string): unknown =>
        readEnv(all)
          .statements.filter((one) => one.key !== name)
          .map((one) => [one.key, one.value]);
      const after = edited(before, remove(name));
      expect(readEnv(after).statements.some((one) => one.key === name)).toBe(false);
      expect(rest(after)).toEqual(rest(before));
    }),
    { numRuns: 1000 },
  );
});

const noCompose =
  spawnSync('docker', ['compose', 'version']).status === 0
    ? ''
    : ' (skipped: docker compose is not installed)';

test.skipIf(noCompose !== '')(`Compose reads back exactly what was quoted${noCompose}`, async () => {
  const values = fc.sample(fc.tuple(value, fc.constantFrom('none', 'single', 'double')), {
    numRuns: 1000,
  });
  await using project = await createFixture({
    'compose.yaml': 'services:\n  a:\n    image: x\n    env_file: a.env\n',
    'a.env': values.map(([one, quote], at) => `K${at}=${quoteEnv(one, quote)}\n`).join(''),
  });
  const output = execFileSync('docker', ['compose', 'config', '--format', 'json'], {
    cwd: project.path,
    encoding: 'utf8',
  });
  const shape = z.object({
    services: z.object({ a: z.object({ environment: z.record(z.string(), z.string()) }) }),
  });
  const { environment } = shape.parse(JSON.parse(output)).services.a;
  // `config` prints each dollar twice.
  const read = values.map((_, at) => environment[`K${at}`]?.replaceAll('$$', '$'));
  expect(read).toEqual(values.map(([one]) => one));
});

test('the present form is kept where it can hold the value', () => {
  const before = "A=1 # one\nB='2'\nexport C=\"3\"\nB='4'\n";
  expect(edited(before, set('A', 'x y'))).toBe(before.replace('A=1', "A='x y'"));
  expect(edited(before, set('B', "it's"))).toBe(before.replace("B='4'", String.raw`B="it's"`));
  expect(edited(before, set('C', 'a$b'))).toBe(before.replace('"3"', () => '"a$$b"'));
  expect(edited(before, set('B', '2'))).toBe(before.replace("'4'", "'2'"));
});

test('a new variable comes with its comment, and goes with it', () => {
  const before = '# Head\nZ=0\n\n# The database\nDATABASE_URL=x\n\n# Two variables\nA=1\nB=2\n';
  const after = edited(before, {
    do: 'set-env',
    file,
    key: 'POOL',
    value: '5',
    comment: 'sockets of each worker',
  });
  expect(after).toBe(`${before}# sockets of each worker\nPOOL=5\n`);
  expect(edited(after, remove('POOL'))).toBe(before);
  expect(edited(before, remove('DATABASE_URL'))).toBe('# Head\nZ=0\n\n\n# Two variables\nA=1\nB=2\n');
  expect(edited(before, remove('A'))).toBe(before.replace('A=1\n', ''));
});

test('a reference is replaced even where it reads like the value', () => {
  expect(edited('A=${B}\n', set('A', '${B}'))).toBe("A='${B}'\n");
});

test('what Compose itself refuses is refused with its line', () => {
  expect(() => edited('A=1\nB="open\n', set('A', '2'))).toThrow(
    '.env: Compose cannot read line 2: a quote that is not closed.',
  );
  expect(() => edited('A B=1\n', set('A', '2'))).toThrow('line 1');
  expect(() => edited('', set('A-B c', '2'))).toThrow('no name of a variable');
});
