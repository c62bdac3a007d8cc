import { shortId } from '../../lib/format.ts';
import { oneLine } from '../../lib/terminal-text.ts';
import type { SearchHit } from '../report.ts';

/** Three places tell neighbours apart; more would promise a precision that a fused score lacks. */
export function shownScore(score: number): string {
  return score.toFixed(3);
}

/** Name, else the file: a person without a readable name must still be told from others. */
export function shownName(hit: SearchHit): string {
  return hit.name ?? hit.files[0]?.split(/[/\\]/).at(-1) ?? shortId(hit.id);
}

/** One person per line, fields separated by tabs, no head: for `cut`, `awk` and `head`. An empty field means unknown. */
export function renderPlain(hits: readonly SearchHit[]): string {
  return hits.map((hit) => `${fields(hit).map(oneLine).join('\t')}\n`).join('');
}

function fields(hit: SearchHit): string[] {
  return [
    String(hit.rank),
    shownScore(hit.score),
    shortId(hit.id),
    hit.name ?? '',
    hit.headline ?? '',
    hit.location ?? '',
    hit.yearsExperience === undefined ? '' : String(hit.yearsExperience),
    hit.files[0] ?? '',
    hit.passage?.text ?? '',
  ];
}
