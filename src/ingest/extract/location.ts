import type { Found } from '../../domain/profile.ts';
import { companyMarks } from './company-words.ts';
import { COUNTRY_CODES, STATES, TOWN_COUNTRIES } from './place-names.ts';
import { type Line, type Piece, pieceOf, splitPiece } from './lines.ts';

/** A place, with the country that it lies in where the tables know it. */
export interface Place extends Found<string> {
  readonly country?: string;
  /** 3: named by a label or a country; 2: a known town; 1: a postcode before a word. */
  readonly certainty: number;
}

const LABEL =
  /^(?:current )?(?:location|address|adress|home address|residence|city|town|lives? in|living in|based in|home|place of residence|wohnort|wohnhaft in|wohnhaft|adresse|anschrift|ort|standort|wohnsitz|domicile|domicilie a|ville|lieu de residence|habite a|residence|ubicacion|direccion|domicilio|ciudad|residencia|localidad|lugar de residencia|residenza|indirizzo|citta|luogo|woonplaats|adres|morada|endereco|localizacao|cidade)\s*[:.]?\s+/;
const NOT_HOME =
  /(?:\b(?:born|geboren|geb\.|ne a|nee|nacido|nacida|nato|nata|geboortedatum|birth|geburtsort|geburtsdatum|naissance|nacimiento|nascita|nationality|nationalitat|staatsangehorigkeit|nationalite|nacionalidad|nazionalita|citizenship|visa|work permit)\b|\*\s?\d)/;
const SEPARATOR = /\s*[|·•\t,;()]\s*|\s+[–—-]\s+|\s{3,}/g;
/** Postcodes: digits with an optional country before, those of the United Kingdom, Canada and the Netherlands. */
const POSTCODE =
  /^\d{4} ?[a-z]{2}\b(?=\s)|^(?:[a-z]{1,2}-)?\d{4,5}(?:-\d{3,4})?\b\s*|\b[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{2})?\b|\b[a-z]\d[a-z] ?\d[a-z]\d\b|\b\d{5,6}\b|\s\d{1,2}$/g;

const country = (piece: Piece): string | undefined => COUNTRY_CODES.get(piece.folded.replace(/\.$/, ''));
const state = (piece: Piece): string | undefined =>
  STATES.get(piece.text.replace(/\s+\d{5}(?:-\d{4})?$/, '').replaceAll('.', ''));

/** The words of a piece that name a town: without postcode, district number, and what holds digits. */
const townOf = (piece: Piece): { readonly town: Piece; readonly postcode: boolean } | undefined => {
  let from = 0;
  let to = piece.folded.length;
  let postcode = false;
  for (const match of piece.folded.matchAll(POSTCODE)) {
    postcode ||= !/^\s\d{1,2}$/.test(match[0]);
    if (match.index <= from) from = Math.max(from, match.index + match[0].length);
    else to = Math.min(to, match.index);
  }
  const town = pieceOf(piece, from, to);
  if (
    town === undefined ||
    /\d/.test(town.text) ||
    !/^[\p{L}'][\p{L} .'/-]{1,40}$/u.test(town.text) ||
    town.text.split(' ').length > 5
  )
    return undefined;
  return { town, postcode };
};

const isStreet = (folded: string): boolean =>
  /(?:stra(?:ss|s)e|str\.|weg|platz|gasse|allee|ring|damm|ufer|gracht|kade|plein|straat|laan)\b|\b(?:street|st|road|rd|avenue|ave|lane|drive|court|rue|boulevard|bd|chemin|place|calle|avda|avenida|plaza|via|piazza|viale|straat|laan|rua)\b/.test(
    folded,
  );

/** True for a line that says where the person lives, wherever it stands. */
export const isHomeLabel = (line: Line): boolean => LABEL.test(line.folded) && line.text.includes(':');

const named = (
  line: Line,
  start: Piece,
  end: Piece,
  value: string,
  certainty: number,
  code: string | undefined,
): Place => ({
  value: value.replaceAll(/\p{Lu}{4,}/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase()),
  at: { start: start.start, end: end.end },
  certainty,
  ...(code === undefined ? {} : { country: code }),
});

