import type { Found } from '../../domain/profile.ts';
import { fold } from '../../domain/fold.ts';
import { canonicalSkill } from '../../domain/skills.ts';
import { companyMarks } from './company-words.ts';
import { HEADING_KINDS } from './heading-words.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';
import { isPlace } from './location.ts';
import { titleWords } from './title-words.ts';

/** Lines from the top in which a name is looked for: a sidebar that is read first seldom has more. */
const LINES_SEARCHED = 80;

const LABEL =
  /^(?:full name|name|vor- und nachname|vorname und nachname|vorname, name|name, vorname|nom|nom et prenom|prenom et nom|nombre y apellidos|nombre completo|nombre|nome e cognome|nome|naam|nome completo|candidate|bewerber|kandidat|candidat|candidato)\s*:\s*/;
const DOCUMENT =
  /^(?:curriculum vitae|curriculum|cv|c\.v\.|resume|lebenslauf|tabellarischer lebenslauf|hoja de vida|curriculo|professional resume|bewerbung)(?:\s*(?:of|von|de|di|van|du|fur|for|-|–|—|:|\||,)\s*|\s+(?=\p{L})|$)/u;
const DOCUMENT_TAIL = /\s*(?:[-–—|:,]\s*)?\(?(?:curriculum vitae|curriculum|cv|resume|lebenslauf)\)?$/;
const SEPARATOR = /\s*[|·•\t;]\s*|\s+[–—-]\s+|\s{3,}|,\s*/g;
const HONORIFIC =
  /^(?:(?:dr|prof|dipl|ing|mag|lic|mr|mrs|ms|miss|mx|herr|frau|m|mme|mlle|sr|sra|dott|dott\.ssa|ir|drs|univ|rer|nat|med|phil|habil|jur|pd|priv|doz|h\.?c|bsc|msc|mba|phd|dra|engr|fh|tu|ba|ma|rn)\.?(?:-(?:ing|inf|kfm|kff|phys|psych|wirt|math|chem|biol|päd|paed|soz|oec|volksw|ök)\.?)*\s+|\((?:fh|tu|uni)\)\s+|dipl\.-\p{L}+\.?(?:\s*\((?:fh|tu|uni)\))?\s+)+/u;
const PARTICLES = new Set(
  'von van de der den del della di da dos das do la le el al bin ibn ben zu zum zur ter ten af av y e st. san santa du des lo vom'.split(
    ' ',
  ),
);

const isNameWord = (word: string): boolean =>
  /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|\p{Lo}[\p{Lo}\p{M}]*|[dl]['’]\p{Lu}[\p{L}'’-]+|\p{Ll}{1,3}['’-]\p{Lu}[\p{L}'’-]+)$/u.test(
    word,
  );

