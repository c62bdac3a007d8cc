import type { FileChange } from '../../edits/apply-edits.ts';
import { applyBytes, applyTransaction } from '../../edits/transaction/apply-transaction.ts';
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
  { root, services }: Project,
  changes: readonly FileChange[],
  { reason, run }: { readonly reason: string; readonly run?: string },
): Promise<Applied> {
  const mounted = services.flatMap(({ mounts }) => mounts.filter(({ kind }) => kind === 'bind'));
  const inPlace = new Set(mounted.map(({ source }) => source));
  const request = { root, inPlace, reason, ...(run === undefined ? {} : { run }) };
  const done = await applyTransaction({ ...request, changes });
  return {
    files: changes.map(({ file }) => file),
    undo: async () => {
      if (done === undefined) return;
      const back = changes.map(({ file, before, after }, index) => ({
        file,
        before: Buffer.from(after),
        after: before === undefined ? undefined : Buffer.from(before),
        ...modeOf(done.files[index]?.mode),
      }));
      const emptied = done.folders.toReversed();
      await applyBytes({ ...request, changes: back, undoes: done.id, emptied });
    },
  };
}

function modeOf(mode: number | null | undefined): { mode?: number } {
  return typeof mode === 'number' ? { mode } : {};
}
