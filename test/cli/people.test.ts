import { readdir } from 'node:fs/promises';
import { createFixture, type FsFixture } from 'fs-fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunResult, runCvx } from './run-cvx.ts';

const ADA = `Ada Beispiel
Senior TypeScript Engineer
Berlin, Germany
ada@example.com

Experience
2018-03 - 2024-05  Senior TypeScript Engineer, Musterbank AG
Built payment services in TypeScript and Node.js.

Skills
TypeScript, Node.js, PostgreSQL
`;

const GRACE = `Grace Invented
Intensive Care Nurse
Leeds, United Kingdom
grace@example.org

Experience
2012-01 - 2020-12  Intensive Care Nurse, Example Infirmary
Cared for ventilated patients.
`;

/** A file name that tries to clear the terminal. */
const HOSTILE_NAME = 'cvs/evil\u001b[2J.xyz';

let fixture: FsFixture;
let ingested: RunResult;

beforeAll(async () => {
  fixture = await createFixture({
    'cvs/ada.txt': ADA,
    'cvs/ada-copy.txt': ADA,
    'cvs/grace.md': GRACE,
    [HOSTILE_NAME]: 'not a CV',
  });
  ingested = await cvx('ingest', 'cvs');
});

afterAll(async () => {
  await fixture.rm();
});

function cvx(...args: string[]): Promise<RunResult> {
  return runCvx(args, { cwd: fixture.path, env: { CVX_HOME: fixture.getPath('home') } });
}

async function idOf(query: string): Promise<string> {
  const { stdout } = await cvx('search', query, '--json');
  const { hits } = JSON.parse(stdout) as { hits: { id: string }[] };
  return hits[0]?.id ?? '';
}

test('ingest ends with what is searchable, what is not, and what to do next', () => {
  expect(ingested.code).toBe(1);
  expect(ingested.stdout.replace(/in [\d.]+ s/, 'in SECONDS')).toMatchInlineSnapshot(`
    "4 files in SECONDS: 2 indexed, 1 duplicate
    unsupported: .xyz files are not read; save it as PDF or DOCX
      cvs/evil␛[2J.xyz
    1 file could not be read: 1 unsupported
    "
  `);
  expect(ingested.stderr).toContain('2 people are searchable. Try:  cvx search');
});

test('running it again changes nothing and reads nothing anew', async () => {
  const { stdout, code } = await cvx('ingest', 'cvs/ada.txt', 'cvs/grace.md', '--json');
  const report = JSON.parse(stdout) as {
    schema: number;
    counts: unknown;
    files: { id?: string }[];
    seconds: number;
  };
  expect({ code, schema: report.schema, counts: report.counts }).toEqual({
    code: 0,
    schema: 1,
    counts: { unchanged: 2 },
  });
  expect(report.files).toHaveLength(2);
});

test('a dry run stores nothing', async () => {
  const home = fixture.getPath('dry');
  const { stdout, stderr, code } = await runCvx(['ingest', 'cvs/ada.txt', '--dry-run'], {
    cwd: fixture.path,
    env: { CVX_HOME: home },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Dry run, nothing stored: 1 file in .*: 1 indexed\n$/);
  expect(stderr).toContain('leave out --dry-run');
  const stats = await runCvx(['stats', '--json'], { cwd: fixture.path, env: { CVX_HOME: home } });
  expect(JSON.parse(stats.stdout)).toMatchObject({ schema: 1, candidates: 0, documents: 0 });
});

test('progress as JSON is the only thing on stderr', async () => {
  const { stderr } = await cvx('ingest', 'cvs', '--progress', 'json');
  const events = stderr
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events.at(0)).toBe('start');
  expect(events.at(-1)).toBe('finish');
});

test('a list of files comes from stdin', async () => {
  const { stdout, code } = await runCvx(['ingest', '-', '--json'], {
    cwd: fixture.path,
    env: { CVX_HOME: fixture.getPath('home') },
    input: 'cvs/ada.txt\0cvs/grace.md\0',
  });
  expect({ code, counts: (JSON.parse(stdout) as { counts: unknown }).counts }).toEqual({
    code: 0,
    counts: { unchanged: 2 },
  });
});

test('search: one person per line in a pipe, the best first', async () => {
  const { stdout, stderr, code } = await cvx('search', 'typescript', 'berlin');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  const [first = ''] = stdout.split('\n');
  expect(first.split('\t')[3]).toBe('Ada Beispiel');
  expect(first.split('\t')).toHaveLength(9);
});

