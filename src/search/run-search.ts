import type { Session } from '../command.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { toJson } from '../lib/terminal-text.ts';
import { renderCards } from './render/cards.ts';
import { renderCsv } from './render/csv.ts';
import { renderMarkdown } from './render/markdown.ts';
import { renderPlain } from './render/plain.ts';
import { searchJson } from './render/search-json.ts';
import type { SearchReport, SearchRequest } from './report.ts';
import { search } from './search.ts';

export interface SearchRun {
  readonly request: SearchRequest;
  /** Undefined: cards in a terminal or where an explanation is asked for, lines in a pipe otherwise. `--json` wins. */
  readonly format: 'csv' | 'md' | 'plain' | undefined;
  readonly explain: boolean;
  readonly failIfEmpty: boolean;
}

/** `cvx search`: the answer on stdout, all that is said about it on stderr. */
export async function runSearch(session: Session, run: SearchRun): Promise<ExitCode> {
  const { io, globals, say } = session;
  if (globals.json && run.format !== undefined) {
    throw new CvxError('CVX_USAGE', `--json and --${run.format} exclude each other.`, {
      hint: 'Usage: cvx search --help',
    });
  }
  const context = await session.open();
  const report = await search(context, run.request);
  io.stdout.write(render(session, run, report));
  for (const text of report.degraded) say(text);
  if (report.hits.length === 0) await sayNobody(session, run, report);
  else if (!globals.json && run.format === undefined && io.stdout.isTTY) say(nextStep(run.request, report));
  return report.hits.length === 0 && run.failIfEmpty ? EXIT.findings : EXIT.ok;
}

function render({ io, globals }: Session, { format, explain }: SearchRun, report: SearchReport): string {
  if (globals.json) return toJson(searchJson(report), 2);
  if (format === 'csv') return renderCsv(report.hits);
  if (format === 'md') return report.hits.length === 0 ? '' : renderMarkdown(report.hits);
  if (format === 'plain' || (!io.stdout.isTTY && !explain)) return renderPlain(report.hits);
  return renderCards(report, { width: io.stdout.columns, style: io.stdout.style, explain });
}

async function sayNobody(
  { open, say }: Session,
  { request }: SearchRun,
  { total }: SearchReport,
): Promise<void> {
  if (total > 0) {
    say(`Nobody after the first ${total}. Lower --offset (${request.offset}).`);
    return;
  }
  const { store, index } = await open();
  const { candidates } = await store.stats(index.spec.name);
  say(
    candidates === 0
      ? 'There are no CVs yet. Read some:  cvx ingest ./cvs'
      : 'Nobody found. Use fewer or other words.',
  );
}

function nextStep({ limit, offset }: SearchRequest, { hits, total }: SearchReport): string {
  const [best] = hits;
  const more =
    offset + hits.length < total ? `${total} people in all; more: --offset ${offset + limit}. ` : '';
  return `${more}One person: cvx show ${best?.id.slice(0, 8) ?? ''}`;
}
