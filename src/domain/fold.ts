const DASHES = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212';
const APOSTROPHES = '\u2018\u2019\u02bc\u00b4`';
const SPACES = '\u00a0\u2007\u2009\u202f\u3000';

/** Letters whose stroke Unicode does not take for an accent. */
const STROKED: Readonly<Record<string, string>> = {
  ß: 's',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  ı: 'i',
  İ: 'i',
  ħ: 'h',
  ŧ: 't',
};

const cache = new Map<string, string>();

const foldCharacter = (character: string): string => {
  if (DASHES.includes(character)) return '-';
  if (APOSTROPHES.includes(character)) return "'";
  if (SPACES.includes(character)) return ' ';
  const plain = STROKED[character];
  if (plain !== undefined) return plain;
  const base = character.normalize('NFD').charAt(0).toLowerCase();
  return base.length === character.length ? base : character;
};

/**
 * Lower case, without accents, with plain dashes, apostrophes and spaces, and of the *same length*: an offset
 * into the folded text is an offset into the text. So one table of words without accents serves every way to write them.
 */
export const fold = (text: string): string =>
  text.toLowerCase().length === text.length
    ? text.toLowerCase().replace(/[^\n-\u007f]/g, foldCached)
    : text.replace(/[^\n-@[-\u007f]/g, foldCached);

const foldCached = (character: string): string => {
  let folded = cache.get(character);
  if (folded === undefined) {
    folded = foldCharacter(character);
    // Documents of every script pass here: the bound keeps the table from growing with each of them.
    if (cache.size < 5000) cache.set(character, folded);
  }
  return folded;
};
