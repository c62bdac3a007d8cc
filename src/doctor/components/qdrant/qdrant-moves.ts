import type { Edit } from '../../../edits/edit.ts';
import type { ConfigFile } from '../../../project/project.ts';
import { clashingAlias } from './qdrant-renames.ts';
import type { QdrantEntry } from './qdrant-settings.ts';

/**
 * The edits that give a key, and what a section holds, its right name: the word itself where the parent stays, so that comments
 * and order stay too; else the value is set at its place and the old one removed. A value that is there already wins.
 */
export function moveKey(
  { file }: ConfigFile,
  entries: readonly QdrantEntry[],
  entry: QdrantEntry,
  to: string,
): readonly Edit[] {
  const steps = to.split('.');
  const present = entries.some(({ path }) => path === to);
  const removal: Edit = { do: 'remove-yaml', file, path: entry.steps };
  if (present && !entry.section) return [removal];
  const inside = entries.filter(({ path }) => path.startsWith(`${entry.path}.`));
  const parent = (path: readonly string[]): string => path.slice(0, -1).join('.');
  if (!present && parent(steps) === parent(entry.steps)) {
    const renamed = inside.flatMap((one) => {
      const alias = clashingAlias(to + one.path.slice(entry.path.length));
      return alias === undefined ? [] : [rename(file, one, alias)];
    });
    // From the end, so that each offset still holds.
    return [...renamed.toReversed(), rename(file, entry, to)];
  }
  const leaves = entry.section ? inside.filter(({ section }) => !section) : [entry];
  const sets = leaves.flatMap((leaf): readonly Edit[] => {
    const moved = to + leaf.path.slice(entry.path.length);
    const path = clashingAlias(moved) ?? moved;
    if (entries.some((one) => one.path === path) || !isPlain(leaf.value)) return [];
    return [{ do: 'set-yaml', file, path: path.split('.'), value: leaf.value }];
  });
  return [...sets, removal];
}

function rename(file: string, { keyOffset, steps }: QdrantEntry, to: string): Edit {
  return {
    do: 'replace-text',
    file,
    offset: keyOffset,
    expect: steps.at(-1) ?? '',
    text: to.split('.').at(-1) ?? '',
  };
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
