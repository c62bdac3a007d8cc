import stringWidth from 'string-width';
import { shortId } from '../../lib/format.ts';
import type { Style } from '../../lib/style.ts';
import { pad, truncate } from '../../lib/table.ts';
import { oneLine } from '../../lib/terminal-text.ts';
import type { LegScore, Passage, SearchHit, SearchReport } from '../report.ts';
import { shownName, shownScore } from './plain.ts';
import { markedLines, type Piece } from './passage-lines.ts';

export interface CardOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** Show the parts of each score. */
  readonly explain: boolean;
}

/** Two lines of a passage are enough to judge by; `cvx show` has the rest. */
const PASSAGE_LINES = 2;

/** The weightiest reasons come first; what does not fit matters little. */
const WHY_LINES = 2;

/** Terms shown by --explain; the later ones add next to nothing. */
const EXPLAINED_TERMS = 8;

/** The answer for a reader: one card per person, best first, then how the query was read. */
export function renderCards(report: SearchReport, options: CardOptions): string {
  const { dim } = options.style;
  const understood = report.query.understood.map(({ text, as }) => `${oneLine(text)} as ${oneLine(as)}`);
  const head =
    understood.length === 0 ? [] : [dim(truncate(`Read ${understood.join(', ')}.`, options.width)), ''];
  const indent = String(report.hits.at(-1)?.rank ?? 1).length + 2;
  const cards = report.hits.map((hit) => card(hit, indent, options).join('\n'));
  return cards.length === 0 ? '' : `${[...head, cards.join('\n\n')].join('\n')}\n`;
}

function card(hit: SearchHit, indent: number, options: CardOptions): string[] {
  const { width, style, explain } = options;
  const left = ' '.repeat(indent);
  const room = width - indent;
  const lines = [titleLine(hit, indent, options), left + style.dim(truncate(facts(hit), room))];
  for (const line of passageLines(hit.passage, room, style)) lines.push(left + line);
  const why = { text: hit.why.map(oneLine).join(' · '), marks: [] };
  for (const line of markedLines(why, { width: room, lines: WHY_LINES }))
    lines.push(left + style.good(plainText(line)));
  if (explain) for (const line of explanation(hit)) lines.push(left + style.dim(truncate(line, room)));
  return lines;
}

/** Rank and name on the left, score and id on the right. */
function titleLine(hit: SearchHit, indent: number, { width, style }: CardOptions): string {
  const rank = pad(String(hit.rank), indent - 2, 'right');
  const right = `${shownScore(hit.score)}  ${shortId(hit.id)}`;
  const room = width - indent - right.length - 2;
  const name = truncate(oneLine(shownName(hit)), room);
  const gap = ' '.repeat(Math.max(2, width - indent - stringWidth(name) - right.length));
  return `${style.dim(rank)}  ${style.bold(name)}${gap}${style.dim(right)}`;
}

function facts({ headline, location, yearsExperience, files }: SearchHit): string {
  const years = yearsExperience === undefined ? undefined : `${yearsExperience} years`;
  const parts = [headline, location, years].filter((part) => part !== undefined);
  const [file = ''] = files;
  return oneLine(parts.length > 0 ? parts.join(' · ') : file);
}

function passageLines(passage: Passage | undefined, width: number, style: Style): string[] {
  if (passage === undefined) return [];
  return markedLines(passage, { width, lines: PASSAGE_LINES }).map((line) =>
    line.map(({ text, marked }) => (marked ? style.mark(text) : text)).join(''),
  );
}

function plainText(line: readonly Piece[]): string {
  return line.map(({ text }) => text).join('');
}

function explanation({ legs, terms, passage }: SearchHit): string[] {
  const leg = (name: string, score: LegScore | undefined): string =>
    score === undefined ? `${name} -` : `${name} #${score.rank} ${score.score.toFixed(3)}`;
  const words = terms
    .slice(0, EXPLAINED_TERMS)
    .map(({ term, score }) => `${oneLine(term)} ${score.toFixed(2)}`);
  const page = passage?.page === undefined ? '' : ` · passage on page ${passage.page}`;
  return [
    `${leg('meaning', legs.dense)} · ${leg('words', legs.lexical)}${page}`,
    ...(words.length === 0 ? [] : [`terms: ${words.join(', ')}`]),
  ];
}
