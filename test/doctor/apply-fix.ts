import { readdir, readFile, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { applyEdits } from '../../src/edits/apply-edits.ts';
import type { Edit } from '../../src/edits/edit.ts';

const undo = new Map<string, { readonly file: string; readonly before: string | undefined }[]>();

/** Applies edits to the folder; what each file was before is kept for {@link undoAll}. */
export async function applyFix(root: string, edits: readonly Edit[]) {
  const names = [...new Set(edits.map(({ file }) => file))];
  const files = new Map<string, string>();
  for (const name of names) {
    const text = await readFile(join(root, name), 'utf8').catch(() => undefined);
    if (text !== undefined) files.set(name, text);
  }
  const { changes, refused } = applyEdits(files, edits);
  for (const { file, before, after } of changes) {
    undo.set(root, [...(undo.get(root) ?? []), { file, before }]);
    await writeFile(join(root, file), after);
  }
  return { changed: changes.map(({ file }) => file), refused: refused.map(({ message }) => message) };
}

/** Takes back every {@link applyFix}, the last one first. */
export async function undoAll(root: string): Promise<void> {
  for (const { file, before } of (undo.get(root) ?? []).toReversed()) {
    if (before === undefined) await rm(join(root, file));
    else await writeFile(join(root, file), before);
  }
}

/** Every file of the folder and its bytes, in hex. */
export async function bytesOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.sort().map(async (file) => [file.slice(root.length), await readFile(file, 'hex')]),
  );
  return Object.fromEntries(texts);
}
