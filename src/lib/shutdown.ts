import process from 'node:process';
import type { ExitCode } from './errors.ts';
import { EXIT } from './errors.ts';

/** Why the run's signal was aborted; commands stop without a word, cli.ts turns it into an exit code. */
export class Stopped extends Error {
  readonly exit: ExitCode;

  constructor(message: string, exit: ExitCode) {
    super(message);
    this.name = 'AbortError';
    this.exit = exit;
  }
}

/** How a run ends: as whoever stopped it says, else with `otherwise`. */
export function exitOfStop(signal: AbortSignal, otherwise: ExitCode): ExitCode {
  const reason: unknown = signal.reason;
  return reason instanceof Stopped ? reason.exit : otherwise;
}

/** Resolves once the signal has aborted. */
export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

interface StopRequest {
  readonly controller: AbortController;
  /** Says at once that the signal was heard. */
  readonly say: (text: string) => void;
  readonly exit: (code: number) => void;
}

/**
 * The first Ctrl-C (or SIGTERM) aborts `controller`, so that stores are closed and what is done is kept; the second
 * ends the process at once, which loses nothing that was reported as done. Returns the way to stop listening.
 */
export function stopOnSignals({ controller, say, exit }: StopRequest): () => void {
  const heard = (code: ExitCode, text: string) => () => {
    if (controller.signal.aborted) {
      exit(code);
      return;
    }
    say(text);
    controller.abort(new Stopped('The run was stopped.', code));
  };
  const onInterrupt = heard(EXIT.interrupted, 'Stopping… (press Ctrl+C again to force)');
  const onTerminate = heard(EXIT.terminated, 'Stopping…');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}
