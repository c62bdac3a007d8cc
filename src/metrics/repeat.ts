import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatOptions {
  /** Pause between two runs at least. */
  readonly everyMs: number;
  /** Most of the time that `work` may take: after a slow run the pause is longer. */
  readonly share?: number;
  readonly signal: AbortSignal;
}

/** Work at a hundredth of the time at most is not noticed beside what the process is for. */
const SHARE = 0.01;

/**
 * Runs `work` at once and again and again until the signal aborts, never twice at the same time, and keeps no process
 * alive. `work` must not reject. Resolves after the last run.
 */
export async function repeat(
  work: () => Promise<unknown>,
  { everyMs, share = SHARE, signal }: RepeatOptions,
): Promise<void> {
  while (!signal.aborted) {
    const started = performance.now();
    await work();
    const took = performance.now() - started;
    // An abort ends the pause; the loop's condition sees it.
    await sleep(Math.max(everyMs, took / share), undefined, { signal, ref: false }).catch(() => undefined);
  }
}
