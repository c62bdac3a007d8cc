import { indexPending } from '../indexing/index-pending.ts';
import type { ReindexRequest } from './reindex.ts';

/** Indexes everybody who is pending: `expected`, and whoever is stored meanwhile. A stop lets the slice under way end. */
export async function indexAll(
  deps: Parameters<typeof indexPending>[0],
  expected: number,
  { signal, onProgress }: Pick<ReindexRequest, 'signal' | 'onProgress'>,
): Promise<number> {
  let done = 0;
  await indexPending(deps, signal, async (work, people) => {
    await work();
    done += people;
    onProgress(done, Math.max(done, expected));
  });
  return done;
}
