import stringWidth from 'string-width';

/**
 * Breaks text at blanks to lines of `width` columns; all but the first begin with `indent`, and the first keeps its own
 * blanks. A longer word stays whole.
 */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  const start = /^ */.exec(text)?.[0] ?? '';
  let line = start;
  for (const word of text.slice(start.length).split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (stringWidth(longer) > width && line.trim() !== '') {
      lines.push(line);
      line = indent + word;
    } else line = longer;
  }
  return [...lines, line];
}
