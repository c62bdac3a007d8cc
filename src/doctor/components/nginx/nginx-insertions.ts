import type { TextEdit } from '../../../edits/edit.ts';
import { lineStart } from '../../../edits/lines.ts';
import type { NginxPlace } from './nginx-files.ts';

/**
 * Statements at the start of a block, each on its own line where the block is written so. By place and not by name, since several
 * servers may have blocks of the same name.
 */
export function insideBlock({ directive, file }: NginxPlace, statements: readonly string[]): TextEdit {
  const { indent, isBelow } = indentInside({ directive, file });
  const separator = isBelow ? `\n${indent}` : ' ';
  const text = ['{', ...statements].join(separator);
  return { do: 'replace-text', file: file.file, offset: directive.stop, expect: '{', text };
}

/** A block with statements behind another one, indented alike. */
export function blockBehind(
  { directive, file }: NginxPlace,
  name: string,
  statements: readonly string[],
): TextEdit {
  const outer = indentAt(file.text, directive.start);
  const { indent } = indentInside({ directive, file });
  const inside = statements.map((statement) => `${indent}${statement}\n`).join('');
  return {
    do: 'replace-text',
    file: file.file,
    offset: directive.end - 1,
    expect: '}',
    text: `}\n${outer}${name} {\n${inside}${outer}}`,
  };
}

/** That of the block's first directive where it stands on a line of its own; else four spaces more than the block's. */
function indentInside({ directive, file: { text } }: Pick<NginxPlace, 'directive' | 'file'>): {
  readonly indent: string;
  readonly isBelow: boolean;
} {
  const [first] = directive.children ?? [];
  const isBelow = first !== undefined && lineStart(text, first.start) > directive.stop;
  const indent = isBelow ? indentAt(text, first.start) : `${indentAt(text, directive.start)}    `;
  return { indent, isBelow };
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}
