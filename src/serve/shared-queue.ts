import type { Context } from '../context.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import type { JobQueue } from '../stores/job-queue.ts';

/** The queue of `cvx worker`. Rejects while its server is away. */
export type SharedQueue = () => Promise<JobQueue<IngestJob>>;

/** Opens it for the first who asks, and again where that failed: uploads and metrics of a process share one connection. */
export function sharedQueue({ openQueue }: Pick<Context, 'openQueue'>): SharedQueue {
  let opening: Promise<JobQueue<IngestJob>> | undefined;
  return () => {
    if (opening === undefined) {
      opening = openQueue<IngestJob>('across');
      // Its server may be back by the next time.
      opening.catch(() => (opening = undefined));
    }
    return opening;
  };
}
