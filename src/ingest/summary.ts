import { COMPLETE_OUTCOMES, STORED_OUTCOMES, type Outcome, OUTCOMES } from '../domain/outcome.ts';
import { count, duration, grouped, shownPath } from '../lib/format.ts';
import type { Style } from '../lib/style.ts';
import { oneLine } from '../lib/terminal-text.ts';
import type { FileReport, IngestReport } from './report.ts';

/** What can be done about a file with this outcome; shown once for each outcome that occurred. */
const ADVICE: Readonly<Partial<Record<Outcome, string>>> = {
  partial: 'the rest of the file is searchable',
  'needs-ocr': 'a scan without text: run it through OCR (ocrmypdf) first',
  encrypted: 'remove the password and save it again',
  corrupt: 'open it and save it again, or ask for a new copy',
  'too-large': 'larger than any CV: check that it is one',
  bomb: 'unpacks to far more than it weighs: do not trust it',
  timeout: 'raise CVX_FILE_TIMEOUT, or save the file anew',
  unsupported: 'save it as PDF or DOCX',
  unreadable: 'check that it is there and may be read',
};

/** Files listed for each outcome, so that a few outcomes fit one screen; the rest is in --json. */
const LISTED = 10;

export interface SummaryOptions {
  readonly dryRun: boolean;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
  readonly style: Style;
}

/** What a run did, for people: one line, then the files that are not wholly searchable, grouped by what became of them. */
export function summaryText(report: IngestReport, { dryRun, cwd, style }: SummaryOptions): string {
  const lines = [headline(report, dryRun)];
  const lost = OUTCOMES.filter(
    (outcome) => !COMPLETE_OUTCOMES.has(outcome) && (report.counts[outcome] ?? 0) > 0,
  );
  const parts = lost.filter((outcome) => outcome !== 'partial');
  for (const outcome of lost) lines.push(...group(outcome, report.files, cwd, style));
  if (parts.length > 0) {
    const counts = parts.map((outcome) => `${grouped(report.counts[outcome] ?? 0)} ${outcome}`);
    const sum = parts.reduce((n, outcome) => n + (report.counts[outcome] ?? 0), 0);
    lines.push(style.warn(`${count(sum, 'file')} could not be read: ${counts.join(', ')}`));
  }
  return `${lines.join('\n')}\n`;
}

/** `214 files in 12 s: 200 indexed, 12 unchanged, 2 duplicate`. */
function headline(report: IngestReport, dryRun: boolean): string {
  const { files, counts, queued, seconds, pruned, interrupted } = report;
  const parts = [...STORED_OUTCOMES]
    .filter((outcome) => (counts[outcome] ?? 0) > 0)
    .map((outcome) => `${grouped(counts[outcome] ?? 0)} ${outcome}`);
  if (queued.length > 0) parts.unshift(`${grouped(queued.length)} queued`);
  if (pruned.length > 0) parts.push(`${grouped(pruned.length)} gone and forgotten`);
  const what = dryRun ? 'Dry run, nothing stored: ' : interrupted ? 'Stopped; what was done is kept: ' : '';
  return `${what}${count(files.length + queued.length, 'file')} in ${duration(seconds)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function group(outcome: Outcome, files: readonly FileReport[], cwd: string, { bold, dim }: Style): string[] {
  const members = files.filter((file) => file.outcome === outcome);
  const reasons = new Set(members.map(({ reason }) => reason));
  const [common] = reasons.size === 1 ? reasons : [];
  const head = [common, ADVICE[outcome]].filter((text) => text !== undefined).map(oneLine);
  const lines = [`${bold(outcome)}${head.length === 0 ? '' : dim(`: ${head.join('; ')}`)}`];
  for (const { path, reason } of members.slice(0, LISTED)) {
    const own = reason === undefined || reason === common ? '' : dim(` (${oneLine(reason)})`);
    lines.push(`  ${oneLine(shownPath(path, cwd))}${own}`);
  }
  if (members.length > LISTED)
    lines.push(dim(`  and ${grouped(members.length - LISTED)} more; all of them: --json`));
  return lines;
}
