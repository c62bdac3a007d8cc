import { lineNumber, lineStart } from '../edits/lines.ts';
import type { Place } from '../project/project.ts';

/** Where an offset (UTF-16 units) of a file's text is, for people. */
export function placeInText(file: string, text: string, offset: number): Place {
  return { file, line: lineNumber(text, offset), column: offset - lineStart(text, offset) + 1 };
}
