import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { indexPeople } from '../../indexing/index-people.ts';
import type { IngestJob } from '../../ingest/ingest.ts';
import { compareHashes } from '../../ingest/known.ts';
import type { JobQueue } from '../../stores/job-queue.ts';
import type { Staging } from '../../stores/staging.ts';
import type { Recorder } from '../../metrics/monitor.ts';
import type { SharedQueue } from '../shared-queue.ts';
import { endOf, jobFileSchema, jobOf, type Job } from './job.ts';
import type { ReceivedFile } from './receive-upload.ts';
import type { UploadFolder } from './upload-folder.ts';
import { uploadPath } from './upload-label.ts';
import { MAX_FILES, noRoom, REMEMBERED_JOBS, REMEMBERED_MS, type Uploads } from './uploads.ts';
import { withoutErased } from './without-erased.ts';

/** Dead letters looked through for a file of a job; there are as many only where all else has failed, too. */
const DEAD_LETTERS = 1000;

/** What is remembered of a file of a job. */
const fileSchema = z.object({
  file: jobFileSchema,
  hash: z.string(),
  /** An earlier upload of the same file failed, so an outcome may be that one's. */
  failedBefore: z.boolean(),
});

type File = z.infer<typeof fileSchema>;

interface AcrossDeps {
  readonly recorder: Recorder;
  readonly context: Context & { readonly staging: Staging };
  readonly queue: SharedQueue;
  readonly folder: UploadFolder;
}

/**
 * Hands uploads to `cvx worker`, as `cvx ingest --queue` does: bytes into the staging, then a job. Which files a job has is kept
 * in the cache, where all processes see it; what became of them is what the store says.
 */
export class UploadsAcross implements Uploads {
  readonly folder: UploadFolder;
  readonly #context: AcrossDeps['context'];
  readonly #queue: SharedQueue;
  readonly #recorder: Recorder;
  readonly #jobs = new LRUCache<string, readonly File[]>({ max: REMEMBERED_JOBS, ttl: REMEMBERED_MS });

  constructor({ context, queue, recorder, folder }: AcrossDeps) {
    this.folder = folder;
    this.#context = context;
    this.#queue = queue;
    this.#recorder = recorder;
  }

  /** A queue without room would let the upload wait for the workers. */
  async checkRoom(): Promise<void> {
    const queue = await this.#queue();
    const { waiting } = await queue.counts();
    if (waiting + MAX_FILES > queue.bound) throw noRoom();
  }

  async accept(received: readonly ReceivedFile[]): Promise<Job> {
    const id = randomUUID();
    try {
      const files: File[] = [];
      for (const file of received) files.push(await this.#hand(file));
      this.#jobs.set(id, files);
      await this.#context.cache.set(keyOf(id), JSON.stringify(files), REMEMBERED_MS);
      return jobOf(id, files);
    } finally {
      await this.folder.remove(received);
    }
  }

  async find(id: string): Promise<Job | undefined> {
    const files = this.#jobs.get(id) ?? readKept(await this.#context.cache.get(keyOf(id)));
    if (files === undefined) return undefined;
    const now = await withoutErased(this.#context.store, await this.#look(files));
    this.#jobs.set(id, now);
    // What is kept for the other processes loses erased people, too, as soon as anybody looks.
    if (now.length < files.length)
      await this.#context.cache.set(keyOf(id), JSON.stringify(now), REMEMBERED_MS);
    return jobOf(id, now);
  }

  close(): Promise<void> {
    return this.folder.close();
  }

  async #hand({ label, hash, file }: ReceivedFile): Promise<File> {
    const { store, staging } = this.#context;
    const path = uploadPath(hash, label);
    const started = performance.now();
    const [before] = await store.files([path]);
    const [comparison] = await compareHashes(store, new Map([[path, hash]]), false);
    const known = comparison?.known;
    if (known !== undefined) {
      if (known.id !== undefined) await indexPeople(this.#context, [known.id]);
      this.#recorder.ingest(known.outcome, (performance.now() - started) / 1000);
      return { file: { name: label, path, ...endOf(known) }, hash, failedBefore: false };
    }
    await staging.put([{ path, hash, bytes: await readFile(file) }]);
    await (await this.#queue()).add([{ key: path, payload: { path, hash } }]);
    const failedBefore = before !== undefined && before.document === undefined;
    return { file: { name: label, path, state: 'waiting' }, hash, failedBefore };
  }

  /** What became of the files that waited. Those of which nothing is left anywhere are left out. */
  async #look(files: readonly File[]): Promise<readonly File[]> {
    const { store, staging } = this.#context;
    const open = files.filter(({ file }) => file.state === 'waiting');
    if (open.length === 0) return files;
    const paths = open.map(({ file }) => file.path);
    // Before the store, which has an outcome by the time that bytes are gone: a file in neither was stored, and erased since.
    const staged = await staging.waiting(paths);
    const [stored, dead] = await Promise.all([store.files(paths), deadLetters(await this.#queue())]);
    const outcomes = new Map(stored.map((one) => [one.path, one]));
    // After the outcomes, which are committed with their people: a stored file is never without its id.
    const settled = open.filter(({ file }) => outcomes.has(file.path));
    const owners = await store.owners(settled.map(({ hash }) => hash));
    return files.flatMap((one): File[] => {
      const { file, hash } = one;
      if (file.state !== 'waiting') return [one];
      const reason = dead.get(file.path);
      if (reason !== undefined) return [{ ...one, file: { ...file, state: 'failed', reason } }];
      const found = outcomes.get(file.path);
      const waits = staged.has(file.path);
      if (found === undefined) return waits ? [one] : [];
      // The outcome of an earlier upload, where the bytes of this one still wait.
      if (waits && one.failedBefore && found.document === undefined) return [one];
      const id = owners.get(hash);
      return [{ ...one, file: { ...file, ...endOf({ ...found, ...(id && { id }) }) } }];
    });
  }
}

function keyOf(id: string): string {
  return `upload:${id}`;
}

function readKept(text: string | undefined): File[] | undefined {
  return text === undefined ? undefined : z.array(fileSchema).parse(JSON.parse(text));
}

/** Why jobs failed for good, by path. */
async function deadLetters(queue: JobQueue<IngestJob>): Promise<ReadonlyMap<string, string>> {
  const letters = await queue.deadLetters.list({ limit: DEAD_LETTERS });
  return new Map(letters.map(({ key, reason }) => [key, reason]));
}
