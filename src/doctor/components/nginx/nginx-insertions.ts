import type { Edit, TextEdit } from '../../../edits/edit.ts';
import { lineStart } from '../../../edits/lines.ts';
import type { Project, Service } from '../../../project/project.ts';
import { withVariable } from '../compose/variable-edits.ts';
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

/**
 * The edit that gives a directive another value in place of what it says: behind `${NAME}` of a template, the variable of the
 * service. Undefined where others share that, or it holds a part alone.
 */
export function withValue(
  project: Project,
  service: Service,
  { directive: { ends, stop }, file }: NginxPlace,
  value: string,
): readonly Edit[] | undefined {
  const expect = file.text.slice(ends[0], stop).trim();
  const variable = /^\$\{?(\w+)\}?$/.exec(expect)?.[1];
  if (variable !== undefined) {
    const edit = withVariable(project, service, variable, value);
    return edit && [edit];
  }
  if (expect.includes('$')) return undefined;
  const offset = file.text.indexOf(expect, ends[0]);
  return [{ do: 'replace-text', file: file.file, offset, expect, text: value }];
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
