import { expect, test } from 'vitest';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { YamlEdit, YamlPath, YamlValue } from '../../src/edits/edit.ts';

const file = 'compose.yaml';

function edited(text: string, ...edits: readonly YamlEdit[]): string {
  const { changes, refused } = applyEdits(new Map([[file, text]]), edits);
  if (refused[0] !== undefined) throw refused[0];
  return changes[0]?.after ?? text;
}

const set = (path: YamlPath, value: YamlValue): YamlEdit => ({ do: 'set-yaml', file, path, value });
const append = (path: YamlPath, value: YamlValue): YamlEdit => ({ do: 'append-yaml', file, path, value });
const remove = (path: YamlPath): YamlEdit => ({ do: 'remove-yaml', file, path });

const COMPOSE = `# The stack of the office.
version: "3.8"

services:
  # answers searches
  api:
    image:   'example/api:1'   # pinned
    environment:
      - REDIS_URL=redis://redis:6379
    ports: ["8000:8000"]

  redis:
    image: redis:7
    command: >
      redis-server
      --appendonly yes
`;

test('a scalar keeps quotes, alignment and comment', () => {
  expect(edited(COMPOSE, set(['services', 'api', 'image'], 'example/api:2'))).toBe(
    COMPOSE.replace("'example/api:1'", "'example/api:2'"),
  );
});

test('the file header stays when the obsolete version goes, a comment of a key goes with it', () => {
  expect(edited(COMPOSE, remove(['version']))).toBe(COMPOSE.replace('version: "3.8"\n', ''));
  const without = edited(COMPOSE, remove(['services', 'api']));
  expect(without).not.toContain('answers searches');
  expect(without).toContain('  redis:\n');
});

test('a new service is set off as the others are, with missing parents made', () => {
  const after = edited(
    COMPOSE,
    set(['services', 'redis-exporter'], {
      image: 'oliver006/redis_exporter:v1.88.0',
      environment: { REDIS_ADDR: 'redis://redis:6379' },
      ports: [],
    }),
    set(['services', 'redis', 'deploy', 'resources', 'limits', 'memory'], '512m'),
    append(['services', 'api', 'ports'], '9000:9000'),
    append(['services', 'api', 'environment'], 'A=yes'),
  );
  expect(after).toBe(`# The stack of the office.
version: "3.8"

services:
  # answers searches
  api:
    image:   'example/api:1'   # pinned
    environment:
      - REDIS_URL=redis://redis:6379
      - A=yes
    ports: ["8000:8000", "9000:9000"]

  redis:
    image: redis:7
    command: >
      redis-server
      --appendonly yes
    deploy:
      resources:
        limits:
          memory: 512m

  redis-exporter:
    image: oliver006/redis_exporter:v1.88.0
    environment:
      REDIS_ADDR: redis://redis:6379
    ports: []
`);
});

test('a folded command becomes a list, and a list a scalar, with the comment behind the key kept', () => {
  const text = 'a:\n  b: # why\n    - x\n  c: >-\n    one\n    two\n  d: 1\n';
  expect(edited(text, set(['a', 'b'], 'z'), set(['a', 'c'], ['one', 'two']))).toBe(
    'a:\n  b: z # why\n  c:\n    - one\n    - two\n  d: 1\n',
  );
});

test('a text of several lines becomes a literal block', () => {
  expect(edited('a:\n  b: 1\n', set(['a', 'c'], 'x: 1\n\ny: "2"\n'))).toBe(
    'a:\n  b: 1\n  c: |\n    x: 1\n\n    y: "2"\n',
  );
});

test('strings that either YAML version would read as something else are quoted', () => {
  expect(
    edited(
      'a: x\n',
      ...['yes', '22:22', '0x10', '1e3', 'null', '', '3.8', '1_000', '~', '<<', '=', '2001-01-01'].map(
        (value, at) => set([`k${at}`], value),
      ),
    ),
  ).toBe(
    'a: x\nk0: "yes"\nk1: "22:22"\nk2: "0x10"\nk3: "1e3"\nk4: "null"\nk5: ""\nk6: "3.8"\nk7: "1_000"\nk8: "~"\nk9: "<<"\nk10: "="\nk11: "2001-01-01"\n',
  );
});

test('lists in the column of their key stay there, four spaces stay four', () => {
  const text = 'services:\n    a:\n        ports:\n        - 1\n';
  expect(
    edited(text, append(['services', 'a', 'ports'], 2), append(['services', 'a', 'volumes'], 'v:/v')),
  ).toBe('services:\n    a:\n        ports:\n        - 1\n        - 2\n        volumes:\n        - v:/v\n');
});

const ANCHORED = `x-common: &common
  restart: always
  logging: {driver: json-file}
x-env: &env
  A: 1
services:
  a:
    <<: *common
    environment: *env
  b:
    <<: *common
    environment:
      B: &unused 2
`;

