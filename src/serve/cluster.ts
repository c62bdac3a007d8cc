import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { Session } from '../command.ts';
import type { Config } from '../config/schema.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { exitOfStop } from '../lib/shutdown.ts';
import { gatherMetrics, type PrimaryMetrics } from '../metrics/cluster.ts';
import { createLog } from './request-log.ts';
import { sayAddress } from './say-address.ts';
import { stopMessage } from './worker-link.ts';

/** A worker that ends sooner than this after its start counts as one that cannot run, and the next waits longer. */
const LIVED_MS = 10_000;

/** First pause before another try, doubled each time, and the longest: a database takes some seconds to come back. */
const PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

/** After it a worker is killed that was told to stop: longer than it takes by itself (serve-here.ts), less than Docker's 10 s. */
const STOP_MS = 9000;

const listeningSchema = z.object({ kind: z.literal('cvx:listening'), url: z.string() });

interface WorkersRun {
  readonly config: Config;
  /** Without API keys. */
  readonly isOpen: boolean;
}

/**
 * The primary of `cvx serve` with several workers: it opens no store and answers nothing. A worker that ends is replaced, later
 * each time where it ends at once. Where none ever gets to listen, its exit code is the command's.
 *
 * A connection that is being handed to a worker in the instant of its kill -9 is left open and answered by nobody: node:cluster waits
 * for the worker's word alone (lib/internal/cluster/round_robin_handle.js, handoff), so its client waits until its own timeout.
 * `reusePort` needs no handing over; Node 20, which cvx runs on, has none.
 */
export async function runWorkers(session: Session, run: WorkersRun): Promise<ExitCode> {
  const primary = new Primary(session, run);
  const { web_concurrency: count } = run.config;
  const failed = await Promise.all(Array.from({ length: count }, () => primary.keepOne()));
  if (session.signal.aborted) return exitOfStop(session.signal, EXIT.ok);
  return failed.find((code) => code !== undefined) ?? EXIT.bug;
}

class Primary {
  readonly #session: Session;
  readonly #run: WorkersRun;
  readonly #metrics: PrimaryMetrics = gatherMetrics();
  /** Ends the command: the user's stop, or a first start that failed. */
  readonly #end = new AbortController();
  readonly #log;
  #listened = false;

  constructor(session: Session, run: WorkersRun) {
    this.#session = session;
    this.#run = run;
    this.#log = createLog(session);
    session.signal.addEventListener('abort', () => this.#end.abort(), { once: true });
    if (session.signal.aborted) this.#end.abort();
    // Counts what the workers' rate limits ask it to.
    void new RateLimiterClusterMaster();
  }

  /** One place among the workers, filled again and again. Resolves to an exit code where nobody could ever fill it. */
  async keepOne(): Promise<ExitCode | undefined> {
    let failures = 0;
    while (!this.#end.signal.aborted) {
      const startedAt = performance.now();
      const worker = cluster.fork(shareOf(this.#run.config));
      const { code, signal } = await this.#follow(worker);
      if (this.#end.signal.aborted) return undefined;
      if (!this.#listened) {
        this.#end.abort();
        return exitCodeOf(code);
      }
      failures = performance.now() - startedAt < LIVED_MS ? failures + 1 : 0;
      const pauseMs = Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** failures);
      this.#log.error({ pid: worker.process.pid, code, signal, pauseMs }, 'a worker ended and is replaced');
      await sleep(pauseMs, undefined, { signal: this.#end.signal }).catch(() => undefined);
    }
    return undefined;
  }

  /** Resolves once the worker has ended. */
  async #follow(worker: Worker): Promise<{ code: number | null; signal: string | null }> {
    const { id } = worker;
    this.#metrics.join(id, {
      send: (message) => {
        tell(worker, message);
      },
      listen: (listener) => worker.on('message', listener),
    });
    worker.on('message', (message: unknown) => this.#heard(message));
    let kill: NodeJS.Timeout | undefined;
    const stop = (): void => {
      tell(worker, stopMessage);
      kill = setTimeout(() => worker.process.kill('SIGKILL'), STOP_MS);
    };
    this.#end.signal.addEventListener('abort', stop, { once: true });
    try {
      const [code, signal] = exitSchema.parse(await once(worker, 'exit'));
      return { code, signal };
    } finally {
      clearTimeout(kill);
      this.#end.signal.removeEventListener('abort', stop);
      this.#metrics.leave(id);
    }
  }

  #heard(message: unknown): void {
    const { success, data } = listeningSchema.safeParse(message);
    if (!success || this.#listened) return;
    this.#listened = true;
    sayAddress(this.#session, data.url, this.#run.isOpen);
  }
}

/** Whoever ends in this moment need not hear it; without a callback the failure would be an event that ends the primary. */
function tell(worker: Worker, message: object): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}

const exitSchema = z.tuple([z.number().nullable(), z.string().nullable()]);

/** What one worker may have of that which is meant for all. The environment comes before any file, so it holds. */
function shareOf(config: Config): Record<string, string> {
  const share = (all: number): string => String(Math.max(1, Math.floor(all / config.web_concurrency)));
  return {
    QDRANT_MAX_CONNECTIONS: share(config.qdrant_max_connections),
    MAX_CONCURRENT_REQUESTS: share(config.max_concurrent_requests),
    MAX_GLOBAL_CONCURRENT: share(config.max_global_concurrent),
  };
}

function exitCodeOf(code: number | null): ExitCode {
  return Object.values(EXIT).find((known) => known === code && known !== EXIT.ok) ?? EXIT.bug;
}
