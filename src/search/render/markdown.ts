import { shortId } from '../../lib/format.ts';
import { oneLine } from '../../lib/terminal-text.ts';
import type { SearchHit } from '../report.ts';
import { shownName, shownScore } from './plain.ts';

/** A table for a note or an issue. Foreign text is escaped: a CV can bring neither links, images nor HTML. */
export function renderMarkdown(hits: readonly SearchHit[]): string {
  const rows = hits.map((hit) => [
    String(hit.rank),
    escaped(shownName(hit)),
    escaped(hit.headline ?? ''),
    escaped(hit.location ?? ''),
    hit.yearsExperience === undefined ? '' : String(hit.yearsExperience),
    shownScore(hit.score),
    `\`${shortId(hit.id)}\``,
    escaped(hit.why.join('; ')),
  ]);
  const lines = [
    ['#', 'Name', 'Headline', 'Location', 'Years', 'Score', 'Id', 'Why'],
    ['--:', '---', '---', '---', '--:', '--:', '---', '---'],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function escaped(text: string): string {
  return (
    oneLine(text)
      .replaceAll(/[\\`*_[\]|~#!]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // Renderers link bare addresses by themselves.
      .replaceAll(/(https?|ftp|mailto):/gi, '$1&#58;')
      .replaceAll(/\bwww\./gi, 'www&#46;')
      .replaceAll('@', '&#64;')
  );
}
