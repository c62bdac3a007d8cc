import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CvxError, hasCode } from '../../lib/errors.ts';
import type { CandidateStore } from '../../stores/candidate-store.ts';
import { jobFileSchema, type JobFile } from './job.ts';
import { isGone, thisProcess } from './owner.ts';
import type { ReceivedFile } from './receive-upload.ts';
import type { UploadFolder } from './upload-folder.ts';
import { extensionOf, uploadPath } from './upload-label.ts';
import { REMEMBERED_JOBS, REMEMBERED_MS } from './uploads.ts';
import { withoutErased } from './without-erased.ts';

const recordSchema = z.object({
  id: z.uuid(),
  /** The process that reads the files: {@link thisProcess}. */
  owner: z.string(),
  /** Servers that have begun with it. */
  starts: z.int(),
  files: z.array(
    z.object({
      file: jobFileSchema,
      hash: z.string(),
      /** Name of the file that holds its bytes. */
      bytes: z.string(),
    }),
  ),
});

/** An upload that was accepted, as it stands on the disk. */
export type KeptJob = z.infer<typeof recordSchema>;

const RECORD = 'job.json';

/** Whoever takes files over writes their record within this time; a folder that has none by then was left by a killed server. */
const UNWRITTEN_MS = 60 * 60 * 1000;

/**
 * What was promised with a 202, on the disk: bytes and names until each file has its outcome, so that the next server goes on
 * where a killed one was, and then what became of them for a while. For the embedded store, whose processes share one disk.
 */
export class UploadJournal {
  readonly #root: string;
  readonly #store: Pick<CandidateStore, 'owners'>;
  /** The last write of each job, and the one that has not begun yet. */
  readonly #writing = new Map<string, Promise<void>>();
  readonly #queued = new Map<string, Promise<void>>();

  constructor(home: string, store: Pick<CandidateStore, 'owners'>) {
    this.#root = join(home, 'upload-jobs');
    this.#store = store;
  }

