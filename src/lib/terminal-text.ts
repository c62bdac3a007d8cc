/**
 * C0 and C1 control characters but `\n`, DEL, the bidirectional controls, and the line and paragraph separators.
 * A CV or a file name may hold them: ESC and U+009B start a terminal command, U+202E turns text around.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Makes text from a CV, a file name or another foreign source safe to print: each control character becomes one
 * visible stand-in (`␛` for ESC), so that offsets into the text stay right. `\n` is kept, a tab becomes a space.
 */
export function neutralise(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x09) return ' ';
    // Unicode's Control Pictures stand in the order of the C0 set.
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return '\ufffd';
  });
}

/** Like {@link neutralise}, on one line. */
export function oneLine(text: string): string {
  return neutralise(text.replaceAll('\r\n', ' ').replaceAll(/[\n\r]/g, ' '));
}

/**
 * One JSON document with a final newline. JSON.stringify leaves DEL, C1 and bidirectional controls as they are;
 * here they are escaped too, so that the text may be looked at in a terminal.
 */
export function toJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  return `${text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