test('a shared anchor is never edited through, and the reason is said', () => {
  const refusal = (edit: YamlEdit): string => {
    try {
      return `not refused: ${edited(ANCHORED, edit)}`;
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  expect(refusal(set(['x-common', 'restart'], 'no'))).toContain(
    'x-common is shared through the anchor &common',
  );
  expect(refusal(set(['services', 'a', 'environment', 'A'], 2))).toContain(
    'services.a.environment is the alias *env',
  );
  expect(refusal(set(['services', 'a', 'logging', 'driver'], 'local'))).toContain(
    'services.a.logging comes through a merge key',
  );
  expect(refusal(remove(['services', 'a', 'restart']))).toContain('comes through a merge key');
  expect(refusal(remove(['x-env']))).toContain('shared through the anchor &env');
  expect(refusal(remove(['services', 'a', '<<']))).toContain('merge key');
});

test('beside an anchor everything can be edited', () => {
  const after = edited(
    ANCHORED,
    set(['services', 'a', 'restart'], 'no'),
    set(['services', 'a', 'environment'], { A: 2 }),
    set(['services', 'b', 'environment', 'B'], 3),
  );
  expect(after).toContain('    <<: *common\n    environment:\n      A: 2\n    restart: "no"\n');
  expect(after).toContain('      B: &unused 3\n');
  expect(edited(ANCHORED, set(['services', 'a', 'restart'], 'always'))).toBe(ANCHORED);
});

test('what cannot be told apart is refused: duplicate keys, two documents, broken text, tags, single values', () => {
  const refused = (text: string, edit: YamlEdit): string => {
    const { refused: all, changes } = applyEdits(new Map([[file, text]]), [edit]);
    expect(changes).toEqual([]);
    return all[0]?.reason ?? '';
  };
  expect(refused('a:\n  b: 1\n  b: 2\n', set(['a', 'b'], 3))).toBe(
    'a has the key b twice, in lines 2 and 3: remove one first.',
  );
  expect(refused('a: 1\n---\na: 2\n', set(['a'], 3))).toContain('2 documents');
  expect(refused('a: [1\nb: 2\n', set(['b'], 3))).toMatch(/^It is no valid YAML: [A-Z_]+ in line \d\.$/);
  expect(refused('a: !reset null\n', set(['a'], 3))).toBe('The value carries a tag.');
  expect(refused('a: x\n', set(['a', 'b'], 3))).toContain('single value');
  expect(refused('a: {b: 1}\n', append(['a'], 3))).toBe('a is not a list.');
  expect(refused('a: [1]\n', set(['a', 5], 3))).toContain('none at 5');
  const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}\n`;
  expect(refused(bomb, set(['z'], 3))).toContain('aliases');
});

test('a document among several is found by its first key', () => {
  const text = 'a: 1\n---\nb:\n  c: 1\n...\n';
  expect(edited(text, set(['b', 'd'], 2))).toBe('a: 1\n---\nb:\n  c: 1\n  d: 2\n...\n');
});

test('an empty file, an empty value and a missing final newline', () => {
  expect(edited('', set(['a', 'b'], 1))).toBe('a:\n  b: 1\n');
  expect(edited('# only a comment\n', set(['a'], 1))).toBe('# only a comment\na: 1\n');
  expect(edited('a:   # later\nb: 1', set(['a', 'c'], 1), set(['d'], 2))).toBe(
    'a:   # later\n  c: 1\nb: 1\nd: 2',
  );
  expect(edited('a: {}\n', set(['a', 'b'], [1]))).toBe('a:\n  b:\n    - 1\n');
});

test('nothing is changed where the value stands there already', () => {
  const { changes, refused } = applyEdits(new Map([[file, COMPOSE]]), [
    set(['services', 'redis', 'image'], 'redis:7'),
    append(['services', 'api', 'ports'], '8000:8000'),
    remove(['services', 'redis', 'ports']),
    set(['services', 'redis'], { command: 'redis-server --appendonly yes\n', image: 'redis:7' }),
  ]);
  expect({ changes, refused }).toEqual({ changes: [], refused: [] });
});

test('forty services that share three anchors are edited; aliases that multiply without end are refused', () => {
  const shared = 'x-a: &a {A: "1"}\nx-b: &b {B: *a, C: *a, D: *a}\nx-c: &c {env: *b, more: *b}\nservices:\n';
  const services = Array.from({ length: 40 }, (_, i) => `  s${i}: {image: "s:1", <<: *c}\n`).join('');
  expect(edited(shared + services, set(['services', 's7', 'restart'], 'always'))).toBe(
    shared + services.replace('s7: {image: "s:1", <<: *c}', 's7: {image: "s:1", <<: *c, restart: always}'),
  );
  const laughs = ['x0: &l0 [a, a, a, a, a, a, a, a, a]'];
  for (let i = 1; i < 9; i += 1)
    laughs.push(`x${i}: &l${i} [${Array.from({ length: 9 }, () => `*l${i - 1}`).join(', ')}]`);
  expect(() => edited(`${laughs.join('\n')}\ny: 1\n`, set(['y'], 2))).toThrow(/multiply beyond reason/);
});
