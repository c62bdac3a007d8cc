import { count } from '../../lib/format.ts';
import type { Style } from '../../lib/style.ts';
import { oneLine } from '../../lib/terminal-text.ts';
import { wrap } from '../../lib/wrap.ts';
import type { Area, Severity } from '../check.ts';
import { containerLines } from './containers.ts';
import { placeText } from './place-link.ts';
import { repairedLines } from './repaired-text.ts';
import { type Report, type ReportedFinding, summaryLine } from './report.ts';

const AREA_TITLE: Readonly<Record<Area, string>> = {
  backend: 'Backend',
  redis: 'Redis',
  postgres: 'PostgreSQL',
  qdrant: 'Qdrant',
  prometheus: 'Prometheus',
  nginx: 'nginx',
  compose: 'Compose',
  env: 'Environment',
  host: 'Host',
  capacity: 'Capacity',
  cvx: 'cvx',
};
/** Reasons shown of what could not be observed; the rest is counted. */
const MAX_REASONS = 6;
const MAX_PROBLEMS = 10;
/** Lines of evidence shown of one finding: an anchor that twenty services share brings eighty. */
const MAX_EVIDENCE = 6;
/** So many findings of one check with one repair are told together: ten blocks that differ in a name hide the eleventh. */
const TOGETHER = 3;
const MAX_TOGETHER = 12;

export interface TextOptions {
  readonly style: Style;
  /** Whether places are links. */
  readonly links: boolean;
  /** Columns to break lines at; none where the text goes to a file or another program. */
  readonly width?: number;
}

/** What stands before the text of a line: more lines of it begin below the text. */
const LEAD = /^ *(?:→ |(?:log|config|live) +)?/;

/** One line of the report, broken where the terminal would break it without regard to words. */
function fold(line: string, { width }: TextOptions): string {
  // A command stays in one piece, to be copied.
  if (width === undefined || /^ *docker compose /.test(line)) return line;
  const indent = LEAD.exec(line)?.[0].length ?? 0;
  return wrap(line, width, ' '.repeat(indent)).join('\n');
}

