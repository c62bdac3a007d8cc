import type { Session } from '../command.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { grouped, shortId } from '../lib/format.ts';
import { table } from '../lib/table.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import type { CandidateRecord } from '../stores/candidate-store.ts';
import { listJson, type Page } from './list-json.ts';

/** `cvx list`: a table on a terminal, tab-separated lines in a pipe, or JSON. */
export async function listPeople({ io, globals, signal, open, say }: Session, page: Page): Promise<ExitCode> {
  const { store, index } = await open();
  const [records, stats] = await Promise.all([
    store.list({ limit: page.limit, offset: page.offset }, { signal }),
    store.stats(index.spec.name, { signal }),
  ]);
  const total = stats.candidates;
  if (globals.json) {
    io.stdout.write(toJson(listJson(records, total, page), 2));
    return EXIT.ok;
  }
  const { dim, bold } = io.stdout.style;
  if (!io.stdout.isTTY) io.stdout.write(records.map(plainLine).join(''));
  else if (records.length > 0) {
    const lines = table(
      records,
      [
        { title: 'Name', value: shownName, min: 12, style: bold },
        { title: 'Headline', value: ({ candidate }) => candidate.headline?.value ?? '', min: 12 },
        { title: 'Location', value: ({ candidate }) => candidate.location?.value ?? '', min: 8 },
        { title: 'Years', value: ({ candidate }) => years(candidate), align: 'right' },
        { title: 'Files', value: ({ files }) => String(files.length), align: 'right' },
        { title: 'Id', value: ({ candidate }) => shortId(candidate.id), style: dim },
      ],
      { width: io.stdout.columns, head: dim },
    );
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  const shown = page.offset + records.length;
  if (total === 0) say('There are no CVs yet. Read some:  cvx ingest ./cvs');
  else if (records.length === 0) say(`Nobody after the first ${grouped(total)}. Lower --offset.`);
  else if (shown < total) say(`${grouped(total)} people in all; more: --offset ${shown}`);
  return EXIT.ok;
}

function shownName({ candidate, files }: CandidateRecord): string {
  return candidate.name?.value ?? files[0]?.split(/[/\\]/).at(-1) ?? '';
}

function years({ yearsExperience }: CandidateRecord['candidate']): string {
  return yearsExperience === undefined ? '' : String(yearsExperience.value);
}

function plainLine({ candidate, files }: CandidateRecord): string {
  const { id, name, headline, location } = candidate;
  const fields = [shortId(id), name?.value, headline?.value, location?.value, years(candidate), files[0]];
  return `${fields.map((field) => oneLine(field ?? '')).join('\t')}\n`;
}
