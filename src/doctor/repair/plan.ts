import { createTwoFilesPatch } from 'diff';
import { applyEdits, type EditResult, type FileChange } from '../../edits/apply-edits.ts';
import type { Edit } from '../../edits/edit.ts';
import type { Project } from '../../project/project.ts';
import type { Diagnosed } from '../diagnose.ts';

export interface Plan {
  /** Repairs that can be made together. */
  readonly taken: readonly Diagnosed[];
  /** Repairs that would be others after the ones taken: planned anew once those are made. */
  readonly deferred: readonly Diagnosed[];
  readonly refused: readonly { readonly finding: Diagnosed; readonly why: string }[];
  readonly changes: readonly FileChange[];
}

/**
 * Which of the findings can be repaired at once. Edits name places by paths and offsets of the present text, so one is made together
 * with those before it only where it does then what it would do alone, or their order does not matter; a repair that would, say, take away the second item of a list from which
 * the first has gone waits for the next round. Pure.
 */
export function planRepairs(project: Project, findings: readonly Diagnosed[]): Plan {
  const taken: Diagnosed[] = [];
  const deferred: Diagnosed[] = [];
  const refused: { finding: Diagnosed; why: string }[] = [];
  const edits: Edit[] = [];
  /** What the files say once the repairs taken so far are made. */
  const texts = new Map<string, string>();
  for (const finding of findings) {
    const own = finding.fix?.edits ?? [];
    const alone = applied(project, own);
    const next = applied(project, own, texts);
    const [reason] = alone.refused;
    if (reason !== undefined) refused.push({ finding, why: reason.message });
    else if (alone.changes.length === 0)
      refused.push({ finding, why: 'The files say already what the repair would write.' });
    else if (
      next.refused.length === 0 &&
      (isSum(project, texts, { alone, next }) || commute(project, texts, { next, first: edits, second: own }))
    ) {
      taken.push(finding);
      edits.push(...own);
      for (const { file, after } of next.changes) texts.set(file, after);
    } else deferred.push(finding);
  }
  return { taken, deferred, refused, changes: applied(project, edits).changes };
}

/** The unified diff of each finding's own fix; undefined where there is none, or it cannot be made. */
export function planFindings(project: Project, findings: readonly Diagnosed[]): (string | undefined)[] {
  return findings.map(({ fix }) => {
    if (fix === undefined || fix.edits.length === 0) return undefined;
    const { changes, refused } = applied(project, fix.edits);
    return refused.length > 0 ? undefined : unifiedDiff(changes);
  });
}

/** As `diff -u` and `git apply` write and read it. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes
    .map(({ file, before, after }) => {
      const from = before === undefined ? '/dev/null' : `a/${file}`;
      const patch = createTwoFilesPatch(from, `b/${file}`, before ?? '', after, undefined, undefined, {
        context: 3,
      });
      return patch.slice(patch.indexOf('--- '));
    })
    .join('');
}

/** `texts`: of files that edits before these have changed. */
function applied(
  project: Project,
  wanted: readonly Edit[],
  texts: ReadonlyMap<string, string> = new Map(),
): EditResult {
  // Where several names lead to one file, their edits come together.
  const edits = wanted.map((edit): Edit => ({ ...edit, file: project.fileOf(edit.file) }));
  const names = new Set(edits.map(({ file }) => file));
  const files = new Map<string, string>();
  for (const name of names) {
    const text = texts.get(name) ?? project.read(name);
    if (text !== undefined) files.set(name, text);
  }
  return applyEdits(files, edits);
}

/**
 * Whether edits on top of others take away and add the very lines that they would alone: the usual case, told without making all of
 * the others again, which would take time with the square of their number.
 */
function isSum(
  project: Project,
  texts: ReadonlyMap<string, string>,
  { alone, next }: { readonly alone: EditResult; readonly next: EditResult },
): boolean {
  const changed = new Set([...alone.changes, ...next.changes].map(({ file }) => file));
  return [...changed].every((file) => {
    const before = project.read(file) ?? '';
    const earlier = texts.get(file) ?? before;
    const one = textAfter(alone, file) ?? before;
    const both = textAfter(next, file) ?? earlier;
    return sortedLines(`${both}\n${before}`) === sortedLines(`${earlier}\n${one}`);
  });
}

interface InTurn {
  /** What the second edits make of the files that the first have changed. */
  readonly next: EditResult;
  readonly first: readonly Edit[];
  readonly second: readonly Edit[];
}

/**
 * Whether the first edits can be made after the second too, and say the same; what is only added in another order does. Files of the
 * first alone, whose edits have been made together before, come out the same in either.
 */
function commute(
  project: Project,
  texts: ReadonlyMap<string, string>,
  { next, first, second }: InTurn,
): boolean {
  const touched = new Set(second.map(({ file }) => project.fileOf(file)));
  const shared = first.filter(({ file }) => touched.has(project.fileOf(file)));
  const other = applied(project, [...second, ...shared]);
  return (
    other.refused.length === 0 &&
    [...touched].every((file) => {
      const before = project.read(file) ?? '';
      const both = textAfter(next, file) ?? texts.get(file) ?? before;
      return sortedLines(both) === sortedLines(textAfter(other, file) ?? before);
    })
  );
}

function textAfter({ changes }: EditResult, file: string): string | undefined {
  return changes.find((change) => change.file === file)?.after;
}

function sortedLines(text: string): string {
  return text.split('\n').sort().join('\n');
}
