import type { Place, Project } from '../project/project.ts';

/** A comment `# cvx-ignore <id> until=YYYY-MM-DD -- reason` in a file of the project. */
export interface Suppression {
  readonly id: string;
  readonly at: Place;
  /** The last day on which it holds; undefined where no day is given. */
  readonly until: string | undefined;
  readonly reason: string;
  /** Why it holds no longer; undefined while it does. */
  readonly lapsed: string | undefined;
}

const COMMENT =
  /(?:#|\/\/|;)\s*cvx-ignore\s+(?<id>[\w-]+)(?:\s+until=(?<until>\S+))?(?:\s+--\s*(?<reason>.*\S))?\s*$/;

/** The suppressions in a text, by line. */
function readSuppressions(file: string, text: string, now: Date): Suppression[] {
  if (!text.includes('cvx-ignore')) return [];
  return text.split('\n').flatMap((line, index) => {
    const match = COMMENT.exec(line.trimEnd());
    const { id, until, reason = '' } = match?.groups ?? {};
    if (match === null || id === undefined) return [];
    const at = { file, line: index + 1, column: match.index + 1 };
    return [{ id, at, until, reason, lapsed: lapsedBecause(until, reason, now) }];
  });
}

/** Of every file that a person edits to run the stack, and of `more`: sources are too many to look through all. */
export function projectSuppressions(
  project: Project,
  now: Date,
  more: readonly string[] = [],
): Suppression[] {
  const files = new Set([
    ...project.composeFiles,
    ...project.envFiles.map(({ file }) => file),
    ...project.configs.map(({ file }) => file),
    ...more,
  ]);
  return [...files].flatMap((file) => readSuppressions(file, project.read(file) ?? '', now));
}

function lapsedBecause(until: string | undefined, reason: string, now: Date): string | undefined {
  if (reason === '') return 'it gives no reason (-- why)';
  if (until === undefined) return undefined;
  const end = /^\d{4}-\d\d-\d\d$/.test(until) ? new Date(`${until}T23:59:59.999Z`) : new Date(Number.NaN);
  if (Number.isNaN(end.getTime())) return `until=${until} is no day (YYYY-MM-DD)`;
  return end < now ? `it ended on ${until}` : undefined;
}

/** The one that speaks of a finding: on its line, or among the comments of the lines right before it. */
export function suppressionOf(
  finding: { readonly id: string; readonly at: Place },
  suppressions: readonly Suppression[],
): Suppression | undefined {
  const near = suppressions.filter(({ at }) => at.file === finding.at.file && at.line <= finding.at.line);
  const lines = new Set(near.map(({ at }) => at.line));
  let from = finding.at.line;
  while (lines.has(from - 1)) from -= 1;
  return near.find(({ id, at }) => id === finding.id && at.line >= from);
}
