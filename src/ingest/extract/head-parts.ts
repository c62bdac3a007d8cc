import { companyMarks } from './company-words.ts';
import type { HeadPiece } from './entries.ts';
import { type Piece, pieceOf, splitPiece } from './lines.ts';
import { titleWords } from './title-words.ts';

/** Marks between title, company and place. A comma parts less than the others: titles and companies hold commas too. */
const STRONG =
  /\s*[|·•\t]\s*|\s+[–—-]{1,2}\s+|\s{3,}|\s*@\s+|\s+(?:at|bei der|bei dem|beim|bei|chez|presso|bij)\s+(?=\S)/g;
const COMMA = /,\s+/g;
const AT_SPANISH = /\s+en\s+(?=\S)/g;

/** Kinds of employment and the like: they name neither title nor company. */
const ASIDE =
  /^\(?(?:full[- ]?time|part[- ]?time|permanent|contract|temporary|fixed[- ]term|internship|vollzeit|teilzeit|festanstellung|befristet|unbefristet|cdi|cdd|temps plein|temps partiel|alternance|interim|jornada completa|media jornada|contrato indefinido|tempo pieno|remote|hybrid|on-?site|homeoffice|home office|teletravail|remoto|\d{1,3} ?%|m\/w\/d|w\/m\/d|m\/f\/d|f\/m\/d|h\/f|f\/h)\)?$/;

/** Stands for the company where no other is named. */
const SELF =
  /^\(?(?:self[- ]employed|freelance|freelancer|freiberuflich|freiberufler(?:in)?|selbststandig|independant|en freelance|autonomo|auto-?entrepreneur|libero professionista|zzp)\)?$/;

/** A piece of a head that is title, company, place or aside, with the words that speak for each. */
export interface Part {
  readonly piece: Piece;
  readonly title: number;
  readonly company: number;
  readonly line: number;
  /** Start of the piece of its line that only commas part: what shares it may belong together. */
  readonly cut: number;
  readonly below: boolean;
}

const partOf = (piece: Piece, line: number, cut: number, below: boolean): Part | undefined => {
  if (ASIDE.test(piece.folded) || !/\p{L}/u.test(piece.text)) return undefined;
  const self = SELF.test(piece.folded);
  return {
    piece,
    line,
    cut,
    below,
    title: self ? 0 : titleWords(piece.folded),
    company: companyMarks(piece.folded) - (self ? 0.5 : 0),
  };
};

/** Cuts one piece of a head line where a mark parts title, company and place. */
const partsOf = (piece: HeadPiece, line: number): readonly Part[] => {
  const strong = splitPiece(piece, STRONG).flatMap((cut) => splitSpanish(cut));
  return strong.flatMap((cut) =>
    commaParts(cut).flatMap((part) => partOf(part, line, cut.start, piece.below) ?? []),
  );
};

/** `Ingeniero en Sistemas` is one title, `Camarera en Casa Luis` two parts: what follows must look like a company. */
const splitSpanish = (piece: Piece): readonly Piece[] => {
  const cut = splitPiece(piece, AT_SPANISH);
  const [left, right] = cut;
  return cut.length === 2 &&
    left !== undefined &&
    right !== undefined &&
    titleWords(left.folded) > 0 &&
    companyMarks(right.folded) > 0
    ? cut
    : [piece];
};

/** Comma pieces are joined again where they continue a title or are the legal form of a company. */
const commaParts = (piece: Piece): readonly Piece[] => {
  const cut = splitPiece(piece, COMMA);
  const joined: Piece[] = [];
  for (const next of cut) {
    const previous = joined.at(-1);
    if (
      previous !== undefined &&
      /^(?:inc|ltd|llc|gmbh|s\.?a|s\.?l|corp|co|plc|b\.?v)\.?$/.test(next.folded)
    ) {
      joined[joined.length - 1] = join(piece, previous, next);
    } else {
      joined.push(next);
    }
  }
  return joined;
};

const join = (whole: Piece, first: Piece, last: Piece): Piece => {
  const from = first.start - whole.start;
  return pieceOf(whole, from, last.end - whole.start) ?? first;
};

/** A label outweighs every word. */
const LABELLED = 20;

/** Cuts the head of an entry into its parts. */
export const headParts = (pieces: readonly HeadPiece[]): readonly Part[] =>
  pieces.flatMap((piece, line) => {
    if (piece.role === undefined) return partsOf(piece, line);
    const title = piece.role === 'title' ? LABELLED : 0;
    return [{ piece, line, cut: piece.start, below: piece.below, title, company: LABELLED - title }];
  });
