import { STOP_WORDS } from './stop-words.ts';

/** Changes whenever the same text would give other terms or other weights: part of every index spec's name. */
export const ANALYZER_VERSION = '1';

/** A term of the lexical index and the place in the text that it stands for. */
export interface Token {
  /** Folded and canonical: `typescript` for `TS`, `muller` for `Müller`. */
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

// A word is letters, marks and digits; `++`, `#` and a leading `.` belong to it where a technology is written
// so (C++, C#, .NET). Words joined by `.`, `/`, `-`, `'`, `&` without a space are looked at together (Node.js, CI/CD).
const WORD = String.raw`(?:(?<![\p{L}\p{N}])\.(?=net(?![\p{L}\p{N}])))?[\p{L}\p{M}\p{N}]+(?:\+\+|#(?![\p{L}\p{N}]))?`;
const COMPOUND = new RegExp(`${WORD}(?:[./'’&-]${WORD})*`, 'giu');
const PART = new RegExp(WORD, 'giu');

/** The longest term kept: longer runs are encoded data or broken text, never words. */
const MAX_TERM = 40;

/** Short forms that recruiters type and CVs spell out. Both sides are read alike, so either finds the other. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['dev', 'developer'],
  ['devs', 'developer'],
  ['eng', 'engineer'],
  ['engr', 'engineer'],
  ['sr', 'senior'],
  ['snr', 'senior'],
  ['jr', 'junior'],
  ['jnr', 'junior'],
  ['mgr', 'manager'],
  ['mgmt', 'management'],
  ['admin', 'administrator'],
  ['ts', 'typescript'],
  ['js', 'javascript'],
  ['es6', 'javascript'],
  ['py', 'python'],
  ['golang', 'go'],
  ['k8s', 'kubernetes'],
  ['kube', 'kubernetes'],
  ['tf', 'terraform'],
  ['postgres', 'postgresql'],
  ['psql', 'postgresql'],
  ['mongo', 'mongodb'],
  ['elastic', 'elasticsearch'],
  ['node', 'nodejs'],
  ['reactjs', 'react'],
  ['vuejs', 'vue'],
  ['angularjs', 'angular'],
  ['nextjs', 'next'],
  ['nestjs', 'nest'],
  ['expressjs', 'express'],
  ['dotnet', 'net'],
  ['csharp', 'c#'],
  ['cpp', 'c++'],
  ['rn', 'nurse'],
  // The same job in the languages that cvx reads: CVs are asked for in English and written in any.
  ['entwickler', 'developer'],
  ['entwicklerin', 'developer'],
  ['softwareentwickler', 'developer'],
  ['softwareentwicklerin', 'developer'],
  ['developpeur', 'developer'],
  ['developpeuse', 'developer'],
  ['desarrollador', 'developer'],
  ['desarrolladora', 'developer'],
  ['programador', 'programmer'],
  ['programadora', 'programmer'],
  ['programmierer', 'programmer'],
  ['programmiererin', 'programmer'],
  ['ingenieur', 'engineer'],
  ['ingenieurin', 'engineer'],
  ['ingenieure', 'engineer'],
  ['ingeniero', 'engineer'],
  ['ingeniera', 'engineer'],
  ['krankenpfleger', 'nurse'],
  ['krankenschwester', 'nurse'],
  ['pflegefachkraft', 'nurse'],
  ['infirmier', 'nurse'],
  ['infirmiere', 'nurse'],
  ['enfermero', 'nurse'],
  ['enfermera', 'nurse'],
  ['buchhalter', 'accountant'],
  ['buchhalterin', 'accountant'],
  ['comptable', 'accountant'],
  ['contable', 'accountant'],
  ['lehrer', 'teacher'],
  ['lehrerin', 'teacher'],
  ['enseignant', 'teacher'],
  ['enseignante', 'teacher'],
  ['profesor', 'teacher'],
  ['profesora', 'teacher'],
  ['koch', 'cook'],
  ['kochin', 'cook'],
  ['cuisinier', 'cook'],
  ['cuisiniere', 'cook'],
  ['cocinero', 'cook'],
  ['cocinera', 'cook'],
]);

/** Two words that are one thing and are also written as one, or shortened: each pair adds the one word. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ['full stack', 'fullstack'],
  ['front end', 'frontend'],
  ['back end', 'backend'],
  ['machine learning', 'ml'],
  ['artificial intelligence', 'ai'],
  ['quality assurance', 'qa'],
  ['user experience', 'ux'],
  ['human resource', 'hr'],
  ['business intelligence', 'bi'],
  ['site reliability', 'sre'],
]);

const LETTERS_WITHOUT_MARKS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
]);

/** What a short form of one word stands for, as a term: `dev` → `developer`. */
export function longForm(word: string): string | undefined {
  return SHORT_FORMS.get(foldWord(word));
}

/** Lower case without accents: `Łukasz Müller` → `lukasz muller`. Changes lengths, so never use it for offsets. */
export function foldWord(text: string): string {
  const lower = text.toLowerCase();
  // Most words are ASCII: normalising them costs a third of the analysis.
  if (/^\p{ASCII}*$/u.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS_WITHOUT_MARKS.get(letter) ?? letter);
}

/**
 * Plural to singular, English rules only: ies → y, es/s → dropped, as in Harman, "How effective is suffixing?" (1991),
 * the S-stemmer. Stronger stemmers join words that recruiters keep apart (`organisation`, `organic`).
 */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return word;
  if (word.endsWith('ies') && !/[ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|us|is|js|ws)$/.test(word)) return word;
  return word.slice(0, -1);
}

function toTerm(word: string): string | undefined {
  const folded = foldWord(word).replace(/^\./, '');
  if (folded.length === 0 || folded.length > MAX_TERM) return undefined;
  // "IT" is a field of work, "it" is not a word to search for.
  if (STOP_WORDS.has(folded) && word !== 'IT') return undefined;
  const one = singular(folded);
  return singular(SHORT_FORMS.get(folded) ?? SHORT_FORMS.get(one) ?? one);
}

/**
 * Text → terms in reading order, the same for CVs and queries. A compound gives its parts and, without its joints,
 * itself: `CI/CD` → `cicd`, `ci`, `cd`; so `frontend`, `front-end` and `front end` meet.
 */
export function analyse(text: string): Token[] {
  const tokens: Token[] = [];
  for (const compound of text.matchAll(COMPOUND)) {
    const parts = [...compound[0].matchAll(PART)];
    const whole = parts.map((part) => part[0]).join('');
    if (parts.length > 1 && parts.length <= 3)
      push(tokens, whole, compound.index, compound.index + compound[0].length);
    // `js` after a dot names no skill of its own: Node.js is not a claim of plain JavaScript.
    const kept = parts.length > 1 && /\.js$/i.test(compound[0]) ? [] : parts;
    const previous = tokens.at(-1);
    for (const part of kept) {
      const start = compound.index + part.index;
      push(tokens, part[0], start, start + part[0].length);
    }
    if (parts.length === 1) pushPair(tokens, previous);
  }
  return tokens;
}

function push(tokens: Token[], word: string, start: number, end: number): void {
  const term = toTerm(word);
  if (term !== undefined) tokens.push({ term, start, end });
}

function pushPair(tokens: Token[], previous: Token | undefined): void {
  const last = tokens.at(-1);
  if (previous === undefined || last === undefined || previous.end + 1 !== last.start) return;
  const pair = PAIRS.get(`${previous.term} ${last.term}`);
  if (pair !== undefined) tokens.push({ term: pair, start: previous.start, end: last.end });
}

/** How often each term occurs. */
export function countTerms(tokens: readonly Token[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of tokens) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
