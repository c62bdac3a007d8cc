import type { CandidateId } from '../domain/document.ts';
import { CvxError, EXIT } from '../lib/errors.ts';
import type { Rebuild, Successor } from '../stores/search-index.ts';
import { compareIndex } from './compare.ts';
import { indexAll } from './index-all.ts';
import type { ReindexDeps, ReindexRequest } from './reindex.ts';

/** Attempts at people whom the new index does not hold although they were written to it. */
const ROUNDS = 3;

/**
 * Builds a whole index beside the one that answers, and then lets it answer. Killed or stopped before that, the old one goes
 * on answering, and the next run goes on with the new one.
 *
 * Whoever is ingested meanwhile is written to both by whoever ingests (see `Rebuild.begin`), and not left pending for
 * afterwards: between "nobody is pending" and the change of names there is always one more person, and a mark that was
 * set by then says only that the old index has them. Resolves to how many people were indexed.
 */
export async function renew(
  deps: ReindexDeps,
  rebuild: Rebuild,
  request: Pick<ReindexRequest, 'signal' | 'onProgress'>,
): Promise<number> {
  const call = { signal: request.signal };
  const successor = await rebuild.begin(call);
  const done = await fill(deps, successor, request);
  if (request.signal.aborted) return done;
  await successor.takeOver(call);
  await deps.store.moveMarks(successor.spec.name, deps.index.spec.name);
  return done;
}

/** Until whoever was missing at one look is there at the next; who is missing then was stored since, and comes by himself. */
async function fill(
  { store, embedder }: ReindexDeps,
  successor: Successor,
  { signal, onProgress }: Pick<ReindexRequest, 'signal' | 'onProgress'>,
): Promise<number> {
  const next = { store, embedder, index: successor };
  const call = { signal };
  let done = 0;
  let before: ReadonlySet<CandidateId> | undefined;
  for (let round = 1; ; round++) {
    const { missing, extra } = await compareIndex(next, call);
    await successor.remove(extra, call);
    const lost = before === undefined ? missing : missing.filter((id) => before?.has(id));
    if (before !== undefined && lost.length === 0) return done;
    if (round > ROUNDS) throw incomplete(successor, lost.length);
    before = new Set(missing);
    // Marks can be older than these collections, where an earlier attempt was given up.
    await store.unmark(successor.spec.name, missing, call);
    const { pending } = await store.stats(successor.spec.name, call);
    const earlier = done;
    done += await indexAll(next, pending, {
      signal,
      onProgress: (now, total) => onProgress(earlier + now, earlier + total),
    });
    if (signal.aborted) return done;
  }
}

function incomplete({ spec }: Successor, lost: number): CvxError {
  return new CvxError(
    'CVX_INDEX_DAMAGED',
    `The new index ${spec.name} does not keep ${lost} people who were written to it ${ROUNDS} times`,
    {
      exit: EXIT.unavailable,
      hint: 'The old one goes on answering. Look at its server: cvx doctor --only qdrant',
    },
  );
}