/** The best place that one line names. */
const placeIn = (line: Line): Place | undefined => {
  if (NOT_HOME.test(line.folded) || line.text.length > 160) return undefined;
  const label = LABEL.exec(line.folded);
  const body = pieceOf(line, label?.[0].length ?? 0, line.text.length);
  if (body === undefined) return undefined;
  const pieces = splitPiece(body, SEPARATOR);
  let best: Place | undefined;
  pieces.forEach((piece, index) => {
    const found = placeAt(line, pieces, index, label !== null);
    if (found !== undefined && found.certainty > (best?.certainty ?? 0)) best = found;
  });
  return best;
};

const placeAt = (
  line: Line,
  pieces: readonly Piece[],
  index: number,
  labelled: boolean,
): Place | undefined => {
  const piece = pieces[index];
  if (piece === undefined) return undefined;
  const own = townOf(piece);
  if (own === undefined || country(piece) !== undefined) {
    const code = country(piece);
    return code === undefined || piece.text.length < 3
      ? undefined
      : named(line, piece, piece, piece.text, labelled ? 3 : 1.5, code);
  }
  const { town, postcode } = own;
  const known = TOWN_COUNTRIES.get(town.folded);
  const next = pieces[index + 1];
  const after = pieces[index + 2];
  const nextCountry = next === undefined ? undefined : country(next);
  if (next !== undefined && nextCountry !== undefined && !isStreet(town.folded))
    return named(line, town, next, `${town.text}, ${next.text}`, 4, nextCountry);
  // Provinces of other countries share the letters: Milano (MI) does not lie in Michigan.
  const nextState =
    next === undefined || (known !== undefined && known !== state(next)) ? undefined : state(next);
  if (next !== undefined && nextState !== undefined)
    return named(
      line,
      town,
      next,
      `${town.text}, ${next.text.replace(/\s+\d{5}(?:-\d{4})?$/, '')}`,
      3.5,
      nextState,
    );
  const region =
    next === undefined || after === undefined || known === undefined ? undefined : country(after);
  if (after !== undefined && region !== undefined)
    return named(line, town, after, `${town.text}, ${after.text}`, 4, region);
  if (known !== undefined)
    return named(line, town, town, town.text, labelled ? 3.5 : 2 + (postcode ? 1 : 0), known);
  if (postcode && !isStreet(town.folded) && /^\p{Lu}/u.test(town.text))
    return named(line, town, town, town.text, 2.5, undefined);
  return labelled && !isStreet(town.folded) ? named(line, town, town, town.text, 3, undefined) : undefined;
};

/** Where the person lives, from the lines of the header and of contact blocks; places of birth do not count. */
export const findLocation = (lines: readonly Line[]): Place | undefined => {
  let best: Place | undefined;
  for (const line of lines) {
    const place = placeIn(line);
    if (place !== undefined && place.certainty > (best?.certainty ?? 0)) best = place;
  }
  return best;
};

/** True where a folded phrase is the name of a place and nothing else: known names, or a small town before its country. */
export const isPlace = (folded: string): boolean => {
  const pieces = folded
    .replace(/[.,;)]+$/, '')
    .split(/\s*[,/(|·]\s*|\s+-\s+/)
    .filter((piece) => piece !== '');
  const known = pieces.map(
    (piece) =>
      TOWN_COUNTRIES.has(piece) ||
      COUNTRY_CODES.has(piece) ||
      REMOTE.test(piece) ||
      (pieces.length > 1 && STATES.has(piece.toUpperCase())),
  );
  if (pieces.length === 0 || known[pieces.length - 1] !== true) return false;
  return (
    known.every(Boolean) ||
    (pieces.length === 2 && COUNTRY_CODES.has(pieces[1] ?? '') && companyMarks(folded) === 0)
  );
};

const REMOTE =
  /^(?:full(?:y)? )?(?:remote|hybrid|on-?site|homeoffice|home office|teletravail|a distance|remoto|en remoto|teletrabajo|europe|europa|emea|dach|worldwide)$/;
