import { setMaxListeners } from 'node:events';

/** Rejects with the signal's reason as soon as it aborts. The work goes on, and what it still gives is dropped. */
export async function stopWaiting<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  // One listener for each call under way, removed with it: many, and no leak.
  setMaxListeners(0, signal);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    // The event of an abort that came before this line is over.
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
