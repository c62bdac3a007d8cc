import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { Edit, YamlPath, YamlValue } from '../../src/edits/edit.ts';
import { valueAfter } from '../../src/edits/yaml/value-after.ts';
import { document, scalar, type Generated } from './generated-yaml.ts';
import { fc } from '../lib/fast-check.ts';

const FILE = 'compose.yaml';

function apply(text: string, edit: Edit): string {
  const { changes, refused } = applyEdits(new Map([[FILE, text]]), [edit]);
  if (refused[0] !== undefined) throw refused[0];
  return changes[0]?.after ?? text;
}

/** Every path of a value, collections included. */
function paths(value: YamlValue, here: YamlPath = []): YamlPath[] {
  if (value === null || typeof value !== 'object') return [here];
  const inner = Array.isArray(value)
    ? value.flatMap((item: YamlValue, index) => paths(item, [...here, index]))
    : Object.entries(value).flatMap(([key, item]: [string, YamlValue]) => paths(item, [...here, key]));
  return here.length === 0 ? inner : [here, ...inner];
}

function lines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** How many lines of `before` are gone from `after`, in order. */
function lost(before: string, after: string): string[] {
  const left = new Map<string, number>();
  for (const line of lines(after)) left.set(line.trimEnd(), (left.get(line.trimEnd()) ?? 0) + 1);
  return lines(before).filter((line) => {
    const count = left.get(line.trimEnd()) ?? 0;
    left.set(line.trimEnd(), count - 1);
    return count <= 0;
  });
}

const withPath = document.chain((generated) => {
  const all = paths(generated.value);
  return fc.nat().map((at) => ({ generated, path: all[at % all.length] ?? [] }));
});

function comments(text: string): number {
  return text.match(/# (?:why so|about the next line|Header of the file)/g)?.length ?? 0;
}

test('setting any value gives that value, changes no other line and no comment, and a second time nothing', () => {
  fc.assert(
    fc.property(withPath, scalar, ({ generated: { text, value }, path }, wanted) => {
      const edit: Edit = { do: 'set-yaml', file: FILE, path, value: wanted };
      const after = apply(text, edit);
      expect(parse(after)).toEqual(valueAfter(value, edit));
      expect(apply(after, edit)).toBe(after);
      const old = path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value);
      if (old === null || typeof old !== 'object') {
        expect(lost(text, after).length).toBeLessThanOrEqual(1);
        expect(comments(after)).toBe(comments(text));
        const back = apply(after, { do: 'set-yaml', file: FILE, path, value: old as YamlValue });
        expect(parse(back)).toEqual(value);
      }
    }),
    { numRuns: 800 },
  );
});

test('a new key or item touches no line that is there, and removing it gives the same bytes', () => {
  fc.assert(
    fc.property(withPath, scalar, ({ generated: { text, value }, path }, wanted) => {
      const at = path.reduce<YamlValue>(
        (inner, step) => (inner as Record<string, YamlValue>)[step] ?? null,
        value,
      );
      if (at === null || typeof at !== 'object') return;
      const isList = Array.isArray(at);
      const item = isList ? { added: wanted } : wanted;
      const edit: Edit = isList
        ? { do: 'append-yaml', file: FILE, path, value: item }
        : { do: 'set-yaml', file: FILE, path: [...path, 'added'], value: item };
      const after = apply(text, edit);
      expect(parse(after)).toEqual(valueAfter(value, edit));
      expect(apply(after, edit)).toBe(after);
      const own = isList ? [...path, at.length] : [...path, 'added'];
      expect(apply(after, { do: 'remove-yaml', file: FILE, path: own })).toBe(text);
    }),
    { numRuns: 800 },
  );
});

test('removing any value leaves every other line', () => {
  fc.assert(
    fc.property(
      withPath,
      ({ generated: { text, value }, path }: { generated: Generated; path: YamlPath }) => {
        // Of a document something is left.
        fc.pre(path.length > 1 || Object.keys(value ?? {}).length > 1);
        const edit: Edit = { do: 'remove-yaml', file: FILE, path };
        const after = apply(text, edit);
        expect(parse(after)).toEqual(valueAfter(value, edit));
        // Of a list, another item stands there now.
        if (path.every((step) => typeof step === 'string')) expect(apply(after, edit)).toBe(after);
      },
    ),
    { numRuns: 800 },
  );
});

test('setting a whole tree gives that tree', () => {
  fc.assert(
    fc.property(withPath, document, ({ generated: { text, value }, path }, other) => {
      const edit: Edit = { do: 'set-yaml', file: FILE, path, value: other.value };
      const after = apply(text, edit);
      expect(parse(after)).toEqual(valueAfter(value, edit));
      expect(apply(after, edit)).toBe(after);
    }),
    { numRuns: 500 },
  );
});
