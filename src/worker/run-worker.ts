import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../command.ts';
import type { Config } from '../config/schema.ts';
import { requireServers } from '../config/require-servers.ts';
import type { Context } from '../context.ts';
import { COMPLETE_OUTCOMES } from '../domain/outcome.ts';
import { catchUp } from '../ingest/catch-up.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import { parserOptions } from '../ingest/parse/parser-options.ts';
import { openParserPool, type ParserPool } from '../ingest/parse/parser-pool.ts';
import { progressMeter } from '../ingest/progress-meter.ts';
import type { FileReport } from '../ingest/report.ts';
import { documentSink } from '../ingest/sink.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { exitOfStop } from '../lib/shutdown.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import type { Delivery, JobQueue } from '../stores/job-queue.ts';
import type { Staging } from '../stores/staging.ts';
import { jobLimit, type JobLimit } from './job-limit.ts';
import { addLostJobs } from './lost-jobs.ts';
import { openPrivateFiles, type PrivateFiles } from './private-files.ts';
import { settleJob, type SettleDeps } from './settle-job.ts';

/** What a running job may still take after a stop: most take a second, and orchestrators kill after 30 s. */
const GRACE_MS = 10_000;

/** How often the backlog is asked for: some seconds lead from the first worker to the last. */
const FOLLOW_MS = 1000;

/** Pause before a job is tried again whose store is away. */
const AWAY_MS = 2000;

/**
 * A worker has no more documents under way than it reads at once, so the first of a batch gains little by waiting: about
 * what a transaction costs.
 */
const LINGER_MS = 5;

export interface WorkerRun {
  readonly untilEmpty: boolean;
}

/** `cvx worker`: a line for each file on stderr, or a JSON document on stdout. */
export async function runWorker(session: Session, run: WorkerRun): Promise<ExitCode> {
  const { config } = await session.config();
  requireServers(config);
  const context = await session.open();
  const { staging } = context;
  if (staging === undefined) throw new Error('A store of many machines has no staging');
  const queue = await context.openQueue<IngestJob>('across');
  const size = Math.max(config.min_queue_workers, config.max_queue_workers);
  const parser = openParserPool(parserOptions(config, size));
  const files = await openPrivateFiles();
  try {
    const limit = limitOf(session, config, size);
    const worker = new IngestWorker(session, { ...context, staging }, { queue, parser, files, limit, size });
    await worker.work(run.untilEmpty);
    return exitCode(session.signal, worker.lost);
  } finally {
    await parser.close();
    await files.close();
  }
}

function limitOf(session: Session, config: Config, max: number): JobLimit {
  return jobLimit({
    min: config.min_queue_workers,
    max,
    thresholdMb: config.memory_threshold_mb,
    rss: () => process.memoryUsage.rss(),
    onPause: (paused, mb) =>
      session.say(
        paused
          ? `Taking no further job: ${mb} MB are in use, above MEMORY_THRESHOLD_MB=${config.memory_threshold_mb}.`
          : 'Taking jobs again.',
      ),
  });
}

/** Being told to stop is how a worker ends: only what it lost before makes a difference. */
function exitCode(signal: AbortSignal, lost: boolean): ExitCode {
  return exitOfStop(signal, lost ? EXIT.findings : EXIT.ok);
}

interface Parts {
  readonly queue: JobQueue<IngestJob>;
  readonly parser: ParserPool;
  readonly files: PrivateFiles;
  readonly limit: JobLimit;
  /** Jobs at once at most. */
  readonly size: number;
}

class IngestWorker {
  /** Whether a file was not wholly read, or a job failed for good. */
  lost = false;
  readonly #session: Session;
  readonly #context: Context & { readonly staging: Staging };
  readonly #parts: Parts;
  readonly #deps: SettleDeps;
  readonly #meter = progressMeter(() => undefined);
  /** Takes no further job: the user's stop, or an empty queue. */
  readonly #stop = new AbortController();
  /** Gives up the running ones. */
  readonly #grace = new AbortController();
  #away = false;

