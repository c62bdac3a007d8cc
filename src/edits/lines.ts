/** Where lines start and end in a text that must keep its own line ends. */

/** `\r\n` where the first line ends so, else `\n`. */
export function lineEndOf(text: string): '\r\n' | '\n' {
  const end = text.indexOf('\n');
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n';
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset after the line end of the line that holds `offset`, or the length of the text. */
export function lineAfter(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Offset of the line end of the line that holds `offset`, before `\r\n` or `\n`. */
export function lineStop(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return end > 0 && text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** 1-based number of the line that holds `offset`. */
export function lineNumber(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/**
 * Inserts whole lines (without their last line end) before the line that starts at `offset`. A text that does not end with a
 * line end does not after it either.
 */
export function insertLines(text: string, offset: number, lines: string): string {
  const end = lineEndOf(text);
  const own = end === '\n' ? lines : lines.replaceAll('\n', end);
  if (offset < text.length) return text.slice(0, offset) + own + end + text.slice(offset);
  if (text === '' || text === '\uFEFF' || text.endsWith('\n')) return text + own + end;
  return text + end + own;
}

/** Removes the whole lines from the start of the one at `from` to `to`, the start of another or the end of the text. */
export function removeLines(text: string, start: number, to: number): string {
  const from = start === 0 && text.startsWith('\uFEFF') ? 1 : start;
  const kept = text.slice(0, from) + text.slice(to);
  // What was the last line had no line end; the one before it has none now.
  if (to < text.length || text.endsWith('\n') || from === 0) return kept;
  return kept.replace(/\r?\n$/, '');
}

/**
 * Start of the comment lines right above the line at `start` that speak of it alone: unbroken, with its indentation, not the
 * head of the file, no setting that is commented out, and only where no other setting follows, since then they are a heading.
 */
export function ownCommentStart(text: string, start: number, end: number): number {
  const next = text.slice(end, lineStop(text, end)).trim();
  if (end < text.length && next !== '' && !next.startsWith('#')) return start;
  const from = commentAbove(text, start);
  const isHead = text
    .slice(0, from)
    .split('\n')
    .every((line) => /^#|^$/.test(line.trim()));
  return isHead || /^[ \t]*#[ \t]?[\w.-]+[ \t]*=/m.test(text.slice(from, start)) ? start : from;
}

/** Start of the unbroken comment lines right above the line that starts at `start`, with its indentation. */
export function commentAbove(text: string, start: number): number {
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    if (!text.startsWith(`${indent}#`, above)) break;
    from = above;
  }
  return from;
}
