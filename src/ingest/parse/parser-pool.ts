import type { ParsedDocument } from '../../domain/document.ts';
import { CvxError, EXIT } from '../../lib/errors.ts';
import { ParserChild } from './parser-child.ts';
import type { ChildOptions } from './parser-child.ts';

/** Time that one file may take; the slowest of real CVs (scans of 30 pages, read on a busy laptop) take about 5 s. */
export const DEFAULT_PARSE_TIMEOUT_MS = 30_000;

export interface ParserPoolOptions extends ChildOptions {
  /** Child processes at most; they start when there is work for them. */
  readonly size: number;
}

/** Reads and understands files in child processes: a hostile file costs its own outcome, never the run. */
export interface ParserPool {
  readonly size: number;
  readonly maxBytes: number;
  /**
   * Waits in order while all children are busy. Rejects with `ReadError` where the file gives no text, with the
   * signal's reason once it aborts (the child that was reading is killed), and with CVX_PARSER_START or
   * CVX_PARSER_CLOSED.
   */
  parse(path: string, signal?: AbortSignal): Promise<ParsedDocument>;
  /** Idempotent. Kills what is running; what waits is rejected. */
  close(): Promise<void>;
}

interface Waiting {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (document: Promise<ParsedDocument>) => void;
  readonly reject: (error: unknown) => void;
}

export function openParserPool(options: ParserPoolOptions): ParserPool {
  return new Pool(options);
}

class Pool implements ParserPool {
  readonly size: number;
  readonly maxBytes: number;
  readonly #options: ParserPoolOptions;
  readonly #children = new Set<ParserChild>();
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(options: ParserPoolOptions) {
    this.#options = options;
    this.size = options.size;
    this.maxBytes = options.limits.fileBytes;
  }

  parse(path: string, signal?: AbortSignal): Promise<ParsedDocument> {
    if (this.#closed) return Promise.reject(closedError());
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const index = this.#waiting.indexOf(waiting);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        path,
        signal,
        reject,
        resolve: (document) => {
          signal?.removeEventListener('abort', leave);
          resolve(document);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(closedError());
    await Promise.all([...this.#children].map((child) => child.stop()));
  }

  /** Gives waiting files to idle children in order, and starts children while there are more files than those. */
  #dispatch(): void {
    for (const child of this.#children) {
      if (!child.isIdle) continue;
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const done = child.run(next.path, next.signal);
      next.resolve(done);
      void done.then(this.#dispatchLater, this.#dispatchLater);
    }
    const starting = [...this.#children].filter((child) => child.isStarting).length;
    const wanted = Math.min(this.#waiting.length - starting, this.#options.size - this.#children.size);
    for (let count = 0; count < wanted; count++) this.#start();
  }

  async #replaceAtEnd(child: ParserChild): Promise<void> {
    await child.ended;
    this.#children.delete(child);
    if (!this.#closed) this.#dispatch();
  }

  readonly #dispatchLater = (): void => this.#dispatch();

  #start(): void {
    const child = new ParserChild(this.#options);
    this.#children.add(child);
    void this.#replaceAtEnd(child);
    child.started.then(this.#dispatchLater, (cause: unknown) => {
      this.#children.delete(child);
      // Every further child would fail alike: a broken installation, not a broken file.
      for (const waiting of this.#waiting.splice(0)) waiting.reject(startError(cause));
    });
  }
}

function startError(cause: unknown): CvxError {
  return new CvxError('CVX_PARSER_START', 'the process that reads documents does not start', {
    exit: EXIT.bug,
    hint: 'Reinstall cvx; if it stays, report it with the output of the same command and --debug.',
    cause,
  });
}

function closedError(): CvxError {
  return new CvxError('CVX_PARSER_CLOSED', 'the parser is closed', { exit: EXIT.bug });
}
