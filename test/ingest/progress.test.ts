import { expect, test } from 'vitest';
import { openProgress } from '../../src/ingest/open-progress.ts';
import { jsonProgress } from '../../src/ingest/progress-json.ts';
import { plainProgress, progressLine } from '../../src/ingest/progress-plain.ts';
import type { IngestProgress } from '../../src/ingest/report.ts';
import { fakeIo } from '../lib/fake-io.ts';

const { signal } = new AbortController();
const STAGE = { reading: 2, embedding: 0, storing: 1 };

function at(done: number, total?: number, phase: IngestProgress['phase'] = 'index'): IngestProgress {
  return { phase, done, ...(total === undefined ? {} : { total }), failed: 0, stage: STAGE };
}

test('a line of progress tells what, how far, how fast and how long', () => {
  expect(progressLine({ ...at(120, 4000), failed: 3 }, 14.2, 20_000)).toBe(
    'Reading CVs: 120 of 4,000, 3 failed, 14 per second, 20 s left',
  );
  expect(progressLine(at(1, undefined, 'discover'))).toBe('Looking for files: 1 file');
});

test('plain progress says nothing of a short run, and a line every two seconds of a long one', () => {
  const { io, stderr } = fakeIo();
  let now = 0;
  const view = plainProgress(io.stderr, () => now);
  for (now = 0; now < 5000; now += 100) view.progress(at(now / 100, 100));
  expect(stderr().trimEnd().split('\n')).toEqual([
    'Reading CVs: 20 of 100, 10 per second, 8.0 s left',
    'Reading CVs: 40 of 100, 10 per second, 6.0 s left',
  ]);
});

test('progress as JSON: start of each phase, ticks, and one end', async () => {
  const { io, stderr } = fakeIo();
  let now = 0;
  const view = jsonProgress(io.stderr, () => now);
  view.progress(at(0, undefined, 'discover'));
  now = 100;
  view.progress(at(0, 10));
  now = 2000;
  view.progress(at(5, 10));
  view.progress(at(5, 10, 'catch-up'));
  await view.end(true);
  const events = stderr()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(events).toEqual([
    { event: 'start', phase: 'discover', done: 0 },
    { event: 'start', phase: 'index', done: 0, total: 10 },
    { event: 'tick', phase: 'index', done: 5, total: 10, etaMs: 2000 },
    { event: 'start', phase: 'catch-up', done: 5, total: 10, etaMs: 2000 },
    { event: 'abort', phase: 'catch-up', done: 5, total: 10, etaMs: 2000 },
  ]);
});

test.each([
  ['--quiet', { mode: 'auto', quiet: true, json: false }],
  ['--json', { mode: 'auto', quiet: false, json: true }],
  ['--progress none', { mode: 'none', quiet: false, json: false }],
] as const)('%s: no progress', async (_, choice) => {
  const { io, stderr } = fakeIo({ isTTY: true });
  const view = await openProgress(io, { ...choice, signal });
  view.progress(at(1, 2));
  await view.end(false);
  expect(stderr()).toBe('');
});

test('the live display shows bar, failures and what others say, then leaves only the lines', async () => {
  const { io, stderr } = fakeIo({ isTTY: true, columns: 100 }, { TERM: 'xterm' });
  const view = await openProgress(io, { mode: 'auto', quiet: false, json: false, signal });
  view.file({ path: '/cvs/old\u001b[2J.pdf', outcome: 'encrypted', reason: 'it has a password' });
  view.progress({ ...at(50, 100), failed: 1 });
  io.stderr.line('Somebody says something');
  // Ink draws at most 30 times a second.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const shown = stderr();
  expect(shown).toContain('encrypted: /cvs/old␛[2J.pdf (it has a password)');
  expect(shown).toContain('Somebody says something');
  expect(shown).toContain('████████████░░░░░░░░░░░░');
  expect(shown).toContain('50/100');
  expect(shown).toContain('reading 2, storing 1');
  await view.end(false);
  io.stderr.line('after');
  expect(stderr().endsWith('after\n')).toBe(true);
});

test('CI gets lines, not a live display', async () => {
  const { io, stderr } = fakeIo({ isTTY: true }, { TERM: 'xterm', CI: 'true' });
  const view = await openProgress(io, { mode: 'auto', quiet: false, json: false, signal });
  view.progress(at(50, 100));
  await view.end(false);
  expect(stderr()).toBe('');
});
