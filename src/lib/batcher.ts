import { setTimeout as sleep } from 'node:timers/promises';

interface BatchOptions {
  /** Items of one batch at most. */
  readonly size: number;
  /** How long the first item of a batch waits for others; a full batch goes at once. */
  readonly lingerMs: number;
}

/**
 * Group commit: items that arrive within a moment, or while a batch is being processed, form one batch, so that what a batch
 * costs is paid once for many. `process` gets 1 to `size` items and never runs twice at once.
 */
export function batcher<Item, Result>(
  { size, lingerMs }: BatchOptions,
  process: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let running = false;
  let full: (() => void) | undefined;

  async function gather(): Promise<Waiting[]> {
    if (waiting.length < size) {
      const isFull = new Promise<void>((resolve) => {
        full = resolve;
      });
      const enough = new AbortController();
      await Promise.race([
        isFull,
        sleep(lingerMs, undefined, { signal: enough.signal }).catch(() => undefined),
      ]);
      enough.abort();
      full = undefined;
    }
    return waiting.splice(0, size);
  }

  async function drain(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const batch = await gather();
      try {
        const results = await process(batch.map(({ item }) => item));
        for (const [i, { resolve, reject }] of batch.entries()) {
          const result = results[i];
          if (result === undefined)
            reject(new Error(`batch of ${batch.length} gave ${results.length} results`));
          else resolve(result);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length >= size) full?.();
      if (!running) void drain();
    });
}
