import { editConf } from './conf.ts';
import type { Edit, FileEdit, TextEdit } from './edit.ts';
import { EditRefused, Refusal } from './edit-refused.ts';
import { editEnv } from './env.ts';
import { isInside } from './inside.ts';
import { editYaml } from './yaml.ts';

/** What one file becomes. `before` undefined: there is no such file yet. */
export interface FileChange {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
  /** Permission bits of a file that is made; one that exists keeps its own. */
  readonly mode?: number;
}

export interface EditResult {
  /** Files whose text differs, in the order of their first edit. A file with a refused edit is not among them: it stays whole. */
  readonly changes: readonly FileChange[];
  /** At most one for each file. */
  readonly refused: readonly EditRefused[];
}

/**
 * Applies edits to texts. Those of one file are composed in order, each against the text that the one before left; one refused
 * edit refuses its whole file. `files` holds the present text by path relative to the root; what is missing there does not
 * exist, and only `write-file` makes it. Pure: see `applyTransaction` for writing the result.
 */
export function applyEdits(files: ReadonlyMap<string, string>, edits: readonly Edit[]): EditResult {
  const changes: FileChange[] = [];
  const refused: EditRefused[] = [];
  for (const [file, own] of byFile(edits)) {
    const before = files.get(file);
    try {
      const after = composed(file, before, own);
      const mode = own.findLast((edit): edit is FileEdit => edit.do === 'write-file')?.mode;
      if (after !== before) changes.push({ file, before, after, ...(mode === undefined ? {} : { mode }) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(new EditRefused(file, error.message));
    }
  }
  return { changes, refused };
}

function byFile(edits: readonly Edit[]): Map<string, Edit[]> {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const group = groups.get(edit.file);
    if (group === undefined) groups.set(edit.file, [edit]);
    else group.push(edit);
  }
  return groups;
}

function composed(file: string, before: string | undefined, edits: readonly Edit[]): string {
  if (!isInside(file)) throw new Refusal('It is not a path inside the project.');
  let text = before;
  for (const edit of edits) {
    if (edit.do === 'write-file') text = edit.text;
    else if (text === undefined) throw new Refusal('There is no such file.');
    else text = edited(text, edit);
  }
  return text ?? '';
}

function edited(text: string, edit: Exclude<Edit, { do: 'write-file' }>): string {
  if (edit.do === 'replace-text') return replaced(text, edit);
  if (edit.do === 'set-env' || edit.do === 'remove-env') return editEnv(text, edit);
  if (edit.do === 'set-conf' || edit.do === 'remove-conf') return editConf(text, edit);
  return editYaml(text, edit);
}

function replaced(text: string, { offset, expect, text: wanted }: TextEdit): string {
  // An insertion that has been made already: what it expects still stands there.
  if (wanted.startsWith(expect) && text.startsWith(wanted, offset)) return text;
  if (text.startsWith(expect, offset))
    return text.slice(0, offset) + wanted + text.slice(offset + expect.length);
  if (wanted !== '' && text.startsWith(wanted, offset)) return text;
  throw new Refusal('The text to replace does not stand where it stood when the edit was planned.');
}
