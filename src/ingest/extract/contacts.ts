import type { Found, Span } from '../../domain/profile.ts';
import type { Line } from './lines.ts';
import type { Section } from './sections.ts';
import { spansIn } from './spans.ts';
import { canonicalSkill } from '../../domain/skills.ts';

/** Bounds are those of RFC 5321 (64 characters before the @) and RFC 1035 (63 a label). */
const EMAIL =
  /(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}][\p{L}\p{N}_.+'-]{0,63}@\n?[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu;
/** `name (at) example (dot) org`: only with brackets, or with both words spelled out on one line. */
const VEILED =
  /(?<![\p{L}\p{N}_.+-])([\p{L}\p{N}][\p{L}\p{N}_.+-]{0,63}) ?(?:\(at\)|\[at\]|\{at\}|<at>| at (?=[\p{L}\p{N}-]{1,63} dot )) ?([\p{L}\p{N}-]{1,63}(?:(?:\.| ?(?:\(dot\)|\[dot\]|\{dot\}|\(punkt\)|\[punkt\]) ?| dot )[\p{L}\p{N}-]{1,63}){1,4})/giu;
/** Few CVs veil an address: this quick look spares the others the longer one. */
const MAY_BE_VEILED = /[([{<]at[)\]}>]| at [^\n]{1,63} dot /i;
const DOT = / ?(?:\((?:dot|punkt)\)|\[(?:dot|punkt)\]|\{dot\}) ?| dot /gi;

/** Every e-mail address, in lower case. Veiled ones count where they can be read in one way only. */
export const findEmails = (text: string): readonly Found<string>[] => {
  const found: Found<string>[] = [];
  for (const match of text.matchAll(EMAIL)) {
    const written = match[0].replace(/[.-]+$/, '');
    found.push({ value: written.replace('\n', '').toLowerCase(), at: spanOf(match.index, written) });
  }
  if (!MAY_BE_VEILED.test(text)) return unique(found);
  for (const match of text.matchAll(VEILED)) {
    const [written, local, domain] = match;
    if (local === undefined || domain === undefined) continue;
    found.push({
      value: `${local}@${domain.replaceAll(DOT, '.')}`.toLowerCase(),
      at: spanOf(match.index, written),
    });
  }
  return unique(found);
};

const spanOf = (start: number, written: string): Span => ({ start, end: start + written.length });

/** The first place of each value, in reading order. */
export const unique = <T extends string>(found: readonly Found<T>[]): readonly Found<T>[] => {
  const seen = new Set<T>();
  return found
    .toSorted((a, b) => a.at.start - b.at.start)
    .filter(({ value }) => !seen.has(value) && seen.add(value));
};

/** Hosts whose pages are a person's own; the expression is what the path must be. */
const PROFILE_HOSTS: ReadonlyMap<string, RegExp> = new Map([
  ['github.com', /^\/[\w-]+$/],
  ['gitlab.com', /^\/[\w.-]+$/],
  ['bitbucket.org', /^\/[\w.-]+$/],
  ['codeberg.org', /^\/[\w.-]+$/],
  ['linkedin.com', /^\/(?:in|pub)\/[^/]+$/],
  ['xing.com', /^\/(?:profile|profiles|hp)?\/?[^/]+$/],
  ['stackoverflow.com', /^\/users\/\d+(?:\/[\w-]+)?$/],
  ['medium.com', /^\/@?[\w.-]+$/],
  ['dev.to', /^\/[\w-]+$/],
  ['twitter.com', /^\/\w+$/],
  ['x.com', /^\/\w+$/],
  ['kaggle.com', /^\/[\w-]+$/],
  ['huggingface.co', /^\/[\w-]+$/],
  ['behance.net', /^\/[\w-]+$/],
  ['dribbble.com', /^\/[\w-]+$/],
  ['orcid.org', /^\/[\dX-]+$/i],
  ['researchgate.net', /^\/profile\/[\w-]+$/],
  ['malt.fr', /^\/profile\/[\w-]+$/],
  ['malt.de', /^\/profile\/[\w-]+$/],
  ['leetcode.com', /^\/(?:u\/)?[\w-]+$/],
  ['codepen.io', /^\/[\w-]+$/],
]);

const URL_PATTERN =
  /(?<![\p{L}\p{N}@._/-])(https?:\/\/)?(www\.)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,4}[a-z]{2,12})(?::\d{2,5})?(\/[^\s<>"'()[\]|,;]{0,200})?(?![\p{L}\p{N}@])/giu;
/** Top-level domains under which a bare `name.tld` in the contact block is taken for a page. */
const HOME_TLDS = new Set(
  'com org net dev io me de fr es it nl ch at uk eu info page site tech blog app design online pt be se no dk fi pl cz co ai xyz name pro studio works us ca br ie lu'.split(
    ' ',
  ),
);
const LABEL =
  /(?:web ?site|homepage|portfolio|blog|web|url|site web|sito|site|webseite|pagina web|github|gitlab|linkedin|xing)\s*:?\s*$/i;
/** Sections whose addresses are those of employers, schools and products. */
const FOREIGN: ReadonlySet<string> = new Set([
  'experience',
  'education',
  'projects',
  'publications',
  'certificates',
  'references',
]);

const LABELLED_HANDLE =
  /(?<![\p{L}\p{N}])(github|gitlab|linkedin)\s?:\s?@?(in\/)?([\w-]{2,39})(?![\w./@-])/giu;

const linkOf = (match: RegExpMatchArray, line: Line, foreign: boolean): Found<string> | undefined => {
  const [written, scheme, www, domain = '', path = ''] = match;
  const index = match.index ?? 0;
  const host = domain.toLowerCase();
  const cleanPath = path.replace(/[?#].*$/, '').replace(/[/.:]+$/, '');
  const value = `${known(host) ?? host}${cleanPath}`;
  const shape = PROFILE_HOSTS.get(known(host) ?? '');
  const end =
    index +
    written.replace(/[/.:]*$/, (tail) =>
      cleanPath === '' || path.length === cleanPath.length ? '' : tail.replace(/[.:]+$/, ''),
    ).length;
  const found = { value: `https://${value}`, at: { start: line.start + index, end: line.start + end } };
  if (shape !== undefined)
    return shape.test(cleanPath) || (!foreign && cleanPath !== '' && scheme !== undefined)
      ? found
      : undefined;
  const labelled = LABEL.test(line.folded.slice(Math.max(0, index - 20), index));
  if (foreign && !labelled) return undefined;
  if (scheme !== undefined || www !== undefined || labelled) return found;
  return isHomePage(host, path, line, written) ? found : undefined;
};

/** `de.linkedin.com` and `uk.linkedin.com` show one profile. */
const known = (host: string): string | undefined => {
  if (PROFILE_HOSTS.has(host)) return host;
  const parent = host.replace(/^[a-z]{2,3}\./, '');
  return PROFILE_HOSTS.has(parent) ? parent : undefined;
};

/** A bare `anna.dev`: only as a whole piece of a line, and never `Node.js` or `ASP.NET`. */
const isHomePage = (host: string, path: string, line: Line, written: string): boolean => {
  const tld = host.slice(host.lastIndexOf('.') + 1);
  if (!HOME_TLDS.has(tld) || canonicalSkill(host) !== undefined) return false;
  if (path !== '') return true;
  return (
    host === written &&
    line.text
      .split(/\s[|·•–—-]\s|[,;\t|]|\s{2,}/)
      .some((piece) => piece.trim().replace(/^\S+:\s*/, '') === written)
  );
};

/** Profile and home pages. Pages of employers and projects are left out: a link joins two documents of one person. */
export const findLinks = (lines: readonly Line[], sections: readonly Section[]): readonly Found<string>[] => {
  const found: Found<string>[] = [];
  for (const line of lines) {
    if (!/[.:]/.test(line.text)) continue;
    const section = spansIn(sections, line)[0];
    const foreign = section !== undefined && FOREIGN.has(section.kind) && !line.text.includes('@');
    for (const match of line.text.matchAll(URL_PATTERN)) {
      const link = linkOf(match, line, foreign);
      if (link !== undefined) found.push(link);
    }
    for (const match of line.text.matchAll(LABELLED_HANDLE)) {
      const [written, host = '', , handle = ''] = match;
      const path = host.toLowerCase() === 'linkedin' ? `in/${handle}` : handle;
      found.push({
        value: `https://${host.toLowerCase()}.com/${path}`,
        at: spanOf(line.start + match.index, written),
      });
    }
  }
  return unique(found);
};
