import type { Span } from '../../domain/profile.ts';
import { type DateRange, datesIn } from './dates.ts';
import { type Line, type Piece, pieceOf } from './lines.ts';

/** A piece of the lines that name an entry. */
export interface HeadPiece extends Piece {
  /** What a label before it says that it is: `Company: Acme`. */
  readonly role?: 'title' | 'company';
  /** Stands below the dates, where the text of the entry may have begun. */
  readonly below: boolean;
}

/** One position or course of studies: its dates, the lines that name it, and all that stands below them. */
export interface Entry extends Span {
  readonly date: DateRange | undefined;
  /** Pieces of the lines that name it, dates taken out, in reading order. */
  readonly head: readonly HeadPiece[];
  /** True where the entry has no line of its own above its dates that could name a company: it shares the one before. */
  readonly continues: boolean;
}

/** Longest line that names a position; longer ones are sentences. */
const LONGEST_HEAD = 130;

/** What is left of a line without its dates, with the brackets that held them. */
export const withoutDates = (line: Line, dates: readonly DateRange[]): readonly Piece[] => {
  const inside = datesIn(dates, line);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { at } of inside) {
    const piece = pieceOf(line, from, Math.max(from, at.start - line.start));
    if (piece !== undefined) pieces.push(piece);
    from = Math.max(from, at.end - line.start);
  }
  const rest = from < line.text.length ? pieceOf(line, from, line.text.length) : undefined;
  if (rest !== undefined) pieces.push(rest);
  return pieces.flatMap((piece) => stripped(piece) ?? []);
};

const REMNANT =
  /^[\s().,;:|/–—-]+$|^\(?(?:\d+ (?:years?|yrs?|months?|mos?|jahre?|monate?|ans?|mois|anos?|meses)[ ,]*(?:\d+ (?:months?|mos?|monate?|mois|meses))?)\)?$|^(?:from|von|de|du|dal|van|seit|since)$/;
const OPEN = /[\s([,;:|–—-]+$|\s+(?:from|von|de|du|dal|van)$/;
const CLOSE = /^[\s)\],;:|–—-]+/;

/** Without the bracket, comma or "from" that the dates left behind. */
const stripped = (piece: Piece): Piece | undefined => {
  if (REMNANT.test(piece.folded)) return undefined;
  const head = CLOSE.exec(piece.folded)?.[0].length ?? 0;
  const tail = OPEN.exec(piece.folded)?.[0].length ?? 0;
  return pieceOf(piece, head, piece.text.length - tail);
};

/** Forms put a label before each value; the first group holds those of titles. */
const ROLE_LABEL =
  /^(?:(position|positions held|job title|title|role|designation|stelle|funktion|tatigkeit als|tatigkeit|poste|fonction|puesto|cargo|posizione|ruolo|qualifica|functie|funcao)|(?:company|employer|organi[sz]ation|company name|firma|unternehmen|arbeitgeber|entreprise|employeur|societe|empresa|azienda|datore di lavoro|bedrijf|werkgever))\s*:\s+/;
