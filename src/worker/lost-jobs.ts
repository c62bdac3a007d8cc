import type { IngestJob } from '../ingest/ingest.ts';
import type { JobQueue, NewJob } from '../stores/job-queue.ts';
import type { Staging } from '../stores/staging.ts';

/** Jobs in one call to the queue, and dead letters in one answer of it. */
const PAGE = 1000;

/**
 * Adds a job for whatever is staged and has not failed for good: what a queue lost with its server's memory, or what
 * `cvx ingest --queue` staged before it was killed. The queue passes over those that wait or run. Resolves to how many
 * there were.
 */
export async function addLostJobs(
  queue: JobQueue<IngestJob>,
  staging: Staging,
  signal: AbortSignal,
): Promise<number> {
  const dead = await deadKeys(queue, signal);
  let found = 0;
  let batch: NewJob<IngestJob>[] = [];
  for await (const { path, hash } of staging.paths({ signal })) {
    if (dead.has(path)) continue;
    found += 1;
    batch.push({ key: path, payload: { path, hash } });
    if (batch.length < PAGE) continue;
    await queue.add(batch, { signal });
    batch = [];
  }
  await queue.add(batch, { signal });
  return found;
}

async function deadKeys(queue: JobQueue<IngestJob>, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await queue.deadLetters.list(
      { limit: PAGE, ...(after === undefined ? {} : { after }) },
      { signal },
    );
    for (const { key } of page) keys.add(key);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return keys;
  }
}
