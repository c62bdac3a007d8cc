import { TextDecoder } from 'node:util';
import { joinHyphenated } from './clean-text.ts';
import { finishDocument } from './finish-document.ts';
import type { Reader } from './reader.ts';
import { decodeWindows1252 } from './windows-1252.ts';

/** Bytes that are looked at to tell the encoding; one text has one. */
const SAMPLE_BYTES = 4096;

/** Plain text in UTF-8, UTF-16 or, as what no decoder can refuse, Windows-1252. */
export const readText: Reader = async (bytes, limits) => {
  // Twice what is kept, so that white space does not count; joining words costs more than all the rest.
  const text = decodeText(bytes).slice(0, limits.characters * 2);
  return finishDocument({ format: 'txt', pages: [joinHyphenated(text.replace(/\r\n?/g, '\n'))] }, limits);
};

/** Decodes by byte order mark, else UTF-16 by its zero bytes, else strict UTF-8, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  const marked = encodingOfMark(bytes) ?? utf16WithoutMark(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: one byte a letter, which always decodes.
    return decodeWindows1252(bytes);
  }
}

export function encodingOfMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** Latin text in UTF-16 has a zero in nearly every second byte, and nowhere else. */
export function utf16WithoutMark(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (sample.length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even++;
    else odd++;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.7 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.7 && odd < pairs * 0.05 ? 'utf-16be' : undefined;
}
