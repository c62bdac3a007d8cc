import type { Manifest } from '../edits/transaction/manifest.ts';

/** What made these changes; of several, without what each was for: `cvx doctor --fix`. */
export function commandOf(manifests: readonly Manifest[]): string {
  const [only, ...others] = manifests;
  if (only !== undefined && others.length === 0) return only.command;
  return [...new Set(manifests.map(({ command }) => command.split(': ')[0] ?? command))].join(', ');
}
