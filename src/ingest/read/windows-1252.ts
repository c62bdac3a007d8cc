/** What bytes 80 to 9F stand for (WHATWG Encoding Standard, index windows-1252); the rest is Latin-1. */
const HIGH_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/** Node 20's TextDecoder reads these 32 bytes as control characters, which loses dashes, quotes and the euro. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009F]/g, (char) => HIGH_CONTROLS[char.charCodeAt(0) - 0x80] ?? char);
}

export function isWindows1252(label: string): boolean {
  return /^(?:windows-1252|cp1252|x-cp1252|latin1|l1|ascii|us-ascii|iso-?8859-1|iso_8859-1)$/i.test(label);
}
