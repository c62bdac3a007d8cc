import { hash } from 'node:crypto';
import { COMPLETE_OUTCOMES } from '../domain/outcome.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { JobQueue } from '../stores/job-queue.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import type { StagedFile, Staging } from '../stores/staging.ts';
import { freshFiles } from './fresh-files.ts';
import { indexPeople } from '../indexing/index-people.ts';
import { countOutcomes, type IngestJob } from './ingest.ts';
import type { Comparison } from './known.ts';
import { readFileBytes } from './parse/read-file.ts';
import { progressMeter, type ProgressMeter } from './progress-meter.ts';
import { ReadError, type ReadLimits } from './read/reader.ts';
import type { FileReport, IngestReport, IngestRequest } from './report.ts';

export interface EnqueueDeps {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly queue: JobQueue<IngestJob>;
  /** `shared`: the workers read the same paths, nothing is staged. */
  readonly staging: Staging | 'shared';
  readonly limits: ReadLimits;
  /** Base of relative paths and globs. */
  readonly cwd: string;
}

/** Bytes staged in one statement: some dozens of CVs, and little beside what one of the largest takes. */
const STAGE_BYTES = 4 * 1024 * 1024;

/**
 * `cvx ingest --queue`: discover → compare with what is known → stage the bytes → enqueue. What needs no worker has its
 * outcome in the report; the rest is `queued`. Bytes are staged before their job is there, and what is staged without a
 * job is found by the next worker that starts: stopped at any point, nothing is lost.
 */
export async function enqueue(deps: EnqueueDeps, request: IngestRequest): Promise<IngestReport> {
  const started = performance.now();
  const run = new EnqueueRun(deps, request);
  try {
    await run.files();
  } catch (error) {
    if (!request.signal.aborted) throw error;
  }
  run.meter.finish();
  return {
    files: run.reports,
    counts: countOutcomes(run.reports),
    queued: run.queued,
    seconds: (performance.now() - started) / 1000,
    pruned: [],
    interrupted: request.signal.aborted,
  };
}

class EnqueueRun {
  readonly reports: FileReport[] = [];
  readonly queued: string[] = [];
  readonly meter: ProgressMeter;
  readonly #deps: EnqueueDeps;
  readonly #request: IngestRequest;

  constructor(deps: EnqueueDeps, request: IngestRequest) {
    this.#deps = deps;
    this.#request = request;
    this.meter = progressMeter(request.onProgress);
  }

  async files(): Promise<void> {
    const { store, limits, cwd, staging } = this.#deps;
    const { meter } = this;
    const report = (file: FileReport): void => this.#report(file);
    const fresh = freshFiles(
      { store, maxBytes: limits.fileBytes, cwd, meter, report },
      this.#request,
      this.#request.signal,
    );
    let reported = 0;
    for await (const slice of fresh) {
      await this.#indexCopies(this.reports.slice(reported));
      reported = this.reports.length;
      if (staging === 'shared') await this.#enqueue(slice.map(sharedJob));
      else await this.#stageAll(slice, staging);
    }
  }

  /** A copy can bring an old version back, which the index then has to hold; no worker will see it. */
  async #indexCopies(files: readonly FileReport[]): Promise<void> {
    const people = files.flatMap(({ outcome, id }) =>
      outcome === 'duplicate' && id !== undefined ? [id] : [],
    );
    await indexPeople(this.#deps, [...new Set(people)], undefined, { signal: this.#request.signal });
  }

  async #stageAll(slice: readonly Comparison[], staging: Staging): Promise<void> {
    let batch: StagedFile[] = [];
    let size = 0;
    for (const { path } of slice) {
      this.#request.signal.throwIfAborted();
      const file = await this.#read(path);
      if (file === undefined) continue;
      batch.push(file);
      size += file.bytes.length;
      if (size < STAGE_BYTES) continue;
      await this.#stage(batch, staging);
      [batch, size] = [[], 0];
    }
    await this.#stage(batch, staging);
  }

  async #stage(files: readonly StagedFile[], staging: Staging): Promise<void> {
    await staging.put(files, { signal: this.#request.signal });
    await this.#enqueue(files.map(({ path, hash: id }) => ({ path, hash: id })));
  }

  /** The outcome of a file that cannot be read at all is known here, where the file is. */
  async #read(path: string): Promise<StagedFile | undefined> {
    try {
      const bytes = await readFileBytes(path, this.#deps.limits);
      // Of these very bytes: the file may have changed since it was compared.
      return { path, bytes, hash: hash('sha256', bytes, 'hex') };
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      const { outcome, message } = error;
      await this.#deps.store.recordFailure(path, outcome, message, { signal: this.#request.signal });
      this.#report({ path, outcome, reason: message });
      return undefined;
    }
  }

  async #enqueue(jobs: readonly IngestJob[]): Promise<void> {
    await this.#deps.queue.add(
      jobs.map((payload) => ({ key: payload.path, payload })),
      { signal: this.#request.signal },
    );
    for (const { path } of jobs) {
      this.queued.push(path);
      this.meter.done(true);
    }
  }

  #report(file: FileReport): void {
    this.reports.push(file);
    this.meter.done(COMPLETE_OUTCOMES.has(file.outcome));
    this.#request.onFile(file);
  }
}

function sharedJob({ path, hash: id }: Comparison): IngestJob {
  return { path, ...(id === undefined ? {} : { hash: id }), shared: true };
}
