import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBundledEmbedder } from '../../src/embed/embedder/bundled.ts';
import { parseDocument } from '../../src/ingest/parse/parse-document.ts';
import { progressMeter } from '../../src/ingest/progress-meter.ts';
import { DEFAULT_READ_LIMITS } from '../../src/ingest/read/limits.ts';
import { documentSink } from '../../src/ingest/sink.ts';
import { openSqlCandidateStore } from '../../src/stores/candidate-store/sql.ts';
import { openScanIndex } from '../../src/stores/search-index/scan.ts';
import { openSqlStaging } from '../../src/stores/staging/sql.ts';
import type { StagedFile } from '../../src/stores/staging.ts';
import { openMemoryQueue } from '../../src/stores/job-queue/memory.ts';
import type { IngestJob } from '../../src/ingest/ingest.ts';
import { addLostJobs } from '../../src/worker/lost-jobs.ts';
import { openPrivateFiles } from '../../src/worker/private-files.ts';
import { settleJob, type SettleDeps } from '../../src/worker/settle-job.ts';
import { openEmbedded } from '../stores/embedded.ts';

const SPEC = { name: 'test', dimensions: 256 };
const signal = new AbortController().signal;
const ANNA =
  'Anna Berg\nEngineer\nanna@example.com\n\nExperience\n\nEngineer, Example\n01/2019 - 03/2022\nTurbines.\n';

