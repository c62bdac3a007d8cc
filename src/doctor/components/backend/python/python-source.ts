import type { Place } from '../../../../project/project.ts';
import { placeInText } from '../../../place-in-text.ts';

/** One `def` of a Python file. Offsets are UTF-16 units of the text. */
export interface PythonFunction {
  readonly name: string;
  readonly isAsync: boolean;
  /** Of `def` or `async def`. */
  readonly start: number;
  readonly bodyStart: number;
  /** After its last line. */
  readonly end: number;
  /** Decorators as written, one a line; '' where there is none. */
  readonly decorators: string;
}

export interface PythonSource {
  readonly file: string;
  readonly text: string;
  /** The text with comments and the inside of strings blanked, so that offsets agree and nothing in them counts as code. */
  readonly code: string;
  /** In the order of the file; a function inside another stands behind it. */
  readonly functions: readonly PythonFunction[];
  placeOf(offset: number): Place;
}

/** Reads a Python file for its functions: enough to see what calls what; nothing is evaluated. */
export function readPython(file: string, text: string): PythonSource {
  const code = blankStrings(text);
  const functions = [...code.matchAll(/^([ \t]*)(async[ \t]+)?def[ \t]+(\w+)/gm)].map((match) => {
    const [, indent = '', asynchronous, name = ''] = match;
    const start = match.index + indent.length;
    const bodyStart = afterHeader(code, start);
    return {
      name,
      isAsync: asynchronous !== undefined,
      start,
      bodyStart,
      end: bodyEnd(code, bodyStart, indent.length),
      decorators: decoratorsAbove(text, match.index),
    };
  });
  return { file, text, code, functions, placeOf: (offset) => placeInText(file, text, offset) };
}

/** Strings keep their quotes. An unclosed one ends with its line, as Python would refuse it. */
function blankStrings(text: string): string {
  return text.replaceAll(
    /#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g,
    (found) => {
      if (found.startsWith('#')) return ' '.repeat(found.length);
      const quote = /^(?:"""|'''|["'])/.exec(found)?.[0].length ?? 0;
      const inside = found.slice(quote, found.length - quote).replaceAll(/[^\n]/g, ' ');
      return found.slice(0, quote) + inside + found.slice(found.length - quote);
    },
  );
}

/** After the colon that ends `def f(…) -> T:`, brackets counted. */
function afterHeader(code: string, start: number): number {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    const character = code[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ':' && depth === 0) return at + 1;
  }
  return code.length;
}

/** To the first line that is indented no more than the `def`. */
function bodyEnd(code: string, bodyStart: number, indent: number): number {
  const lineEnd = code.indexOf('\n', bodyStart);
  if (lineEnd === -1) return code.length;
  const next = new RegExp(`^[ \\t]{0,${indent}}[^\\s)\\]}]`, 'm').exec(code.slice(lineEnd + 1));
  return next === null ? code.length : lineEnd + 1 + next.index;
}

function decoratorsAbove(text: string, defLine: number): string {
  const lines: string[] = [];
  for (let at = defLine; at > 0;) {
    const from = text.lastIndexOf('\n', at - 2) + 1;
    const line = text.slice(from, at).trim();
    if (!line.startsWith('@')) break;
    lines.unshift(line);
    at = from;
  }
  return lines.join('\n');
}
