import { setMaxListeners } from 'node:events';
import type { DocumentId } from '../domain/document.ts';
import { COMPLETE_OUTCOMES, type Outcome } from '../domain/outcome.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { JobQueue } from '../stores/job-queue.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { catchUp } from './catch-up.ts';
import { freshFiles } from './fresh-files.ts';
import { indexOutage } from './index-outage.ts';
import { ingestOne, type IngestOneDeps, type Parser } from './ingest-one.ts';
import { progressMeter, type ProgressMeter } from './progress-meter.ts';
import { prune } from './prune.ts';
import type { FileReport, IngestReport, IngestRequest } from './report.ts';
import { documentSink } from './sink.ts';

/** What waits in the queue: a reference and a hash, never text. */
export interface IngestJob {
  readonly path: string;
  /** Absent where the file is too large or cannot be read; the parser says which. */
  readonly hash?: DocumentId;
  /** The worker reads the path itself instead of staged bytes. */
  readonly shared?: true;
}

export interface IngestDeps {
  readonly store: CandidateStore;
  /** Made sure of by whoever opened it. */
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly queue: JobQueue<IngestJob>;
  readonly parser: Parser;
  /** Base of relative paths and globs. */
  readonly cwd: string;
}

/** Parsed documents that may wait for the store, so that its batches fill while the parsers go on. */
const WAITING_FOR_STORE = 32;

/**
 * The pipeline: discover → compare with what is known → queue → parse → embed and store → catch up → prune.
 * Every file gets exactly one outcome and a bad file costs only itself. Stopping at any point, by `signal` or by
 * kill -9, loses nothing that was reported; the next run goes on from there. Rejects only when a store fails; an index
 * that cannot be reached is reported, with everybody stored.
 */
export async function ingest(deps: IngestDeps, request: IngestRequest): Promise<IngestReport> {
  const started = performance.now();
  const run = new IngestRun(deps, request);
  await run.files();
  const stopped = (): boolean => request.signal.aborted;
  const { outage } = run;
  if (!request.dryRun && !stopped()) await outage.retry(() => catchUp(deps, run.meter, request.signal));
  // Nobody is forgotten who could not be taken out of the index.
  const mayPrune = request.prune && !stopped() && outage.error === undefined;
  const pruned = mayPrune ? await prune(deps, request, run.meter) : [];
  run.meter.finish();
  return {
    files: run.reports,
    counts: countOutcomes(run.reports),
    queued: [],
    ...(outage.error === undefined ? {} : { unreachable: outage.error }),
    seconds: (performance.now() - started) / 1000,
    pruned,
    interrupted: stopped(),
  };
}

/** The state of one run: what has been reported, and the first error that must end it. */
class IngestRun {
  readonly reports: FileReport[] = [];
  readonly meter: ProgressMeter;
  readonly outage = indexOutage();
  readonly #deps: IngestDeps;
  readonly #request: IngestRequest;
  readonly #one: IngestOneDeps;
  /** Ends the run: the user's signal, or a store that failed. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;

  constructor(deps: IngestDeps, request: IngestRequest) {
    this.#deps = deps;
    this.#request = request;
    this.meter = progressMeter(request.onProgress);
    const { dryRun } = request;
    const sink = documentSink(deps, this.meter, {
      dryRun,
      outage: this.outage,
    });
    this.#one = { store: deps.store, parser: deps.parser, sink, meter: this.meter, dryRun };
    this.#signal = AbortSignal.any([request.signal, this.#stop.signal]);
    // One listener for each file under way, so that stopping reaches all of them: many, and no leak.
    setMaxListeners(0, this.#signal);
  }

  async files(): Promise<void> {
    const { queue, parser } = this.#deps;
    const idle = new AbortController();
    const signal = AbortSignal.any([this.#signal, idle.signal]);
    // Each of the queue's workers listens to it.
    setMaxListeners(0, signal);
    const working = queue.work((job) => this.#handle(job.payload), {
      concurrency: parser.size + WAITING_FOR_STORE,
      signal,
    });
    try {
      await this.#enqueueAll();
      await queue.idle({ signal: this.#signal });
    } catch (error) {
      // An abort is reported as `interrupted` or as the failure that caused it, not as an error of its own.
      if (!this.#signal.aborted) this.#stop.abort(error);
    } finally {
      idle.abort();
      await working;
    }
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason;
  }

  async #enqueueAll(): Promise<void> {
    const { store, parser, queue, cwd } = this.#deps;
    const { meter } = this;
    const report = (file: FileReport): void => this.#report(file);
    const fresh = freshFiles(
      { store, maxBytes: parser.maxBytes, cwd, meter, report },
      this.#request,
      this.#signal,
    );
    for await (const slice of fresh) {
      await queue.add(
        slice.map(({ path, hash }) => ({
          key: path,
          payload: { path, ...(hash === undefined ? {} : { hash }) },
        })),
        { signal: this.#signal },
      );
    }
  }

  async #handle({ path }: IngestJob): Promise<void> {
    if (this.#signal.aborted) return;
    try {
      this.#report(await ingestOne(this.#one, { path, readFrom: path }, this.#signal));
    } catch (error) {
      if (!this.#signal.aborted) this.#stop.abort(error);
    }
  }

  #report(file: FileReport): void {
    this.reports.push(file);
    this.meter.done(COMPLETE_OUTCOMES.has(file.outcome));
    this.#request.onFile(file);
  }
}

export function countOutcomes(files: readonly FileReport[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of files) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
