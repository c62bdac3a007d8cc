import { decodeUri } from '../../lib/decode-uri.ts';

const OPEN = '\uE0F0';
const CLOSE = '\uE0F1';
const MARK = /\uE0F0(\d+)\uE0F1/g;
/** A CV has a dozen links; a saved web page can have thousands, of which none is contact data. */
const MOST_LINKS = 200;

/**
 * Collects link targets while a document is read and, once all its text is known, puts those that a reader cannot see
 * after the text that they belong to. Icon-only links are common in CVs and often carry the only e-mail address.
 */
export class LinkMarks {
  readonly #addresses: string[] = [];

  /** A mark to put after the link's text; empty for targets that are no contact or page. */
  mark(target: string): string {
    const address = contactAddress(target);
    if (address === undefined || this.#addresses.length >= MOST_LINKS) return '';
    this.#addresses.push(address);
    return `${OPEN}${this.#addresses.length - 1}${CLOSE}`;
  }

  /** Replaces every mark by its address, or by nothing where that can be read in the text already. */
  resolve(pages: readonly string[]): string[] {
    if (this.#addresses.length === 0) return [...pages];
    const visible = searchable(pages.join('\n').replace(MARK, ' '));
    const shown = new Set<string>();
    return pages.map((page) =>
      page.replace(MARK, (_, index: string) => {
        const address = this.#addresses[Number(index)] ?? '';
        const key = addressKey(address);
        if (key === '' || shown.has(key) || isVisible(key, visible)) return '';
        shown.add(key);
        return ` ${address} `;
      }),
    );
  }
}

/** Text from a document without the two characters that stand for marks. */
export function withoutMarks(text: string): string {
  return text.includes(OPEN) || text.includes(CLOSE)
    ? text.replaceAll(OPEN, ' ').replaceAll(CLOSE, ' ')
    : text;
}

/** The address as a person would write it: the e-mail, the number, the URL. Undefined for any other scheme. */
function contactAddress(target: string): string | undefined {
  const trimmed = target.trim();
  if (trimmed.length > 500) return undefined;
  const scheme = /^(mailto|tel|https?):(?:\/\/)?(.+)$/i.exec(trimmed);
  const rest = scheme?.[2];
  if (rest === undefined) return undefined;
  if (/^http/i.test(trimmed)) return /^[^/\s]+\.[^/\s]+/.test(rest) ? trimmed : undefined;
  const bare = decodeUri(rest.split('?')[0] ?? '').trim();
  return bare === '' ? undefined : bare;
}

function addressKey(address: string): string {
  if (/^\+?[\d\s()./-]{5,}$/.test(address)) return address.replace(/\D/g, '');
  return searchable(address)
    .text.replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/+$/, '');
}

interface Searchable {
  readonly text: string;
  readonly digits: string;
}

function searchable(text: string): Searchable {
  const folded = text.toLowerCase().replace(/\s+/g, '');
  return { text: folded, digits: folded.replace(/[().+/-]/g, '') };
}

/** Numbers compare by their last seven digits, since the text may leave out the country or write `(0)`. */
function isVisible(key: string, visible: Searchable): boolean {
  return /^\d+$/.test(key) ? visible.digits.includes(key.slice(-7)) : visible.text.includes(key);
}