function staged(path: string, text: string): StagedFile {
  const bytes = Buffer.from(text);
  return { path, bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}

async function open() {
  const embedded = await openEmbedded();
  const embedder = await openBundledEmbedder();
  const store = openSqlCandidateStore(embedded.pool, 'embedded');
  const index = openScanIndex(embedded.pool, { ...SPEC, dimensions: embedder.dimensions });
  await store.migrate();
  await index.ensure();
  const staging = openSqlStaging(embedded.pool);
  const files = await openPrivateFiles();
  const meter = progressMeter(() => undefined);
  const sink = documentSink({ store, index, embedder }, meter, {
    dryRun: false,
    remembered: 0,
    lingerMs: 1,
  });
  const read: string[] = [];
  const parser = {
    size: 1,
    maxBytes: DEFAULT_READ_LIMITS.fileBytes,
    parse: (path: string) => {
      read.push(path);
      return parseDocument(path, { limits: DEFAULT_READ_LIMITS, now: '2026-11' });
    },
  };
  const deps: SettleDeps = {
    one: { store, parser, sink, meter, dryRun: false },
    index,
    embedder,
    staging,
    files,
  };
  const close = async (): Promise<void> => {
    await files.close();
    await embedder.close?.();
    await embedded.close();
  };
  return { deps, store, index, embedder, staging, parser, read, pool: embedded.pool, close };
}

let it: Awaited<ReturnType<typeof open>>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvx-settle-'));
  it = await open();
});
afterAll(async () => {
  await it.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => it.read.splice(0));
afterEach(async () => {
  await it.store.prune(['/cvs/anna.txt', '/cvs/empty.txt', join(folder, 'anna.txt')]);
  await it.pool.query('truncate cvx.staged_files');
});

const jobOf = ({ path, hash }: StagedFile): IngestJob => ({ path, hash });

test('the outcome is stored under the original path, and the bytes are given up', async () => {
  const file = staged('/cvs/anna.txt', ANNA);
  await it.staging.put([file]);
  const report = await settleJob(it.deps, jobOf(file), signal);
  expect(report).toMatchObject({ path: file.path, outcome: 'indexed' });
  expect(await it.store.files([file.path])).toMatchObject([{ document: file.hash, outcome: 'indexed' }]);
  expect(await it.staging.stats()).toEqual({ files: 0, bytes: 0 });
  expect(await it.store.pending(SPEC.name, 1)).toEqual([]);
});

test('the same job again changes nothing', async () => {
  const file = staged('/cvs/anna.txt', ANNA);
  await it.staging.put([file]);
  const { id = '' } = await settleJob(it.deps, jobOf(file), signal);
  const before = await it.store.get([id]);
  expect(await settleJob(it.deps, jobOf(file), signal)).toEqual({
    path: file.path,
    outcome: 'unchanged',
    id,
  });
  await it.staging.put([file]);
  expect(await settleJob(it.deps, jobOf(file), signal)).toMatchObject({ outcome: 'unchanged', id });
  expect(await it.store.get([id])).toEqual(before);
  expect(it.read).toHaveLength(1);
  expect(await it.staging.stats()).toMatchObject({ files: 0 });
});

test('what was stored by a worker that was killed before it indexed is indexed', async () => {
  const file = staged('/cvs/anna.txt', ANNA);
  const path = join(folder, 'once.txt');
  await writeFile(path, file.bytes);
  const document = await it.parser.parse(path);
  await it.store.put([{ path: file.path, document }]);
  await it.staging.put([file]);
  expect(await it.store.pending(SPEC.name, 1)).toHaveLength(1);
  await settleJob(it.deps, jobOf(file), signal);
  expect(await it.store.pending(SPEC.name, 1)).toEqual([]);
});

test('a file that cannot be read has its outcome, also when it is delivered again', async () => {
  const file = staged('/cvs/empty.txt', ' \n');
  await it.staging.put([file]);
  const report = await settleJob(it.deps, jobOf(file), signal);
  expect(report).toMatchObject({ path: file.path, outcome: 'no-text' });
  expect(await it.store.files([file.path])).toMatchObject([{ outcome: 'no-text' }]);
  expect(await it.staging.stats()).toMatchObject({ files: 0 });
  expect(await settleJob(it.deps, jobOf(file), signal)).toEqual(report);
});

test('bytes that are staged while the job runs are part of it', async () => {
  const [older, newer] = [staged('/cvs/anna.txt', ANNA), staged('/cvs/anna.txt', `${ANNA}Windmills.\n`)];
  await it.staging.put([older]);
  const { parser } = it.deps.one;
  let first = true;
  const parse = async (path: string) => {
    if (first) await it.staging.put([newer]);
    first = false;
    return parser.parse(path, signal);
  };
  const deps = { ...it.deps, one: { ...it.deps.one, parser: { ...parser, parse } } };
  await settleJob(deps, jobOf(older), signal);
  expect(await it.store.files([older.path])).toMatchObject([{ document: newer.hash }]);
  expect(await it.staging.stats()).toMatchObject({ files: 0 });
});

test('without bytes and without an outcome there is nothing to try again', async () => {
  const job = jobOf(staged('/cvs/anna.txt', ANNA));
  await expect(settleJob(it.deps, job, signal)).rejects.toMatchObject({
    name: 'PermanentError',
    code: 'CVX_STAGED_GONE',
  });
});

test('a shared path is read where it is', async () => {
  const path = join(folder, 'anna.txt');
  await writeFile(path, ANNA);
  expect(await settleJob(it.deps, { path, shared: true }, signal)).toMatchObject({
    path,
    outcome: 'indexed',
  });
  expect(it.read).toEqual([path]);
  expect(await settleJob(it.deps, { path, shared: true }, signal)).toMatchObject({ outcome: 'unchanged' });
});

test('what is staged and has no job gets one, but for what failed for good', async () => {
  const queue = openMemoryQueue<IngestJob>({ bound: 10 });
  const [anna, empty] = [staged('/cvs/anna.txt', ANNA), staged('/cvs/empty.txt', ' \n')];
  await it.staging.put([anna, empty]);
  const stop = new AbortController();
  const working = queue.work(
    () => settleJob(it.deps, { path: '/cvs/none.txt' }, signal).then(() => undefined),
    { concurrency: 1, signal: stop.signal },
  );
  await queue.add([{ key: empty.path, payload: jobOf(empty) }]);
  await queue.idle();
  stop.abort();
  await working;
  expect(await addLostJobs(queue, it.staging, signal)).toBe(1);
  expect(await queue.counts()).toEqual({ waiting: 1, running: 0, dead: 1 });
  await queue.close();
});
