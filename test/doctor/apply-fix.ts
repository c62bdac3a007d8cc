import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { Edit } from '../../src/edits/edit.ts';
import { type Applied, applyChanges } from '../../src/doctor/repair/apply-changes.ts';
import type { Project } from '../../src/project/project.ts';

const applied = new Map<string, Applied[]>();

/** Applies edits to the project's folder as `cvx doctor --fix` does; {@link undoAll} takes them back. */
export async function applyFix(project: Project, edits: readonly Edit[]) {
  const files = new Map<string, string>();
  for (const { file } of edits) {
    const text = project.read(file);
    if (text !== undefined) files.set(file, text);
  }
  const { changes, refused } = applyEdits(files, edits);
  const { root } = project;
  applied.set(root, [
    ...(applied.get(root) ?? []),
    await applyChanges(project, changes, { reason: 'a test' }),
  ]);
  return { changed: changes.map(({ file }) => file), refused: refused.map(({ message }) => message) };
}

/** Takes back every {@link applyFix}, the last one first. */
export async function undoAll(root: string): Promise<void> {
  for (const change of (applied.get(root) ?? []).toReversed()) await change.undo();
  applied.delete(root);
}

/** Every file of the folder but cvx's backups: its mode and its bytes in hex. */
export async function bytesOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(root, file).startsWith('.cvx'));
  const texts = await Promise.all(
    files.sort().map(async (file) => {
      const { mode } = await stat(file);
      return [relative(root, file), `${mode.toString(8)} ${await readFile(file, 'hex')}`];
    }),
  );
  return Object.fromEntries(texts);
}
