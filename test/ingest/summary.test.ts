import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { expandPathList } from '../../src/ingest/path-list.ts';
import type { FileReport, IngestReport } from '../../src/ingest/report.ts';
import { summaryText } from '../../src/ingest/summary.ts';
import { createStyle } from '../../src/lib/style.ts';

const FILES: readonly FileReport[] = [
  { path: '/cvs/a.pdf', outcome: 'indexed', id: '3f2a9c1e-0000-4000-8000-000000000001' },
  { path: '/cvs/b.pdf', outcome: 'encrypted', reason: 'it needs a password' },
  { path: '/cvs/c\u001b[2J.pdf', outcome: 'encrypted', reason: 'it needs a password' },
  { path: '/cvs/d.pdf', outcome: 'no-text', reason: 'it has no text' },
  { path: '/cvs/e.docx', outcome: 'partial', reason: 'a text box could not be read' },
];

const OPTIONS = { dryRun: false, cwd: '/cvs', style: createStyle(false) };

const REPORT: IngestReport = {
  files: FILES,
  counts: { indexed: 1, encrypted: 2, 'no-text': 1, partial: 1 },
  seconds: 1.25,
  queued: [],
  pruned: [],
  interrupted: false,
};

test('failures are grouped, with what to do, and the most important line comes last', () => {
  expect(summaryText(REPORT, OPTIONS)).toMatchInlineSnapshot(`
    "5 files in 1.3 s: 1 indexed, 1 partial
    partial: a text box could not be read; the rest of the file is searchable
      e.docx
    encrypted: it needs a password; remove the password and save it again
      b.pdf
      c␛[2J.pdf
    no-text: it has no text
      d.pdf
    3 files could not be read: 2 encrypted, 1 no-text
    "
  `);
});

test('a run without losses is one line', () => {
  const report = { ...REPORT, files: FILES.slice(0, 1), counts: { indexed: 1 }, pruned: ['/cvs/x.pdf'] };
  expect(summaryText(report, OPTIONS)).toBe('1 file in 1.3 s: 1 indexed, 1 gone and forgotten\n');
});

test('a dry run and an interrupted one say so first', () => {
  const report = { ...REPORT, files: [], counts: {} };
  expect(summaryText(report, { ...OPTIONS, dryRun: true })).toMatch(/^Dry run, nothing stored: 0 files/);
  expect(summaryText({ ...report, interrupted: true }, OPTIONS)).toMatch(/^Stopped; what was done is kept/);
});

test('a long list of failures is cut', () => {
  const files = Array.from({ length: 30 }, (_, i): FileReport => ({
    path: `/cvs/${i}.pdf`,
    outcome: 'corrupt',
    reason: 'x',
  }));
  const text = summaryText({ ...REPORT, files, counts: { corrupt: 30 } }, OPTIONS);
  expect(text).toContain('and 20 more; all of them: --json');
});

test.each([
  ['lines', 'a.pdf\nb c.pdf\r\n\n', ['a.pdf', 'b c.pdf']],
  ['NUL', 'a.pdf\0b\nc.pdf\0', ['a.pdf', 'b\nc.pdf']],
])('a list on stdin, separated by %s', async (_, text, expected) => {
  expect(await expandPathList(['x', '-'], Readable.from([Buffer.from(text)]))).toEqual(['x', ...expected]);
});

test('an empty list, or a terminal instead of one, is an error', async () => {
  await expect(expandPathList(['-'], Readable.from([]))).rejects.toThrow('empty');
  await expect(expandPathList(['-'], Object.assign(Readable.from([]), { isTTY: true }))).rejects.toThrow(
    'no list',
  );
});

test('without - stdin is left alone', async () => {
  const stdin = Readable.from(['a']);
  expect(await expandPathList(['x'], stdin)).toEqual(['x']);
  expect(stdin.readableDidRead).toBe(false);
});
