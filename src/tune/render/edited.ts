import { applyEdits } from '../../edits/apply-edits.ts';
import type { Edit, YamlPath, YamlValue } from '../../edits/edit.ts';

/** An edit of the one file that is being made. */
export type OwnEdit = Edit extends infer E ? (E extends Edit ? Omit<E, 'file'> : never) : never;

/** A template after its edits. A refused one is a fault of cvx: the templates and the plan do not fit together. */
export function edited(file: string, text: string, edits: readonly OwnEdit[]): string {
  const { changes, refused } = applyEdits(
    new Map([[file, text]]),
    edits.map((edit) => ({ ...edit, file })),
  );
  const [fault] = refused;
  if (fault !== undefined) throw new Error(`The template ${file} does not take the plan: ${fault.message}`);
  return changes[0]?.after ?? text;
}

export function set(path: YamlPath, value: YamlValue): OwnEdit {
  return { do: 'set-yaml', path, value };
}

export function remove(path: YamlPath): OwnEdit {
  return { do: 'remove-yaml', path };
}
