import { access } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Embedder } from '../embed/embedder.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { indexPeople } from '../indexing/index-people.ts';
import { hasCode } from '../lib/errors.ts';
import type { ProgressMeter } from './progress-meter.ts';
import type { IngestRequest } from './report.ts';

/**
 * Forgets stored paths at or below the asked ones whose file is gone, and the people who then have no CV left.
 * Returns these paths. A file that cannot be looked at (a disk not mounted, no permission) is not gone.
 */
export async function prune(
  deps: {
    readonly store: CandidateStore;
    readonly index: SearchIndex;
    readonly embedder: Embedder;
    readonly cwd: string;
  },
  { paths, dryRun }: Pick<IngestRequest, 'paths' | 'dryRun'>,
  meter: ProgressMeter,
): Promise<readonly string[]> {
  meter.phase('prune');
  const roots = paths.map((path) => resolve(deps.cwd, path));
  const gone: string[] = [];
  for await (const path of deps.store.paths()) {
    if (roots.some((root) => isWithin(root, path)) && (await isGone(path))) gone.push(path);
  }
  if (dryRun || gone.length === 0) return gone;
  // An index that cannot be reached now would keep whom the store no longer knows.
  await deps.index.ping();
  const { removed, changed } = await deps.store.prune(gone);
  await deps.index.remove(removed);
  await indexPeople(deps, changed);
  return gone;
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

async function isGone(path: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    return hasCode(error, 'ENOENT');
  }
}
