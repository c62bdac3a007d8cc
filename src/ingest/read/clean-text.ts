/** First parts of compounds that CVs break over lines (`full-` / `stack`) and that begin no word written in one. */
const COMPOUND_STARTS = new Set(
  (
    'award best built client cloud cost cross customer cutting data day decision detail domain early end enterprise ' +
    'event ex fast first five four front full goal hands high industry know large lead long low market mid near ' +
    'object one open part peer problem product project quality real result risk second self six solution state task ' +
    'team ten test third three time top two user value well wide world year zero'
  ).split(' '),
);

/** Longer than the longest German compound on a CV; bounds how far back a broken word is looked for. */
const LONGEST_WORD = 60;
const LIGATURE = /[\uFB00-\uFB06]/g;
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const WIDE_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
/** Zero-width marks and direction controls: invisible, and they break the words that they stand in. */
const INVISIBLE = /[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFF9-\uFFFC]/g;
// oxlint-disable-next-line no-control-regex -- removing control characters is the point
const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g;
/** Symbol and Wingdings bullets arrive in the private use area, at U+F000 plus the code of the font. */
const PRIVATE_BULLET = /[\uF0A7\uF0A8\uF0B7\uF0D8\uF0E0\uF0FC\uF06C\uF06E\uF076]/g;
/** What is left of the private use area are glyphs of icon fonts: pictures, not text. */
const PRIVATE_USE = /[\uE000-\uF8FF]/g;
const LEADING_BULLET = /^[ \t]*(?:[•●▪◦○■□►▶➢➤❖∙·‣⁃✓✔][ \t]*)+(?=\S)/gmu;

/**
 * Joins words and ranges of numbers that a typesetter broke over two lines. The hyphen stays where it belongs to the word: before a capital,
 * in an address, after the first part of a compound (known, already hyphenated, or a word of its own elsewhere in the text).
 */
export function joinHyphenated(text: string): string {
  let words: Set<string> | undefined;
  const ranges = text.replace(/(?<=\d)([-–—])[ \t]*\n[ \t]*(?=\d)/g, '$1');
  return ranges.replace(/-[ \t]{0,8}\n[ \t]{0,8}(?=(\p{L}{1,40}))/gu, (gap, rest: string, at: number) => {
    const lead = /[\p{L}\p{N}@/._-]*$/u.exec(ranges.slice(Math.max(0, at - LONGEST_WORD), at))?.[0] ?? '';
    if (!/\p{L}$/u.test(lead)) return gap;
    words ??= new Set(text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*(?!\p{L}|-)/gu));
    const first = lead.toLowerCase();
    const isBreak = /^\p{Ll}/u.test(rest) && /^\p{L}+$/u.test(lead);
    return isBreak && (words.has(first + rest.toLowerCase()) || !isWhole(first, words)) ? '' : '-';
  });
}

function isWhole(first: string, words: ReadonlySet<string>): boolean {
  return first.length < 2 || COMPOUND_STARTS.has(first) || words.has(first);
}

/**
 * Makes text as `DocumentText.text` promises it: NFC, `\n` line ends, no control characters but `\n` and `\t` (a tab
 * stands between cells of a row), ligatures expanded, one blank line between blocks.
 * Every pattern is linear in the length of the text.
 */
export function cleanText(raw: string): string {
  return raw
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(LINE_END, '\n')
    .replace(/\u00AD(?:[ \t]?\n[ \t]?)?/g, '')
    .replace(LIGATURE, (ligature) => ligature.normalize('NFKC'))
    .replace(WIDE_SPACE, ' ')
    .replace(INVISIBLE, '')
    .replace(CONTROL, '')
    .replace(PRIVATE_BULLET, '• ')
    .replace(PRIVATE_USE, ' ')
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\t[ \t]*/g, '\t')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(LEADING_BULLET, '• ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
