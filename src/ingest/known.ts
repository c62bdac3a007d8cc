import type { DocumentId } from '../domain/document.ts';
import type { CandidateStore, KnownFile } from '../stores/candidate-store.ts';
import { hashFile } from './hash-file.ts';
import type { FileReport } from './report.ts';

/** A file beside what the store knows of it. `known` is its outcome where nothing has to be read. */
export interface Comparison {
  readonly path: string;
  readonly hash?: DocumentId;
  readonly known?: FileReport;
}

/**
 * Tells new files from unchanged ones and from copies of stored ones, by content. A copy is recorded under its own
 * path unless `dryRun`. A file that failed before is always tried again: what stood in the way may be gone.
 */
export async function compareWithStore(
  store: CandidateStore,
  paths: readonly string[],
  maxBytes: number,
  dryRun: boolean,
): Promise<Comparison[]> {
  return compareHashes(store, await hashAll(paths, maxBytes), dryRun);
}

/** As {@link compareWithStore}, for files whose hash is known. */
export async function compareHashes(
  store: CandidateStore,
  hashes: ReadonlyMap<string, DocumentId | undefined>,
  dryRun: boolean,
): Promise<Comparison[]> {
  const paths = [...hashes.keys()];
  const [files, owners] = await Promise.all([
    store.files(paths),
    store.owners([...new Set([...hashes.values()].filter((hash) => hash !== undefined))]),
  ]);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const comparisons: Comparison[] = [];
  for (const [path, hash] of hashes) {
    const owner = hash === undefined ? undefined : owners.get(hash);
    if (hash === undefined || owner === undefined) {
      comparisons.push(hash === undefined ? { path } : { path, hash });
    } else if (isUnchanged(byPath.get(path), hash)) {
      comparisons.push({ path, hash, known: { path, outcome: 'unchanged', id: owner } });
    } else {
      if (!dryRun) await store.addPath(path, hash);
      comparisons.push({ path, hash, known: { path, outcome: 'duplicate', reason: SAME_BYTES, id: owner } });
    }
  }
  return comparisons;
}

export const SAME_BYTES = 'the same bytes are stored under another path';

function isUnchanged(file: KnownFile | undefined, hash: DocumentId): boolean {
  return file?.document === hash;
}

async function hashAll(
  paths: readonly string[],
  maxBytes: number,
): Promise<Map<string, DocumentId | undefined>> {
  const hashes = new Map<string, DocumentId | undefined>();
  for (const path of paths) hashes.set(path, await hashFile(path, maxBytes));
  return hashes;
}
