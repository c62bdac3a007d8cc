import type { ChildProcess } from 'node:child_process';
import type { ParsedDocument } from '../../domain/document.ts';
import { ReadError } from '../read/reader.ts';
import { CHILD_MEMORY, residentBytes } from './child-memory.ts';
import { MEMORY_CEILING, MEMORY_TO_RECYCLE, startChild } from './child-process.ts';
import { isChildMessage } from './protocol.ts';
import type { ChildMessage, ChildSettings, ParseRequest } from './protocol.ts';

/** How often a busy child's memory is looked at. It grows by at most some 100 MB in that time. */
const WATCH_MS = 100;
/** A child that has read this many files is replaced, whatever it may have leaked. Starting one takes 0.1 s. */
const MOST_FILES = 500;
/** A start takes 0.1 s; on an overloaded machine some seconds. */
const START_MS = 60_000;

export interface ChildOptions extends ChildSettings {
  /** Time that one file may take; then the child is killed. */
  readonly timeoutMs: number;
}

interface Task {
  readonly resolve: (document: ParsedDocument) => void;
  readonly reject: (reason: unknown) => void;
}

/** One child process and the file that it is reading. Killed with the file that makes it misbehave. */
export class ParserChild {
  /** Resolves when the child takes work; rejects where it ends before. */
  readonly started: Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  readonly #options: ChildOptions;
  readonly #process: ChildProcess;
  readonly #lastWords: () => string;
  #state: 'starting' | 'idle' | 'busy' | 'ending' = 'starting';
  #task: Task | undefined;
  #files = 0;

  constructor(options: ChildOptions) {
    this.#options = options;
    const { child, lastWords } = startChild({ limits: options.limits, now: options.now });
    this.#process = child;
    this.#lastWords = lastWords;
    this.started = new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#kill(), START_MS);
      child.on('message', (message) => {
        if (!isChildMessage(message)) return;
        if (message.kind !== 'ready') return this.#answer(message);
        clearTimeout(timer);
        this.#state = 'idle';
        resolve();
      });
      const onEnd = (cause: Error): void => {
        clearTimeout(timer);
        this.#state = 'ending';
        reject(cause);
      };
      child.on('error', onEnd).on('exit', (code, signal) => onEnd(this.#crash(code, signal)));
    });
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => {
        this.#task?.reject(error);
        resolve();
      });
      child.on('exit', (code, signal) => {
        this.#task?.reject(this.#crash(code, signal));
        resolve();
      });
    });
  }

  get isIdle(): boolean {
    return this.#state === 'idle';
  }

  get isStarting(): boolean {
    return this.#state === 'starting';
  }

  /** Reads one file; call only while idle. */
  run(path: string, signal: AbortSignal | undefined): Promise<ParsedDocument> {
    this.#state = 'busy';
    this.#files++;
    return new Promise((resolve, reject) => {
      const kill = (reason: unknown): void => {
        this.#task?.reject(reason);
        this.#kill();
      };
      const abort = (): void => kill(signal?.reason);
      const timeout = setTimeout(() => kill(timeoutError(this.#options.timeoutMs)), this.#options.timeoutMs);
      const watch = setInterval(() => {
        if (this.#memory() > MEMORY_CEILING) kill(memoryError());
      }, WATCH_MS);
      const clear = (): void => {
        this.#task = undefined;
        clearTimeout(timeout);
        clearInterval(watch);
        signal?.removeEventListener('abort', abort);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#task = {
        resolve: (document) => {
          clear();
          resolve(document);
        },
        reject: (reason) => {
          clear();
          reject(reason);
        },
      };
      const request: ParseRequest = { path };
      this.#process.send(request, (error) => {
        if (error !== null) kill(new ReadError('corrupt', 'the process that read the file ended', error));
      });
    });
  }

  async stop(): Promise<void> {
    this.#kill();
    await this.ended;
  }

  #answer(message: Exclude<ChildMessage, { kind: 'ready' }>): void {
    if (this.#state !== 'busy') return;
    if (this.#files >= MOST_FILES || message.rss > MEMORY_TO_RECYCLE) this.#kill();
    else this.#state = 'idle';
    if (message.kind === 'parsed') this.#task?.resolve(message.document);
    else this.#task?.reject(new ReadError(message.outcome, message.reason, message.cause));
  }

  #kill(): void {
    this.#state = 'ending';
    this.#process.kill('SIGKILL');
  }

  #memory(): number {
    return this.#process.pid === undefined ? 0 : (residentBytes(this.#process.pid) ?? 0);
  }

  /**
   * Why a child ended that nobody ended. V8 aborts when its heap is full, and the kernel kills when the machine's
   * memory is: both are the file unpacking to more than it may.
   */
  #crash(code: number | null, signal: NodeJS.Signals | null): ReadError {
    const words = this.#lastWords();
    if (
      signal === 'SIGABRT' ||
      signal === 'SIGKILL' ||
      code === 134 ||
      words.includes('heap out of memory')
    ) {
      return memoryError(words);
    }
    return new ReadError(
      'corrupt',
      `the process that read the file crashed (${signal ?? `exit code ${code}`})`,
      words,
    );
  }
}

/** Also for a PDF or a text: what takes this much memory has unpacked to it, whether it meant to or not. */
function memoryError(cause?: string): ReadError {
  return new ReadError(
    'bomb',
    `reading it takes more than ${CHILD_MEMORY / 1024 / 1024} MB of memory`,
    cause,
  );
}

function timeoutError(timeoutMs: number): ReadError {
  return new ReadError('timeout', `reading it takes more than ${timeoutMs / 1000} seconds`);
}