const LABEL_ONLY =
  /^(?:period|duration|dates?|from|employed|zeitraum|dauer|periode|duree|dates d'emploi|periodo|fechas?|duracion|date|periodo di impiego|looptijd)\s*:?$/;

/** Abbreviations that end a name with a full stop. */
const ABBREVIATION =
  /\b(?:inc|ltd|co|corp|e\.v|s\.a|s\.l|bzw|etc|univ|sr|jr|dept|b\.v|n\.v|s\.r\.l|sp\. z o\.o|d\.o\.o|s\.r\.o|s\.p\.a|s\.a\.s|s\.l\.u|ph\.d|m\.sc|b\.sc|m\.a|b\.a|b\.e|b\.tech|m\.tech)\.$/;

/** True for words that can name an entry: few, no sentence, not the second line of a wrapped one. */
const isHeadText = ({ text, folded }: Piece): boolean =>
  text.length <= LONGEST_HEAD &&
  (!/[.;!?]$/.test(text) || ABBREVIATION.test(folded)) &&
  /^\.?[\p{Lu}\p{Lo}\d"„“«(]|^\p{Ll}+\p{Lu}|^[a-z]+\.[a-z]{2,3}\b/u.test(text) &&
  (!/^[\p{L} ]{3,30}:\s/u.test(text) || ROLE_LABEL.test(folded));

/** True for a line that can name an entry. */
export const isHeadLike = (line: Line): boolean => !line.bullet && isHeadText(line);

/** Six words and a full stop: it tells something, even where the dates at its end hide the stop. */
const isSentence = ({ folded }: Line): boolean =>
  /[.;!?]$/.test(folded) && !ABBREVIATION.test(folded) && folded.split(' ').length > 6;

interface Anchor {
  readonly index: number;
  readonly date: DateRange;
}

/** Lines whose dates date an entry: those that hold little beside, or that could name it. Bullets and sentences only mention dates. */
const anchorsOf = (
  lines: readonly Line[],
  dates: readonly DateRange[],
  singles: boolean,
): readonly Anchor[] => {
  const anchors: Anchor[] = [];
  let taken = -1;
  lines.forEach((line, index) => {
    const date = datesIn(dates, line).find(({ at }) => at.start >= line.start && at.start >= taken);
    if (date === undefined || (date.form === 'single' && !singles)) return;
    const rest = withoutDates(line, dates);
    const length = rest.reduce((sum, piece) => sum + piece.text.length, 0);
    if (!rest.every(isHeadText) || length > LONGEST_HEAD || (length > 0 && isSentence(line))) return;
    // A bullet with dates is an entry where the dates are much of it: "- 2017–2019 Chef, Hotel Adler".
    if (line.bullet && (date.form === 'single' || length > 80)) return;
    anchors.push({ index, date });
    taken = date.at.end;
  });
  return anchors;
};

/** Head-like lines right above `index`, nearest last, not before `from`. */
const headAbove = (lines: readonly Line[], index: number, from: number, most: number): number => {
  let first = index;
  while (first > from && index - first < most) {
    const line = lines[first - 1];
    if (line === undefined || !isHeadLike(line)) break;
    first -= 1;
  }
  return first;
};

/** Most lines above or below the dates that name one entry: title, company, place. */
const MOST_HEAD_LINES = 3;

/**
 * Cuts a section into entries by its dates. People set the dates above, beside or below what they date, but each CV
 * does it in one way: the first entry shows how many lines stand above its dates, and the others follow it.
 */
export const entriesOf = (
  lines: readonly Line[],
  dates: readonly DateRange[],
  singles = false,
): readonly Entry[] => {
  let anchors = anchorsOf(lines, dates, singles);
  if (anchors.length === 0) anchors = anchorsOf(lines, dates, true);
  const first = anchors[0];
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return [];
  const above = first.index - headAbove(lines, first.index, 0, MOST_HEAD_LINES);
  const starts = anchors.map(({ index }, nth) => {
    const previous = anchors[nth - 1];
    return headAbove(lines, index, previous === undefined ? 0 : previous.index + 1, above);
  });
  return anchors.map(({ index, date }, nth): Entry => {
    const from = starts[nth] ?? index;
    const to = starts[nth + 1] ?? lines.length;
    const line = lines[index];
    const endLine = lines[Math.max(index, to - 1)] ?? last;
    const head = headPieces(lines, dates, from, index, to);
    return {
      date,
      head,
      continues: nth > 0 && index - from < above,
      start: lines[from]?.start ?? line?.start ?? 0,
      end: endLine.end,
    };
  });
};

/** Pieces of the lines above the dates, of their line, and of head-like lines right below, as long as no text has begun. */
const headPieces = (
  lines: readonly Line[],
  dates: readonly DateRange[],
  from: number,
  index: number,
  to: number,
): readonly HeadPiece[] => {
  const pieces = lines.slice(from, index + 1).flatMap((line) => headPiecesOf(line, dates, false));
  const last = Math.min(to, index + MOST_HEAD_LINES + 1);
  for (let below = index + 1; below < last && pieces.length <= MOST_HEAD_LINES; below += 1) {
    const line = lines[below];
    if (line === undefined || !isHeadLike(line) || line.text.length > 90) break;
    pieces.push(...headPiecesOf(line, dates, true));
  }
  return pieces;
};

const headPiecesOf = (line: Line, dates: readonly DateRange[], below: boolean): readonly HeadPiece[] =>
  withoutDates(line, dates).flatMap((piece) => {
    const label = ROLE_LABEL.exec(piece.folded);
    if (label === null) return LABEL_ONLY.test(piece.folded) ? [] : [{ ...piece, below }];
    const rest = pieceOf(piece, label[0].length, piece.text.length);
    return rest === undefined
      ? []
      : [{ ...rest, below, role: label[1] === undefined ? ('company' as const) : ('title' as const) }];
  });
