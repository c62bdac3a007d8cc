import type { Embedder } from '../embed/embedder.ts';
import { CvxError } from '../lib/errors.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { compareIndex } from './compare.ts';
import { indexAll } from './index-all.ts';
import { renew } from './renew.ts';

export interface ReindexDeps {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
}

export interface ReindexRequest {
  /** Everybody anew, and not only who is missing, outdated or too much. */
  readonly all: boolean;
  /** Drop what other models, chunkers and analyzers left behind. */
  readonly prune: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface ReindexReport {
  /** People brought into the index. */
  readonly indexed: number;
  /** People taken out whom the store does not want found. */
  readonly removed: number;
  /** Why the index was made anew beside the one that answered, in words; undefined where it was not. */
  readonly rebuilt?: string | undefined;
  /** Entries of other specs that were dropped. */
  readonly pruned: number;
  readonly seconds: number;
  /** True where Ctrl-C ended it; the next run goes on. */
  readonly interrupted: boolean;
}

/**
 * Makes the index a whole and present picture of the store. All that is still to do is marked in the store before anything
 * is done, so that a run that was stopped or killed is completed by the next one, or by the next `cvx ingest`. Searches go
 * on meanwhile: whoever is in the index stays until the new entry replaces the old one. Where the index was made with other
 * parameters than are configured, and with `all`, a whole one is made beside it first (see {@link renew}).
 */
export async function reindex(deps: ReindexDeps, request: ReindexRequest): Promise<ReindexReport> {
  const started = performance.now();
  const { store, index } = deps;
  const { signal } = request;
  const call = { signal };
  const spec = index.spec.name;
  // What stands for an index that is away would put up with it; here it has to answer.
  await index.ping(call);
  const rebuilt = await reasonToRebuild(deps, request);
  const { rebuild } = index;
  let indexed = 0;
  if (rebuild !== undefined && rebuilt !== undefined) indexed += await renew(deps, rebuild, request);
  else if (request.all) await store.unmark(spec, 'all', call);
  if (signal.aborted) return report();
  await ensureIndex(index, request);
  const { missing, extra } = await compareIndex(deps, call);
  await store.unmark(spec, missing, call);
  await index.remove(extra, call);
  // Whoever was stored again meanwhile is not in the index any more.
  await store.unmark(spec, extra, call);
  const { pending } = await store.stats(spec);
  indexed += await indexAll(deps, pending, request);
  const pruned = request.prune && !signal.aborted ? await prune(deps) : 0;
  return report(extra.length, pruned);

  function report(removed = 0, pruned = 0): ReindexReport {
    const seconds = (performance.now() - started) / 1000;
    return { indexed, removed, rebuilt, pruned, seconds, interrupted: signal.aborted };
  }
}

async function reasonToRebuild(
  { index }: ReindexDeps,
  { all, signal }: ReindexRequest,
): Promise<string | undefined> {
  const reason = await index.rebuild?.reason({ signal });
  if (reason !== undefined) return reason;
  return all && index.rebuild !== undefined ? 'asked for with --all' : undefined;
}

/** Where all is made anew, an index that cannot be used as it is makes way. */
async function ensureIndex(index: SearchIndex, { all, signal }: ReindexRequest): Promise<void> {
  try {
    await index.ensure({ signal });
  } catch (error) {
    if (!all || !(error instanceof CvxError) || !UNUSABLE.has(error.code)) throw error;
    await index.drop('own', { signal });
    await index.ensure({ signal });
  }
}

const UNUSABLE: ReadonlySet<string> = new Set(['CVX_INDEX_MISMATCH', 'CVX_INDEX_DAMAGED']);

async function prune({ store, index }: ReindexDeps): Promise<number> {
  const { foreign } = await index.stats();
  // The marks first: killed in between, whoever goes back to another model finds all pending and not all gone.
  await store.unmarkOthers(index.spec.name);
  await index.drop('others');
  return foreign;
}
