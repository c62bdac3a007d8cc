/**
 * Splits a command as Compose does (mattn/go-shellwords, without variables and back ticks): quotes join, a backslash keeps
 * the next character, and the line ends at the first unquoted `;`, `&`, `|`, `<` or `>`.
 * Undefined where Compose refuses it: a quote, bracket or backslash that nothing closes.
 */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const open = { single: false, double: false, back: false, dollar: false };
  let word = '';
  let some = false;
  let escaped = false;
  for (const character of line) {
    if (escaped) {
      word += character;
      escaped = false;
      some = true;
      continue;
    }
    if (character === '\\' && !open.single) {
      escaped = true;
      continue;
    }
    const quoted = open.single || open.double || open.back || open.dollar;
    if (' \t\r\n'.includes(character)) {
      if (quoted) word += character;
      else if (some) {
        words.push(word);
        word = '';
        some = false;
      }
      continue;
    }
    if (character === '"' && !open.single && !open.dollar) {
      if (open.double) some = true;
      open.double = !open.double;
      continue;
    }
    if (character === "'" && !open.double && !open.dollar) {
      if (open.single) some = true;
      open.single = !open.single;
      continue;
    }
    if (character === '`' && !open.single && !open.double && !open.dollar) open.back = !open.back;
    if (character === ')' && !open.single && !open.double && !open.back) open.dollar = !open.dollar;
    if (character === '(' && !open.single && !open.double && !open.back) {
      if (open.dollar || !word.endsWith('$')) return undefined;
      open.dollar = true;
    }
    if (!quoted && ';&|<>'.includes(character)) {
      // The number before `>` names a stream, it is no word.
      if (character === '>' && /^\d/.test(word)) some = false;
      break;
    }
    some = true;
    word += character;
  }
  if (some) words.push(word);
  return escaped || open.single || open.double || open.back || open.dollar ? undefined : words;
}
