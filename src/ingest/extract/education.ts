import type { Education, Found } from '../../domain/profile.ts';
import { type DateRange, datesIn } from './dates.ts';
import { type Entry, entriesOf, isHeadLike, withoutDates } from './entries.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';
import { isPlace } from './location.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';
import { titleWords } from './title-words.ts';

const DEGREE =
  /\b(?:b\.? ?sc\.?|m\.? ?sc\.?|b\.? ?a\.?(?= )|m\.? ?a\.?(?= )|b\.? ?eng\.?|m\.? ?eng\.?|b\.? ?tech\.?|m\.? ?tech\.?|b\.? ?e\.(?= )|b\.? ?com|m\.? ?phil|mba|msc|bsc|meng|beng|llb|llm|ll\.m|ph\.? ?d\.?|dphil|md|dds|bachelors?|bachelor's|masters?|master's|magister|doctorate|doctor|doctoral|degree|diploma|associate|minor|major|honours|foundation|a[- ]?levels?|gcses?|o[- ]levels?|ged|high school|hnd|hnc|nvq|btec|certificate|bootcamp|boot camp|apprenticeship|ib|international baccalaureate|postgraduate|undergraduate|graduate|diplom\w*|dipl\.-?\w*|promotion|dr\. ?\w*|habilitation|staatsexamen|abitur|fachabitur|fachhochschulreife|hochschulreife|mittlere reife|realschulabschluss|hauptschulabschluss|matura|maturitat|ausbildung|lehre|berufsausbildung|umschulung|weiterbildung|fachweiterbildung|studium|meister|meisterbrief|techniker|gepruft\w*|examen|examinierte?|fachwirt\w*|volontariat|licence|maitrise|mastere|doctorat|these|baccalaureat|bac|brevet|bts|dut|but|cap|bep|deug|dea|dess|deust|capes|agregation|diplome|ingenieur|classes? preparatoires?|cpge|prepa|licenciatura|licenciad[oa]|grado|diplomatura|master universitario|doctorado|bachillerato|ingenieria|ingenier[oa]|tecnico superior|tecnico|ciclo formativo|fp|curso|posgrado|postgrado|titulo|laurea|laurea magistrale|laurea triennale|diploma di|maturita|dottorato|perito|hbo|wo|mbo|vwo|havo|propedeuse|licenciado|mestrado|bacharelado|doutoramento|doutorado|curso tecnico|inzynier|magister inzynier|kandidat|civilingenjor)\b/;
const SCHOOL =
  /\b(?:university|universit\w*|univ\.?|uni|college|school|polytechnic\w*|politecnico|politecnica|polytechnique|institute\w*|institut|instituto|istituto|academy|academie|akademie|academia|accademia|faculty|fakultat|hochschule|fachhochschule|gymnasium|gesamtschule|realschule|berufsschule|berufskolleg|berufsfachschule|grundschule|schule|ihk|handwerkskammer|hwk|eth|epfl|tu|fh|rwth|kit|lmu|mit|ucl|lse|hec|insa|iut|ifsi|cnam|afpa|greta|iae|escp|essec|ensae|enseirb|ens|esade|iese|lycee|college|ecole|cfa|escuela|colegio|ies|universidad|universidade|instituto superior|facultad|facolta|liceo|scuola|hogeschool|universiteit|escola|faculdade|sixth form|conservatoire|conservatory|konservatorium|seminary|open university|coursera|udacity|udemy|edx|general assembly|le wagon|ironhack)\b|(?:schule|kolleg|akademie|gymnasium|universitat|hochschule|schulzentrum)\b/;

const STRONG = /\s*[|·•\t]\s*|\s+[–—-]{1,2}\s+|\s{3,}/g;
/** Words between a degree and its school; the school's own name may hold them too: `University of Texas at Austin`. */
const AT = /\s+(?:at|from|an der|am|en la|en el|presso|a la)\s+/g;
const COMMA = /,\s+/g;

interface Part {
  readonly piece: Piece;
  readonly degree: boolean;
  readonly school: boolean;
  readonly line: number;
}

const partOf = (piece: Piece, line: number): Part => ({
  piece,
  line,
  degree: DEGREE.test(piece.folded),
  school: SCHOOL.test(piece.folded),
});

const atWord = (piece: Piece): readonly Piece[] => {
  const [left, right, more] = splitPiece(piece, AT);
  if (left === undefined || right === undefined || more !== undefined) return [piece];
  return DEGREE.test(left.folded) && !SCHOOL.test(left.folded) && SCHOOL.test(right.folded)
    ? [left, right]
    : [piece];
};

/** `BSc Physics, University of Leeds, Leeds` is two parts; a field of study behind a comma stays with its degree, a town with its school. */
const atSchool = (piece: Piece): readonly Piece[] => {
  const cut = splitPiece(piece, COMMA);
  const schools = cut.map(({ folded }) => SCHOOL.test(folded));
  const degrees = cut.map(
    ({ folded }, index) => DEGREE.test(folded) && !(schools[index] === true && index > 0),
  );
  const school = schools.findIndex((is, index) => is && degrees[index] !== true);
  const degree = degrees.indexOf(true);
  const border =
    school > 0 && (degree < school || degree < 0) ? school : degree > 0 && school === 0 ? degree : 0;
  const at = cut[border];
  if (border === 0 || at === undefined) return atWord(piece);
  return [
    pieceOf(piece, 0, at.start - piece.start),
    pieceOf(piece, at.start - piece.start, piece.text.length),
  ].filter((part) => part !== undefined);
};