/** Two to five words that begin with capitals, particles between them; none that names a title, place, skill or heading. */
const looksLikeName = (piece: Piece): boolean => {
  const words = piece.text.split(/\s+/);
  if (words.length < 2 || words.length > 6 || piece.text.length > 50 || /[\d@:/!?&+#"„“()]/.test(piece.text))
    return false;
  if (!words.every((word, index) => isNameWord(word) || (index > 0 && PARTICLES.has(word.toLowerCase()))))
    return false;
  if (words.filter(isNameWord).length < 2 || !words.some((word) => word.replace(/\W/gu, '').length > 1))
    return false;
  return titleWords(piece.folded) === 0 && !isWordOfDocument(piece.folded);
};

const isWordOfDocument = (folded: string): boolean =>
  HEADING_KINDS.has(folded) ||
  DOCUMENT.test(folded) ||
  isPlace(folded) ||
  canonicalSkill(folded) !== undefined ||
  companyMarks(folded) > 1 ||
  folded.split(/\s+/).some((word) => NEVER_NAMES.has(word));

const NEVER_NAMES = new Set(
  'page seite street road university experience education skills profile summary contact languages projects date birth geboren phone email e-mail mobile address nationality profil kenntnisse sprachen ausbildung berufserfahrung formation langues competences experiencia formacion idiomas perfil software web data full time part native muttersprache english german french spanish deutsch englisch francais anglais ingles espanol curriculum vitae lebenslauf resume bachelor master diplom diplome and und the of with für pour para'.split(
    ' ',
  ),
);

/** `ANNA VON DER LEINE` → `Anna von der Leine`; names that are not all in capitals stay as they are written. */
const normalised = (written: string): string =>
  written
    .replace(/\s+/g, ' ')
    .split(' ')
    .map((word, index) => {
      if (
        word.length < 3 ||
        word !== word.toUpperCase() ||
        word === word.toLowerCase() ||
        /^(?:\p{L}\.)+$/u.test(word)
      ) {
        return word === word.toUpperCase() &&
          index > 0 &&
          PARTICLES.has(word.toLowerCase()) &&
          written === written.toUpperCase()
          ? word.toLowerCase()
          : word;
      }
      if (index > 0 && PARTICLES.has(word.toLowerCase())) return word.toLowerCase();
      return word
        .toLowerCase()
        .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
    })
    .join(' ');

/** How many of a name's words stand in the local part of an address; initials count half. */
const agreement = (name: string, emails: readonly Found<string>[]): number => {
  const words = fold(name)
    .split(/[\s'.-]+/)
    .filter((word) => word.length > 1);
  let best = 0;
  for (const { value } of emails) {
    const local = fold(value.slice(0, value.indexOf('@')));
    const full = words.filter((word) => word.length > 2 && local.includes(word)).length;
    const initials = words.map((word) => word.charAt(0)).join('');
    best = Math.max(best, full * 3 + (full === 0 && local.replace(/\W|\d/g, '') === initials ? 2 : 0));
  }
  return best;
};

interface Candidate {
  readonly piece: Piece;
  readonly score: number;
}

const candidateIn = (
  line: Line,
  index: number,
  next: Line | undefined,
  emails: readonly Found<string>[],
): Candidate | undefined => {
  const label = LABEL.exec(line.folded) ?? DOCUMENT.exec(line.folded);
  const labelled = label !== null;
  const tail = DOCUMENT_TAIL.exec(line.folded);
  const body = pieceOf(
    line,
    label?.[0].length ?? 0,
    tail === null || tail.index === 0 ? line.text.length : tail.index,
  );
  if (body === undefined) return undefined;
  const first = splitPiece(body, SEPARATOR)[0];
  if (first === undefined) return undefined;
  const honorific = HONORIFIC.exec(first.folded);
  const piece = honorific === null ? first : pieceOf(first, honorific[0].length, first.text.length);
  if (piece === undefined || !looksLikeName(piece)) return undefined;
  const alone = piece.end >= body.end ? 1 : 0;
  const place = index === 0 ? 4 : index < 3 ? 3 : index < 8 ? 1 : 0;
  const underTitle = next !== undefined && titleWords(next.folded) > 0 && next.text.length < 80 ? 2 : 0;
  // A surname may be a word of companies (Bank, Werk): then the rest must speak for it.
  const company = companyMarks(piece.folded) * -2;
  const caps = piece.text === piece.text.toUpperCase() ? 1 : 0;
  return {
    piece,
    score:
      (labelled ? 5 : 0) +
      (honorific === null ? 0 : 2) +
      place +
      company +
      alone +
      underTitle +
      caps +
      agreement(piece.text, emails),
  };
};

/** Below it, a phrase of two capitalised words far down the page is more likely anything else. */
const LEAST_SCORE = 3;

/**
 * The person's name: a phrase of capitalised words that stands first, behind a label or `Curriculum Vitae of`, above
 * a title, or that an e-mail address agrees with. Academic titles are not part of it.
 */
export const findName = (
  lines: readonly Line[],
  emails: readonly Found<string>[],
): Found<string> | undefined => {
  let best: Candidate | undefined;
  lines.slice(0, LINES_SEARCHED).forEach((line, index) => {
    if (line.bullet || line.text.length > 120) return;
    const candidate = candidateIn(line, index, lines[index + 1], emails);
    if (candidate !== undefined && candidate.score > (best?.score ?? LEAST_SCORE - 1)) best = candidate;
  });
  if (best === undefined) return undefined;
  const { start, end, text } = best.piece;
  return { value: normalised(text), at: { start, end } };
};
