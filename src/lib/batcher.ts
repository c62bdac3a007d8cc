/**
 * Group commit: items that arrive while a batch is being processed form the next one, so that a slow store gets
 * large batches and an idle one gets no delay. `process` gets 1 to `size` items and never runs twice at once.
 */
export function batcher<Item, Result>(
  size: number,
  process: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let running = false;

  async function drain(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, size);
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
      if (!running) void drain();
    });
}
