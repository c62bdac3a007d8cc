import type { Logger } from 'pino';
import { setMaxListeners } from 'node:events';
import type { Context } from '../../context.ts';
import { compareHashes } from '../../ingest/known.ts';
import { parserOptions } from '../../ingest/parse/parser-options.ts';
import { openParserPool, type ParserPool } from '../../ingest/parse/parser-pool.ts';
import { progressMeter, type ProgressMeter } from '../../ingest/progress-meter.ts';
import { settleFile, type SettleFileDeps } from '../../ingest/settle-file.ts';
import { documentSink } from '../../ingest/sink.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import type { Recorder } from '../../metrics/monitor.ts';
import { describeFailure } from '../request-log.ts';
import type { ServeDeps } from '../serve-app.ts';
import { endOf, jobOf, type Job, type JobFile } from './job.ts';
import type { ReceivedFile } from './receive-upload.ts';
import type { UploadFolder } from './upload-folder.ts';
import { UploadJournal, type KeptJob } from './upload-journal.ts';
import { noRoom, type Uploads } from './uploads.ts';

/** Files that may wait for a parser: at some five a second and core a few minutes of work, and their bytes lie on the disk. */
const MAX_WAITING = 1000;

/** A search must not wait for the store behind a long batch, and an upload of one file gains nothing by waiting for others. */
const LINGER_MS = 20;

/** How often jobs that are long done, and people who have been erased, are looked for in what is remembered. */
const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** Servers that may begin with a job. One that ended three of them would end the next one, too. */
const MAX_STARTS = 3;

interface HereDeps extends Pick<ServeDeps, 'config' | 'recorder' | 'log'> {
  readonly context: Context;
  readonly folder: UploadFolder;
}

/** Reads uploads in this process's parser children and stores them. What it does not get done the next server does. */
export class UploadsHere implements Uploads {
  readonly folder: UploadFolder;
  readonly #deps: SettleFileDeps;
  readonly #parser: ParserPool;
  readonly #recorder: Recorder;
  readonly #log: Logger;
  readonly #journal: UploadJournal;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #sweeping: NodeJS.Timeout | undefined;
  #swept = Promise.resolve();

  constructor({ context, config, recorder, log, folder }: HereDeps) {
    const { store, index, embedder } = context;
    const meter = timedMeter(recorder);
    const parser = openParserPool(parserOptions(config, config.concurrency));
    // Somebody may be erased in between by a request beside this one.
    const options = { dryRun: false, remembered: 0, lingerMs: LINGER_MS };
    const sink = documentSink(context, meter, options);
    this.folder = folder;
    this.#journal = new UploadJournal(config.home, store);
    this.#deps = { one: { store, parser, sink, meter, dryRun: false }, index, embedder };
    this.#parser = parser;
    this.#recorder = recorder;
    this.#log = log;
    // Each file under way listens to it.
    setMaxListeners(0, this.#stop.signal);
  }

  async checkRoom(): Promise<void> {
    if (this.#running.size >= MAX_WAITING) throw noRoom();
  }

  async accept(received: readonly ReceivedFile[]): Promise<Job> {
    const job = await this.#journal.keep(received, this.folder);
    this.#begin(job);
    return jobOf(job.id, job.files);
  }

  /** Goes on with what servers before this one have accepted and not done. */
  async resume(): Promise<void> {
    await this.#journal.sweep();
    this.#sweeping = setInterval(() => {
      this.#swept = this.#sweep();
    }, SWEEP_EVERY_MS).unref();
    for (const job of await this.#journal.adopt()) this.#begin(job);
  }

  async find(id: string): Promise<Job | undefined> {
    const job = await this.#journal.find(id);
    return job === undefined ? undefined : jobOf(id, job.files);
  }

  async close(giveUp: AbortSignal): Promise<void> {
    const end = (): void => this.#stop.abort(giveUp.reason);
    if (giveUp.aborted) end();
    else giveUp.addEventListener('abort', end, { once: true });
    clearInterval(this.#sweeping);
    await Promise.all([...this.#running, this.#swept]);
    giveUp.removeEventListener('abort', end);
    await this.#parser.close();
    await this.folder.close();
  }

  async #sweep(): Promise<void> {
    try {
      await this.#journal.sweep();
    } catch (error) {
      this.#log.error(describeFailure(error), 'what is remembered of uploads could not be looked through');
    }
  }

  #begin(job: KeptJob): void {
    for (const [i, { file }] of job.files.entries()) {
      if (file.state !== 'waiting') continue;
      const work = this.#run(job, i).catch((error: unknown) =>
        this.#log.error(describeFailure(error), 'what became of an upload could not be noted'),
      );
      this.#running.add(work);
      void work.finally(() => this.#running.delete(work));
    }
  }

  /** One file to its outcome. Where the server stops before, it goes on waiting, for the next one. */
  async #run(job: KeptJob, i: number): Promise<void> {
    const end =
      job.starts > MAX_STARTS
        ? ({ state: 'failed', reason: 'the server ended each time while it was read' } as const)
        : await this.#settle(job, i);
    if (end !== undefined) await this.#journal.settle(job, i, end);
  }

  async #settle(job: KeptJob, i: number): Promise<Partial<JobFile> | undefined> {
    const kept = job.files[i];
    if (kept === undefined) return undefined;
    const { path } = kept.file;
    const { signal } = this.#stop;
    const started = performance.now();
    try {
      const [comparison] = await compareHashes(this.#deps.one.store, new Map([[path, kept.hash]]), false);
      const readFrom = this.#journal.bytesOf(job, i);
      const report = await settleFile(this.#deps, comparison, { path, readFrom }, signal);
      this.#recorder.ingest(report.outcome, (performance.now() - started) / 1000);
      return endOf(report);
    } catch (error) {
      if (signal.aborted) return undefined;
      this.#log.error(describeFailure(error), 'an upload failed');
      return { state: 'failed', reason: reasonOf(error) };
    }
  }
}

/** A meter of nobody's progress that tells how long each stage took. */
function timedMeter(recorder: Recorder): ProgressMeter {
  const meter = progressMeter(() => undefined);
  return {
    ...meter,
    async time(stage, work) {
      const started = performance.now();
      try {
        return await meter.time(stage, work);
      } finally {
        recorder.stage(stage, (performance.now() - started) / 1000);
      }
    },
  };
}

function reasonOf(error: unknown): string {
  const isAway = error instanceof CvxError && error.exit === EXIT.unavailable;
  return isAway ? 'a store could not be reached' : 'a fault of the server';
}