/** The report for people: an area after the other, the one with the worst finding first; then what could not be looked at. */
export function textReport(report: Report, options: TextOptions): string {
  const areas = new Map<Area, ReportedFinding[]>();
  for (const finding of report.findings)
    areas.set(finding.area, [...(areas.get(finding.area) ?? []), finding]);
  const blocks = [
    ...[...areas].map(([area, findings]) =>
      [
        options.style.bold(AREA_TITLE[area]),
        ...alike(findings).map((group) => groupText(group, report.root, options)),
      ].join('\n'),
    ),
    listBlock('What was repaired', repairedLines(report.repaired), options),
    listBlock('Not observable', unseenLines(report), options),
    listBlock('Could not be read', problemLines(report), options),
    listBlock('Suppressed', suppressedLines(report), options),
    listBlock(
      'Checks that crashed (a bug in cvx)',
      report.crashed.map(({ id, error }) => `${id}: ${error}`),
      options,
    ),
    containersBlock(report, options),
    closing(report, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Findings that differ in their place only, in the order of the first of each; one alone is a group too. */
function alike(findings: readonly ReportedFinding[]): [ReportedFinding, ...ReportedFinding[]][] {
  const groups = new Map<string, [ReportedFinding, ...ReportedFinding[]]>();
  for (const [i, finding] of findings.entries()) {
    const { id, severity, confidence, repair, fix, diff, evidence } = finding;
    // What was measured or logged, and a patch for a person, is worth its lines.
    const own = (fix?.class === 'never' && diff !== undefined) || evidence.some(({ by }) => by !== 'config');
    const key = own ? String(i) : [id, severity, confidence, repair, cureText(finding)].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < TOGETHER ? group.map((one): [ReportedFinding] => [one]) : [group],
  );
}

function groupText(
  group: readonly [ReportedFinding, ...ReportedFinding[]],
  root: string,
  options: TextOptions,
): string {
  const [first] = group;
  if (group.length === 1) return findingText(first, root, options);
  const { style, links } = options;
  const lines = group.map(({ at, message }) => {
    const place = placeText({ ...at, file: oneLine(at.file) }, root, links);
    return fold(`    ${place}  ${oneLine(message)}`, options);
  });
  return [
    `  ${mark(first.severity, style)} ${group.length} places  ${style.bold(first.id)}  ${style.dim(first.confidence)}`,
    ...atMost(lines, MAX_TOGETHER, '    '),
    fold(`    → ${oneLine(first.repair)}${style.dim(cureText(first))}`, options),
  ].join('\n');
}

function cureText({ id, fix, diff }: ReportedFinding): string {
  if (fix === undefined) return '';
  // Its edits cannot be made here: an anchor is shared, a file is not to be parsed.
  if (diff === undefined) return ' (by hand)';
  if (fix.class === 'safe') return '';
  return fix.class === 'confirm' ? ` (--fix --allow ${id})` : ' (by hand)';
}

function findingText(finding: ReportedFinding, root: string, options: TextOptions): string {
  const { style, links } = options;
  const { id, severity, confidence, message, at, evidence, repair, fix } = finding;
  const place = placeText({ ...at, file: oneLine(at.file) }, root, links);
  const seen = evidence.map(({ by, text, at: where }) => {
    const beside = where === undefined || where.file === at.file ? '' : `  ${where.file}:${where.line}`;
    return `      ${by.padEnd(6)}  ${oneLine(text + beside)}`;
  });
  // A patch that no --fix applies is for the reader.
  const patch =
    fix?.class === 'never' && finding.diff !== undefined ? finding.diff.trimEnd().split('\n') : [];
  return [
    `  ${mark(severity, style)} ${place}  ${style.bold(id)}  ${style.dim(confidence)}`,
    fold(`    ${oneLine(message)}`, options),
    ...atMost(seen, MAX_EVIDENCE, '      ').map((line) => style.dim(fold(line, options))),
    fold(`    → ${oneLine(repair)}${style.dim(cureText(finding))}`, options),
    ...patch.map((line) => style.dim(`      ${oneLine(line)}`)),
  ].join('\n');
}

function mark(severity: Severity, style: Style): string {
  if (severity === 'error') return style.bad('✖ error  ');
  return severity === 'warning' ? style.warn('▲ warning') : style.dim('• info   ');
}

function listBlock(title: string, lines: readonly string[], options: TextOptions): string {
  return lines.length === 0
    ? ''
    : [options.style.bold(title), ...lines.map((line) => fold(`  ${oneLine(line)}`, options))].join('\n');
}

/** By reason: twenty checks of a Redis that could not be asked are one line. */
function unseenLines({ notObservable }: Report): string[] {
  const reasons = new Map<string, string[]>();
  for (const { id, why } of notObservable) reasons.set(why, [...(reasons.get(why) ?? []), id]);
  const lines = [...reasons]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(
      ([why, ids]) =>
        `${why}: ${ids.slice(0, 4).join(', ')}${ids.length > 4 ? ` and ${ids.length - 4} more` : ''}`,
    );
  return atMost(lines, MAX_REASONS);
}

function atMost(lines: readonly string[], most: number, indent = ''): string[] {
  const rest = lines.length - most;
  return rest > 0
    ? [...lines.slice(0, most), `${indent}and ${count(rest, 'more', 'more')} (--json has all)`]
    : [...lines];
}

function problemLines({ problems }: Report): string[] {
  const lines = problems.map(
    ({ file, line, message }) => `${file}${line === undefined ? '' : `:${line}`}  ${message}`,
  );
  return atMost(lines, MAX_PROBLEMS);
}

function suppressedLines({ suppressed }: Report): string[] {
  return suppressed.map(
    ({ finding, by }) =>
      `${finding.id}  ${finding.at.file}:${finding.at.line}  ${by.reason}${by.until === undefined ? '' : ` (until ${by.until})`}`,
  );
}

function containersBlock({ containers = [] }: Report, { style, width = Infinity }: TextOptions): string {
  if (containers.length === 0) return '';
  return [style.bold('Containers'), ...containerLines(containers, width - 2).map((line) => `  ${line}`)].join(
    '\n',
  );
}

function closing(report: Report, options: TextOptions): string {
  const { style } = options;
  const line = fold(summaryLine(report), options);
  const clean = report.findings.length === 0 && report.crashed.length === 0;
  const made = report.findings.filter(({ diff }) => diff !== undefined);
  const safe = made.filter(({ fix }) => fix?.class === 'safe').length;
  const risky = made.filter(({ fix }) => fix?.class === 'confirm');
  const ids = [...new Set(risky.map(({ id }) => id))].join(',');
  const hint = [
    ...(safe === 0 ? [] : [`To repair ${safe} of them:  cvx doctor --fix`]),
    ...(risky.length === 0
      ? []
      : [
          `${risky.length} more, which change behaviour, exposure or a secret:  cvx doctor --fix --allow ${ids}`,
        ]),
    ...(report.findings.length === 0 ? [] : ['Why:  cvx doctor --explain ID']),
  ].map((one) => style.dim(one));
  return [clean ? style.good(line) : line, ...hint].join('\n');
}
