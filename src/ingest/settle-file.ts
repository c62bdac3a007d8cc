import type { Embedder } from '../embed/embedder.ts';
import { indexPeople } from '../indexing/index-people.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { ingestOne, type IngestOneDeps, type OneFile } from './ingest-one.ts';
import type { Comparison } from './known.ts';
import type { FileReport } from './report.ts';

export interface SettleFileDeps {
  readonly one: IngestOneDeps;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
}

/**
 * One file that was compared with the store to its outcome. A document that is stored is only indexed: whoever stored it may
 * have been killed before the index held it.
 */
export async function settleFile(
  { one, index, embedder }: SettleFileDeps,
  comparison: Comparison | undefined,
  file: OneFile,
  signal: AbortSignal,
): Promise<FileReport> {
  const known = comparison?.known;
  if (known === undefined) return ingestOne(one, file, signal);
  if (known.id !== undefined) await indexPeople({ store: one.store, index, embedder }, [known.id]);
  return known;
}
