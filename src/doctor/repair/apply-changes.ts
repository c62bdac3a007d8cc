import type { FileChange } from '../../edits/apply-edits.ts';
import { applyTransaction } from '../../edits/transaction/apply-transaction.ts';
import { undoTransaction } from '../../edits/transaction/undo-transaction.ts';
import { bindSources } from '../../project/bind-sources.ts';
import type { Project } from '../../project/project.ts';

/** What was written, and the way back. */
export interface Applied {
  /** Files that were written. */
  readonly files: readonly string[];
  /** Gives the same bytes as before; a transaction of its own, so that `cvx undo` tells what happened. */
  undo(): Promise<void>;
}

/** Writes changes of a project, all or none; `run` is shared by all that one `--fix` writes. Files that a container mounts by themselves keep their inode. */
export async function applyChanges(
  project: Project,
  changes: readonly FileChange[],
  { reason, run }: { readonly reason: string; readonly run?: string },
): Promise<Applied> {
  const { root } = project;
  const inPlace = bindSources(project);
  const why = { reason, ...(run === undefined ? {} : { run }) };
  const done = await applyTransaction({ root, inPlace, ...why, changes });
  return {
    files: changes.map(({ file }) => file),
    undo: async () => {
      if (done !== undefined) await undoTransaction(root, done, why);
    },
  };
}
