/**
 * First parts of English compounds that CVs break over lines (`full-` / `stack`): here the hyphen belongs to the
 * word. Every other lower-case continuation is taken for a syllable break and joined without it.
 */
const COMPOUND_STARTS = new Set(
  (
    'after all anti auto award back best bi built business cloud client co code co-founder cost cross customer cutting ' +
    'data day decision detail domain down early end enterprise event ex fast first five four front full go goal ' +
    'hands high in industry inter know large lead line long low machine market micro mid multi near non object off ' +
    'on one open out part peer post pre problem pro product production project quality re real result risk second ' +
    'self semi server service short six skill so soft solution state sub task team ten test third three time ' +
    'to top two under up user value vice web well wide work world year zero'
  ).split(' '),
);

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

/** Joins words that a typesetter broke over two lines; hyphens of compounds, names and numbers stay. */
export function joinHyphenated(text: string): string {
  return text.replace(
    /(\p{L}{1,40})-[ \t]*\n[ \t]*(?=([\p{L}\p{N}]))/gu,
    (whole, head: string, next: string) => {
      const continues = /\p{Ll}/u.test(next);
      if (!continues) return /\p{Lu}/u.test(next) ? `${head}-` : whole;
      return head.length < 2 || COMPOUND_STARTS.has(head.toLowerCase()) ? `${head}-` : head;
    },
  );
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
