import { neutralise } from '../../lib/terminal-text.ts';
import type { SearchHit } from '../report.ts';

const HEAD = [
  'rank',
  'score',
  'id',
  'name',
  'headline',
  'location',
  'yearsExperience',
  'files',
  'why',
  'passage',
];

/** RFC 4180: CRLF, quotes doubled, a head. Files and reasons are joined by `; `. */
export function renderCsv(hits: readonly SearchHit[]): string {
  const rows = hits.map((hit) => [
    String(hit.rank),
    String(hit.score),
    hit.id,
    ...[
      hit.name ?? '',
      hit.headline ?? '',
      hit.location ?? '',
      hit.yearsExperience === undefined ? '' : String(hit.yearsExperience),
      hit.files.join('; '),
      hit.why.join('; '),
      hit.passage?.text ?? '',
    ].map(harmless),
  ]);
  return [HEAD, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet runs a cell that starts like a formula, and a CV is foreign text: an apostrophe makes it plain text.
 * The list is that of OWASP, "CSV Injection"; white space before it does not help the attacker but hides it.
 */
function harmless(cell: string): string {
  const text = neutralise(cell);
  return /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\u2409\u240d]/.test(text) ? `'${text}` : text;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
