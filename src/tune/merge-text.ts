import { applyPatch, structuredPatch } from 'diff';

/**
 * Three-way merge by lines: `base` is what was written last, `theirs` what a person made of it, `ours` what is to be written.
 * Undefined where both change the same lines.
 */
export function mergeText(base: string, theirs: string, ours: string): string | undefined {
  if (theirs === base) return ours;
  if (ours === base) return theirs;
  const patch = structuredPatch('', '', base, ours, undefined, undefined, { context: 1 });
  const result = applyPatch(theirs, patch, { autoConvertLineEndings: false });
  return result === false ? undefined : result;
}
