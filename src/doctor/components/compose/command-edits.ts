import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { writtenItems, writtenText, writtenValue } from './written-value.ts';

/**
 * The edit that adds words to a service's command, started by `program` where there is none yet. A command of one line keeps its
 * variables. Undefined where others share the command through an anchor, or it cannot be found in its file.
 */
export function withWords(
  project: Project,
  service: Service,
  program: string,
  words: readonly string[],
): readonly Edit[] | undefined {
  const { file, path, shared } = service.editOf(['command']);
  if (shared === true) return undefined;
  const { command } = service.spec;
  if (command === undefined || command === null)
    return [{ do: 'set-yaml', file, path, value: [program, ...words] }];
  if (Array.isArray(command)) return words.map((value) => ({ do: 'append-yaml', file, path, value }));
  const line = writtenText(project, { file, path });
  return line === undefined
    ? undefined
    : [{ do: 'set-yaml', file, path, value: `${line.trimEnd()} ${inLine(words)}` }];
}

/** The edit that replaces the word at `index` of the split command by another. Undefined where it cannot be told apart. */
export function withWordReplaced(
  project: Project,
  service: Service,
  index: number,
  word: string,
): Edit | undefined {
  const before = service.command[index];
  const { command } = service.spec;
  if (before === undefined) return undefined;
  if (Array.isArray(command)) {
    const { file, path, shared } = service.editOf(['command', index]);
    return shared === true || command.length !== service.command.length
      ? undefined
      : { do: 'set-yaml', file, path, value: word };
  }
  const { file, path, shared } = service.editOf(['command']);
  const line = shared === true ? undefined : writtenText(project, { file, path });
  // Interpolated or quoted there, or twice: a person's matter.
  if (line === undefined || line.split(before).length !== 2) return undefined;
  return { do: 'set-yaml', file, path, value: line.replace(before, () => word) };
}

/**
 * The edits that put `words` in the place of the first `count` words of a command, which keeps its variables. None where others
 * share the command through an anchor, or its beginning is not written as it is read.
 */
export function withStart(
  project: Project,
  service: Service,
  count: 0 | 1,
  words: readonly string[],
): readonly Edit[] {
  const { file, path, shared } = service.editOf(['command']);
  if (shared === true) return [];
  const set = (value: string | readonly string[]): readonly Edit[] => [
    value.length === 0 ? { do: 'remove-yaml', file, path } : { do: 'set-yaml', file, path, value },
  ];
  const items = writtenItems(writtenValue(project, { file, path }));
  if (items !== undefined)
    return items.length === service.command.length ? set([...words, ...items.slice(count)]) : [];
  const line = writtenText(project, { file, path })?.trimStart() ?? '';
  const first = count === 0 ? '' : (service.command[0] ?? '');
  const rest = line.slice(first.length);
  return line.startsWith(first) && (count === 0 || /^(?:\s|$)/.test(rest))
    ? set([inLine(words), rest.trim()].filter((part) => part !== '').join(' '))
    : [];
}

/** Quoted where the line would be read otherwise (go-shellwords). */
function inLine(words: readonly string[]): string {
  return words.map((word) => (/[\s;&|<>]/.test(word) ? `'${word}'` : word)).join(' ');
}
