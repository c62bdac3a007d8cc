import { STORED_OUTCOMES } from '../../domain/outcome.ts';
import type { CandidateStore } from '../../stores/candidate-store.ts';
import type { JobFile } from './job.ts';

interface KeptFile {
  readonly file: JobFile;
  readonly hash: string;
}

/**
 * The files of a job without those of people who have been erased since, however and by whom: the store is asked each time
 * whether it still has their documents, so nobody has to tell. The same array where all are still there.
 */
export async function withoutErased<File extends KeptFile>(
  store: Pick<CandidateStore, 'owners'>,
  files: readonly File[],
): Promise<readonly File[]> {
  const isSomebodys = ({ file: { outcome } }: File): boolean =>
    outcome !== undefined && STORED_OUTCOMES.has(outcome);
  const theirs = files.filter(isSomebodys);
  if (theirs.length === 0) return files;
  const owners = await store.owners([...new Set(theirs.map(({ hash }) => hash))]);
  const left = files.filter((one) => !isSomebodys(one) || owners.has(one.hash));
  return left.length === files.length ? files : left;
}