  constructor(session: Session, context: Context & { readonly staging: Staging }, parts: Parts) {
    this.#session = session;
    this.#context = context;
    this.#parts = parts;
    const { store, index, embedder, staging } = context;
    const { parser, files } = parts;
    const sink = documentSink(context, this.#meter, {
      dryRun: false,
      remembered: 0,
      lingerMs: LINGER_MS,
    });
    const one = { store, parser, sink, meter: this.#meter, dryRun: false };
    this.#deps = { one, index, embedder, staging, files };
  }

  async work(untilEmpty: boolean): Promise<void> {
    const { queue, limit, size } = this.#parts;
    const { signal } = this.#session;
    let grace: NodeJS.Timeout | undefined;
    const onStop = (): void => {
      this.#stop.abort(signal.reason);
      grace = setTimeout(() => this.#grace.abort(signal.reason), GRACE_MS);
    };
    if (signal.aborted) onStop();
    else signal.addEventListener('abort', onStop, { once: true });
    const following = setInterval(() => void this.#follow(), FOLLOW_MS);
    const working = queue.work((job) => this.#handle(job), {
      concurrency: size,
      limit: limit.now,
      signal: this.#stop.signal,
    });
    try {
      await Promise.race([this.#untilDone(untilEmpty), working]);
      if (!untilEmpty) await working;
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      this.#stop.abort();
      clearInterval(following);
      signal.removeEventListener('abort', onStop);
      await working.finally(() => clearTimeout(grace));
    }
  }

  /** Jobs that were lost are found; then, where asked for, all are waited for. */
  async #untilDone(untilEmpty: boolean): Promise<void> {
    const { queue } = this.#parts;
    const { staging } = this.#context;
    const { signal } = this.#stop;
    let found = await addLostJobs(queue, staging, signal);
    if (!untilEmpty) return;
    do {
      await queue.idle({ signal });
      found = await addLostJobs(queue, staging, signal);
    } while (found > 0);
    if ((await queue.counts({ signal })).dead > 0) this.lost = true;
    await catchUp(this.#context, this.#meter, signal);
  }

  async #follow(): Promise<void> {
    try {
      this.#parts.limit.follow((await this.#parts.queue.counts({ signal: this.#stop.signal })).waiting);
    } catch {
      // The queue's own warning tells of an outage; the limit stays as it is.
    }
  }

  async #handle({ payload, attempt, signal }: Delivery<IngestJob>): Promise<void> {
    // A stop leaves running jobs their grace; one that went to another worker ends at once.
    const end = new AbortController();
    const onAbort = (): void => {
      if (!this.#stop.signal.aborted) end.abort(signal.reason);
    };
    const onGrace = (): void => end.abort(this.#grace.signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#grace.signal.addEventListener('abort', onGrace, { once: true });
    try {
      this.#report(await this.#settle(payload, end.signal));
    } catch (error) {
      if (!end.signal.aborted && !this.#stop.signal.aborted) this.#failed(payload.path, attempt, error);
      throw error;
    } finally {
      this.#grace.signal.removeEventListener('abort', onGrace);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A store that is away fails no job: it is waited for, until the worker is told to stop. */
  async #settle(job: IngestJob, signal: AbortSignal): Promise<FileReport> {
    for (;;) {
      try {
        const report = await settleJob(this.#deps, job, signal);
        this.#away = false;
        return report;
      } catch (error) {
        const isAway = error instanceof CvxError && error.exit === EXIT.unavailable;
        if (!isAway || this.#stop.signal.aborted || signal.aborted) throw error;
        if (!this.#away) this.#session.say(`${error.message}; waiting for it.`);
        this.#away = true;
        await sleep(AWAY_MS, undefined, { signal: AbortSignal.any([signal, this.#stop.signal]) });
      }
    }
  }

  #report(file: FileReport): void {
    const { io, globals, say } = this.#session;
    if (!COMPLETE_OUTCOMES.has(file.outcome)) this.lost = true;
    if (globals.json) io.stdout.write(toJson({ schema: 1, ...file }));
    else say(oneLine(`${file.outcome}  ${file.path}${file.reason === undefined ? '' : ` (${file.reason})`}`));
  }

  #failed(path: string, attempt: number, error: unknown): void {
    // The message of any other error may quote a CV.
    const why = error instanceof CvxError ? error.message : error instanceof Error ? error.name : 'unknown';
    this.#session.say(oneLine(`try ${attempt} failed  ${path} (${why})`));
  }
}