const partsOf = (pieces: readonly Piece[]): readonly Part[] =>
  pieces.flatMap((piece, line) =>
    splitPiece(piece, STRONG)
      .flatMap(atSchool)
      .filter(({ folded }) => !isPlace(folded) && !NOTE.test(folded))
      .map((cut) => partOf(cut, line)),
  );

const NOTE =
  /^\(?(?:gpa|grade|note|notendurchschnitt|abschlussnote|mention|nota|media|average|final grade|score|cgpa|durchschnitt|schwerpunkt|thesis|focus)\b/;

/** The degree and the school of one entry; the part without a mark is what the marked one leaves open. */
const read = (parts: readonly Part[]): { readonly degree?: Piece; readonly school?: Piece } => {
  const school =
    parts.find((part) => part.school && !part.degree) ??
    parts.find((part) => part.school && parts.some((other) => other !== part && other.degree));
  const degree = parts.find((part) => part.degree && part !== school);
  const rest = parts.filter((part) => part !== school && part !== degree);
  const theDegree =
    degree ?? (rest[0] !== undefined && (school !== undefined || rest.length > 1) ? rest[0] : undefined);
  const theSchool = school ?? rest.find((part) => part !== theDegree);
  const joined = theDegree === undefined ? undefined : withField(theDegree, parts, theSchool?.piece);
  return { ...(joined && { degree: joined }), ...(theSchool && { school: theSchool.piece }) };
};

/** Longest degree that is put together from more than one piece. */
const LONGEST_DEGREE = 70;

/** A degree goes on in the pieces right after it that nothing marks: a field in the next cell, or the rest of a line that a narrow column broke. */
const withField = (degree: Part, parts: readonly Part[], school: Piece | undefined): Piece => {
  let whole = degree.piece;
  if (school === undefined) return whole;
  for (const { piece, degree: other, school: mark } of parts.slice(parts.indexOf(degree) + 1)) {
    if (piece === school || other || mark || whole.text.length + piece.text.length > LONGEST_DEGREE) break;
    whole = {
      text: `${whole.text} ${piece.text}`,
      folded: `${whole.folded} ${piece.folded}`,
      start: whole.start,
      end: piece.end,
    };
  }
  return whole;
};

const entryOf = (
  pieces: readonly Piece[],
  date: DateRange | undefined,
  at: { start: number; end: number },
): Found<Education> | undefined => {
  const { degree, school } = read(partsOf(pieces));
  if (degree === undefined && school === undefined) return undefined;
  const year = date?.end ?? (date?.current === true ? undefined : date?.start);
  return {
    value: {
      ...(degree && { degree: clean(degree) }),
      ...(school && { school: clean(school) }),
      ...(year === undefined ? {} : { year: Number(year.slice(0, 4)) }),
    },
    at,
  };
};

const clean = (piece: Piece): string => piece.text.replace(/\s+/g, ' ').replace(/^\*+|\*+$/g, '');

/** True where what names an entry speaks of studies rather than of work. */
export const isEducation = ({ head }: Entry): boolean => {
  const degree = head.some(({ folded }) => DEGREE.test(folded));
  const school = head.some(({ folded }) => SCHOOL.test(folded));
  return degree && (school || !head.some(({ folded }) => titleWords(folded) > 0));
};

/** Entries without dates: a line that would fill what is filled already begins the next. */
const undated = (lines: readonly Line[]): readonly Found<Education>[] => {
  const groups: Line[][] = [];
  let filled = { degree: false, school: false };
  for (const line of lines.filter(isHeadLike)) {
    const degree = DEGREE.test(line.folded);
    const school = SCHOOL.test(line.folded);
    const group = groups.at(-1);
    if (group === undefined || (degree && filled.degree) || (school && filled.school) || group.length >= 3) {
      groups.push([line]);
      filled = { degree, school };
    } else {
      group.push(line);
      filled = { degree: filled.degree || degree, school: filled.school || school };
    }
  }
  return groups.flatMap((group) => {
    const first = group[0];
    const last = group.at(-1);
    if (
      first === undefined ||
      last === undefined ||
      !group.some(({ folded }) => DEGREE.test(folded) || SCHOOL.test(folded))
    )
      return [];
    return entryOf(group, undefined, { start: first.start, end: last.end }) ?? [];
  });
};

/** Courses of studies among the lines of one section. */
export const educationIn = (
  lines: readonly Line[],
  dates: readonly DateRange[],
  keep: (entry: Entry) => boolean = () => true,
): readonly Found<Education>[] => {
  const start = lines[0]?.start ?? 0;
  const end = lines.at(-1)?.end ?? 0;
  const own = datesIn(dates, { start, end });
  const entries = entriesOf(lines, own, true).filter(keep);
  if (entries.length === 0)
    return undated(lines.flatMap((line) => (withoutDates(line, own).length === 0 ? [] : [line])));
  return entries.flatMap(
    ({ head, date, ...at }) => entryOf(head, date, { start: at.start, end: at.end }) ?? [],
  );
};

/** Every course of studies of the sections of education, in reading order. */
export const findEducation = (
  lines: readonly Line[],
  sections: readonly Section[],
  dates: readonly DateRange[],
): readonly Found<Education>[] =>
  sections
    .filter(({ kind }) => kind === 'education')
    .flatMap((section) =>
      educationIn(spansIn(lines, { start: section.heading?.end ?? section.start, end: section.end }), dates),
    );