  /** Takes the files over from the folder that they were received in. Once it resolves they survive this process. */
  async keep(received: readonly ReceivedFile[], folder: UploadFolder): Promise<KeptJob> {
    const id = randomUUID();
    await mkdir(join(this.#root, id), { recursive: true, mode: 0o700 });
    const files = received.map(({ label, hash }, i) => ({
      file: { name: label, path: uploadPath(hash, label), state: 'waiting' } satisfies JobFile,
      hash,
      bytes: `${i}${extensionOf(label)}`,
    }));
    const job = { id, owner: thisProcess(), starts: 1, files };
    try {
      for (const [i, { file }] of received.entries()) await rename(file, this.bytesOf(job, i));
      await this.#write(job);
    } catch (error) {
      await rm(join(this.#root, id), { recursive: true, force: true });
      await folder.remove(received);
      throw error;
    }
    return job;
  }

  bytesOf({ id, files }: KeptJob, i: number): string {
    return join(this.#root, id, files[i]?.bytes ?? '');
  }

  /** Puts down what became of one file, and lets its bytes go. */
  async settle(job: KeptJob, i: number, end: Partial<JobFile>): Promise<void> {
    const kept = job.files[i];
    if (kept === undefined) return;
    kept.file = { ...kept.file, ...end };
    await this.#note(job);
    await rm(this.bytesOf(job, i), { force: true });
  }

  /** Without the files of erased people. Undefined where there is no such job, or it is long done. `id` is a UUID. */
  async find(id: string): Promise<KeptJob | undefined> {
    const job = await this.#read(id);
    return job && this.#dropErased(job);
  }

  /** Jobs with files that wait and whose process is gone; from now on they are this one's. */
  async adopt(): Promise<readonly KeptJob[]> {
    const adopted: KeptJob[] = [];
    for (const id of await this.#ids()) {
      const job = await this.#read(id);
      if (job === undefined) {
        // Killed before it was accepted: nobody was promised anything.
        if (await this.#isOld(id)) await rm(join(this.#root, id), { recursive: true, force: true });
        continue;
      }
      if (!job.files.some(({ file }) => file.state === 'waiting') || !isGone(job.owner)) continue;
      const mine = { ...job, owner: thisProcess(), starts: job.starts + 1 };
      await this.#write(mine);
      adopted.push(mine);
    }
    return adopted;
  }

  /** Writes the job once the write before has ended; whoever comes until then shares it. */
  #note(job: KeptJob): Promise<void> {
    const { id } = job;
    const shared = this.#queued.get(id);
    if (shared !== undefined) return shared;
    const before = this.#writing.get(id)?.catch(() => undefined) ?? Promise.resolve();
    const write = before.then(() => {
      this.#queued.delete(id);
      return this.#write(job);
    });
    this.#queued.set(id, write);
    this.#writing.set(id, write);
    const forget = (): void => {
      if (this.#writing.get(id) === write) this.#writing.delete(id);
    };
    write.then(forget, forget);
    return write;
  }

  async #ids(): Promise<readonly string[]> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    return readdir(this.#root);
  }

  async #read(id: string): Promise<KeptJob | undefined> {
    const place = join(this.#root, id, RECORD);
    try {
      return recordSchema.parse(JSON.parse(await readFile(place, 'utf8')));
    } catch (cause) {
      if (hasCode(cause, 'ENOENT')) return undefined;
      throw new CvxError('CVX_UPLOAD_RECORD', `The record of an upload cannot be read: ${place}`, {
        hint: 'The bytes of what was uploaded lie beside it. Move the folder away, and upload them again.',
        cause,
      });
    }
  }

  /** Whole or not at all, on the disk and not only in memory; whoever else writes it at the same time has a file of their own. */
  async #write(job: KeptJob): Promise<void> {
    const place = join(this.#root, job.id, RECORD);
    const next = `${place}.${randomUUID()}`;
    try {
      await writeFile(next, JSON.stringify(job), { mode: 0o600, flush: true });
      await rename(next, place);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
  }

  /** Drops what is done and long ago, or more than is remembered, erased people, and bytes that a killed server had done with. */
  async sweep(): Promise<void> {
    const kept: KeptJob[] = [];
    for (const [i, { job, at }] of (await this.#done()).entries())
      if (i >= REMEMBERED_JOBS || Date.now() - at > REMEMBERED_MS)
        await rm(join(this.#root, job.id), { recursive: true, force: true });
      else kept.push(job);
    const all = kept.flatMap(({ files }) => files);
    const left = new Set(await withoutErased(this.#store, all));
    if (left.size === all.length) return;
    for (const job of kept) {
      const files = job.files.filter((one) => left.has(one));
      if (files.length < job.files.length) await unlessGone(this.#write({ ...job, files }));
    }
  }

  /** Jobs whose files all have their outcome, the last one first, each with the milliseconds since 1970 of that outcome. */
  async #done(): Promise<readonly { readonly job: KeptJob; readonly at: number }[]> {
    const done: { readonly job: KeptJob; readonly at: number }[] = [];
    for (const id of await this.#ids()) {
      const job = await this.#read(id);
      if (job === undefined || job.files.some(({ file }) => file.state === 'waiting')) continue;
      if (isGone(job.owner))
        for (const i of job.files.keys()) await rm(this.bytesOf(job, i), { force: true });
      const record = await unlessGone(stat(join(this.#root, id, RECORD)));
      if (record !== undefined) done.push({ job, at: record.mtimeMs });
    }
    return done.sort((a, b) => b.at - a.at);
  }

  /** The job without erased people's files; once all of it is done, the record on the disk has lost them, too. */
  async #dropErased(job: KeptJob): Promise<KeptJob> {
    const files = await withoutErased(this.#store, job.files);
    if (files === job.files) return job;
    const left = { ...job, files: [...files] };
    if (job.files.some(({ file }) => file.state === 'waiting')) return left;
    // A write that was under way would bring them back. With all files settled no other one begins.
    await this.#writing.get(job.id)?.catch(() => undefined);
    await this.#write(left);
    return left;
  }

  async #isOld(id: string): Promise<boolean> {
    return Date.now() - (await stat(join(this.#root, id))).mtimeMs > UNWRITTEN_MS;
  }
}

/** Undefined where another server of the same home, which looks through it, too, has dropped the job meanwhile. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