test('search --json, --csv and --md name the same first person', async () => {
  const json = JSON.parse((await cvx('search', 'intensive care', '--json')).stdout) as {
    hits: { name: string }[];
  };
  expect(json.hits[0]?.name).toBe('Grace Invented');
  expect((await cvx('search', 'intensive care', '--csv')).stdout.split('\r\n')[1]).toContain(
    'Grace Invented',
  );
  expect((await cvx('search', 'intensive care', '--md')).stdout.split('\n')[2]).toContain('Grace Invented');
});

test('nobody found is said on stderr and exits 0, or 1 where asked for', async () => {
  expect(await cvx('search', 'kwyjibo', '--mode', 'lexical')).toEqual({
    stdout: '',
    stderr: 'Nobody found. Use fewer or other words.\n',
    code: 0,
  });
  expect((await cvx('search', 'kwyjibo', '--mode', 'lexical', '--fail-if-empty', '-q')).code).toBe(1);
});

test('show: text for a short id, and each value beside its evidence as JSON', async () => {
  const id = await idOf('typescript');
  const text = await cvx('show', id.slice(0, 8));
  expect(text.stdout).toContain(`Ada Beispiel  ${id.slice(0, 8)}\n`);
  expect(text.stdout).toContain('ada@example.com');
  const { candidate, documents, files } = JSON.parse((await cvx('show', id, '--json')).stdout) as {
    candidate: Record<string, unknown> & { evidence: Record<string, unknown> };
    documents: { id: string }[];
    files: string[];
  };
  expect(candidate).toMatchObject({ id, name: 'Ada Beispiel', emails: ['ada@example.com'] });
  expect(candidate.evidence['name']).toEqual({ document: documents[0]?.id, start: 0, end: 12 });
  for (const [key, places] of Object.entries(candidate.evidence)) {
    if (Array.isArray(places)) expect(candidate[key]).toHaveLength(places.length);
  }
  expect(files.sort()).toEqual([fixture.getPath('cvs/ada-copy.txt'), fixture.getPath('cvs/ada.txt')]);
});

test.each([
  ['xyz!', 'CVX_ID_INVALID'],
  ['abc', 'CVX_ID_INVALID'],
  ['00000000', 'CVX_ID_UNKNOWN'],
])('show %s is an error with the code %s', async (id, code) => {
  const { stderr, code: exit } = await cvx('show', id, '--json');
  expect({ exit, error: (JSON.parse(stderr) as { error: { code: string } }).error.code }).toEqual({
    exit: 2,
    error: code,
  });
});

test('list: by name, and the rest of the pages is told', async () => {
  const { stdout, stderr } = await cvx('list', '-n', '1');
  expect(stdout.split('\t')[1]).toBe('Ada Beispiel');
  expect(stderr).toBe('2 people in all; more: --offset 1\n');
  expect((await cvx('list', '--offset', '9')).stderr).toBe('Nobody after the first 2. Lower --offset.\n');
});

test('stats say what is stored', async () => {
  const { stdout } = await cvx('stats');
  expect(stdout).toMatch(/^People +2$/m);
  expect(stdout).toMatch(/^Files +2 indexed, 1 duplicate, 1 unsupported$/m);
});

test('forget asks, or needs --yes; then the person is gone from list, search and disk', async () => {
  const id = await idOf('typescript');
  const refused = await cvx('forget', id);
  expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--yes');
  const { stdout, stderr, code } = await cvx('forget', id.slice(0, 8), '--yes');
  expect({ stdout, code }).toEqual({
    stdout: `Erased Ada Beispiel (${id.slice(0, 8)}), 1 document from 2 files.\n`,
    code: 0,
  });
  expect(stderr).toContain('cvs/ada.txt');
  expect((await cvx('show', id)).stderr).toContain('There is nobody');
  expect((await cvx('list')).stdout).not.toContain('Ada');
  expect((await cvx('search', 'typescript')).stdout).not.toContain('Ada');
  expect((await readdir(fixture.getPath('cvs'))).sort()).toContain('ada.txt');
  const again = await cvx('ingest', 'cvs/ada.txt', '--json');
  expect((JSON.parse(again.stdout) as { counts: unknown }).counts).toEqual({ indexed: 1 });
});

test('--prune forgets who has no file left', async () => {
  await fixture.rm('cvs/grace.md');
  const { stdout } = await cvx('ingest', 'cvs', '--prune');
  expect(stdout).toContain('1 gone and forgotten');
  expect((await cvx('list')).stdout).not.toContain('Grace');
});
