import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IngestJob } from '../../../src/ingest/ingest.ts';
import { openParserPool } from '../../../src/ingest/parse/parser-pool.ts';
import { parserOptions } from '../../../src/ingest/parse/parser-options.ts';
import { progressMeter } from '../../../src/ingest/progress-meter.ts';
import { documentSink } from '../../../src/ingest/sink.ts';
import { UploadsAcross } from '../../../src/serve/ingest/across.ts';
import type { Job } from '../../../src/serve/ingest/job.ts';
import { openUploadFolder } from '../../../src/serve/ingest/upload-folder.ts';
import { MAX_FILES } from '../../../src/serve/ingest/uploads.ts';
import { problemSchema } from '../../../src/serve/problem.ts';
import { jobAnswerSchema } from '../../../src/serve/routes/ingest.ts';
import type { ServeApp } from '../../../src/serve/serve-app.ts';
import { openMemoryQueue } from '../../../src/stores/job-queue/memory.ts';
import type { JobQueue } from '../../../src/stores/job-queue.ts';
import { openSqlStaging } from '../../../src/stores/staging/sql.ts';
import type { Staging } from '../../../src/stores/staging.ts';
import { openPrivateFiles } from '../../../src/worker/private-files.ts';
import { settleJob } from '../../../src/worker/settle-job.ts';
import { openEmbedded } from '../../stores/embedded.ts';
import { noRecorder, openStores, type Opened } from '../open-app.ts';

/** Jobs that may wait beside one upload of as many files as there may be. */
const ROOM = 3;

let stores: Opened;
let database: Awaited<ReturnType<typeof openEmbedded>>;
let staging: Staging;
let queue: JobQueue<IngestJob>;
let app: ServeApp;
let home: string;

beforeEach(async () => {
  [stores, database] = await Promise.all([openStores(), openEmbedded()]);
  staging = openSqlStaging(database.pool);
  queue = openMemoryQueue<IngestJob>({ bound: MAX_FILES + ROOM });
  home = await mkdtemp(join(tmpdir(), 'cvx-across-'));
  const uploads = new UploadsAcross({
    context: { ...stores.context, staging },
    queue: async () => queue,
    recorder: noRecorder,
    folder: await openUploadFolder(home),
  });
  ({ app } = stores.build({ parts: { uploads } }));
});
afterEach(async () => {
  await queue.close();
  await Promise.all([stores.close(), database.close()]);
  await rm(home, { recursive: true, force: true });
});

/** What `cvx worker` does with all that waits. */
async function work(): Promise<void> {
  const { store, index, embedder } = stores.context;
  const meter = progressMeter(() => undefined);
  const parser = openParserPool(parserOptions(stores.config, 1));
  const files = await openPrivateFiles();
  const sink = documentSink(stores.context, meter, { dryRun: false, remembered: 0, lingerMs: 5 });
  const stop = new AbortController();
  const working = queue.work(
    async ({ payload, signal }) => {
      const one = { store, parser, sink, meter, dryRun: false };
      await settleJob({ one, index, embedder, staging, files }, payload, signal);
    },
    { concurrency: 1, signal: stop.signal },
  );
  await queue.idle();
  stop.abort();
  await working;
  await Promise.all([parser.close(), files.close()]);
}

async function upload(files: Readonly<Record<string, string>>): Promise<Response> {
  const body = new FormData();
  for (const [name, text] of Object.entries(files)) body.append('files', new File([text], name));
  return app.request('/api/ingest', { method: 'POST', body });
}

async function jobIn(response: Response): Promise<Job> {
  return jobAnswerSchema.parse(await response.json()).job;
}

const dora =
  'Dora Novak\nGardener\ndora@example.com\n\nExperience\n\nGardener, Park\n02/2015 - 05/2021\nRoses.\n';

test('an upload waits for a worker, then says what the store says of each file', async () => {
  const response = await upload({ 'dora.txt': dora, 'empty.txt': '' });
  expect(response.status).toBe(202);
  const { id, files } = await jobIn(response);
  expect(files.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
  const left = await readdir(home, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toEqual([]);
  await work();
  const job = await jobIn(await app.request(`/api/ingest/${id}`));
  expect(job.state).toBe('done');
  const [stored, empty] = job.files;
  expect(stored).toMatchObject({ name: 'dora.txt', state: 'done', outcome: 'indexed' });
  expect((await app.request(`/api/candidates/${stored?.id}`)).status).toBe(200);
  expect(empty).toMatchObject({ name: 'empty.txt', state: 'done' });
  expect(empty?.id).toBeUndefined();
  // Known: it is told at once, and no worker is asked.
  const again = await jobIn(await upload({ 'dora.txt': dora }));
  expect(again.files).toMatchObject([{ state: 'done', outcome: 'unchanged', id: stored?.id }]);
});

test('where the queue has no room for another upload it is refused, to come again, and nothing is taken', async () => {
  const add = (n: number) => queue.add([{ key: `${n}`, payload: { path: `${n}`, hash: 'f'.repeat(64) } }]);
  for (let n = 0; n < ROOM; n += 1) await add(n);
  expect((await upload({ 'dora.txt': dora })).status).toBe(202);
  const { waiting } = await queue.counts();
  expect(waiting).toBe(ROOM + 1);
  const refused = await upload({ 'emil.txt': dora.replace('Dora', 'Emil') });
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(problemSchema.parse(await refused.json()).code).toBe('CVX_UPLOADS_WAITING');
  expect((await queue.counts()).waiting).toBe(waiting);
  expect((await staging.stats()).files).toBe(1);
});
