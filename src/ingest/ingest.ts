import { setMaxListeners } from 'node:events';
import type { DocumentId, ParsedDocument } from '../domain/document.ts';
import { COMPLETE_OUTCOMES, type Outcome } from '../domain/outcome.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { JobQueue } from '../stores/job-queue.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { catchUp } from './catch-up.ts';
import { discover, type Discovered } from './discover.ts';
import { compareWithStore, type Comparison } from './known.ts';
import { progressMeter, type ProgressMeter } from './progress-meter.ts';
import { prune } from './prune.ts';
import { ReadError } from './read/reader.ts';
import type { FileReport, IngestReport, IngestRequest } from './report.ts';
import { documentSink } from './sink.ts';

/** What waits in the queue: a reference and a hash, never text. */
export interface IngestJob {
  readonly path: string;
  /** Absent where the file is too large or cannot be read; the parser says which. */
  readonly hash?: DocumentId;
}

export interface IngestDeps {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly queue: JobQueue<IngestJob>;
  readonly parser: Parser;
  /** Base of relative paths and globs. */
  readonly cwd: string;
}

export interface Parser {
  /** Documents parsed at once; further calls wait. */
  readonly size: number;
  /** Bytes of the largest file that is read at all. */
  readonly maxBytes: number;
  /** Rejects with {@link ReadError} where the file gives no text. */
  parse(path: string, signal: AbortSignal): Promise<ParsedDocument>;
}

/** Files compared with the store at once: one query each time, and few enough for a steady progress line. */
const COMPARE_AT_ONCE = 256;

/** Parsed documents that may wait for the store, so that its batches fill while the parsers go on. */
const WAITING_FOR_STORE = 32;

/**
 * The pipeline: discover → compare with what is known → queue → parse → embed and store → catch up → prune.
 * Every file gets exactly one outcome and a bad file costs only itself. Stopping at any point, by `signal` or by
 * kill -9, loses nothing that was reported; the next run goes on from there. Rejects only when a store fails.
 */
export async function ingest(deps: IngestDeps, request: IngestRequest): Promise<IngestReport> {
  const started = performance.now();
  const run = new IngestRun(deps, request);
  await deps.index.ensure({ signal: request.signal });
  await run.files();
  const stopped = (): boolean => request.signal.aborted;
  if (!request.dryRun && !stopped()) await catchUp(deps, run.meter, request.signal);
  const pruned = request.prune && !stopped() ? await prune(deps, request, run.meter) : [];
  run.meter.finish();
  return {
    files: run.reports,
    counts: countOutcomes(run.reports),
    seconds: (performance.now() - started) / 1000,
    pruned,
    interrupted: stopped(),
  };
}

/** The state of one run: what has been reported, and the first error that must end it. */
class IngestRun {
  readonly reports: FileReport[] = [];
  readonly meter: ProgressMeter;
  readonly #deps: IngestDeps;
  readonly #request: IngestRequest;
  readonly #sink: (path: string, document: ParsedDocument) => Promise<FileReport>;
  /** Ends the run: the user's signal, or a store that failed. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;

  constructor(deps: IngestDeps, request: IngestRequest) {
    this.#deps = deps;
    this.#request = request;
    this.meter = progressMeter(request.onProgress);
    this.#sink = documentSink(deps, this.meter, request.dryRun);
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
    let slice: Discovered[] = [];
    for await (const found of discover(this.#request.paths, this.#deps.cwd)) {
      if (this.#signal.aborted) return;
      slice.push(found);
      this.meter.discovered(1);
      if (slice.length < COMPARE_AT_ONCE) continue;
      await this.#enqueue(slice);
      slice = [];
    }
    await this.#enqueue(slice);
    this.meter.allDiscovered();
  }

  async #enqueue(slice: readonly Discovered[]): Promise<void> {
    const { store, parser, queue } = this.#deps;
    const there: string[] = [];
    for (const found of slice) {
      if ('missing' in found)
        this.#report({ path: found.path, outcome: 'unreadable', reason: found.missing });
      else there.push(found.path);
    }
    const comparisons = await compareWithStore(store, there, parser.maxBytes, this.#request.dryRun);
    const fresh: Comparison[] = [];
    for (const comparison of comparisons) {
      if (comparison.known === undefined) fresh.push(comparison);
      else this.#report(comparison.known);
    }
    await queue.add(
      fresh.map(({ path, hash }) => ({
        key: path,
        payload: { path, ...(hash === undefined ? {} : { hash }) },
      })),
      { signal: this.#signal },
    );
  }

  async #handle({ path }: IngestJob): Promise<void> {
    if (this.#signal.aborted) return;
    try {
      const document = await this.meter.time('reading', () => this.#deps.parser.parse(path, this.#signal));
      this.#report(await this.#sink(path, document));
    } catch (error) {
      if (error instanceof ReadError) await this.#fail(path, error);
      else if (!this.#signal.aborted) this.#stop.abort(error);
    }
  }

  async #fail(path: string, { outcome, message }: ReadError): Promise<void> {
    try {
      if (!this.#request.dryRun) await this.#deps.store.recordFailure(path, outcome, message);
      this.#report({ path, outcome, reason: message });
    } catch (error) {
      this.#stop.abort(error);
    }
  }

  #report(file: FileReport): void {
    this.reports.push(file);
    this.meter.done(COMPLETE_OUTCOMES.has(file.outcome));
    this.#request.onFile(file);
  }
}

function countOutcomes(files: readonly FileReport[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of files) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
