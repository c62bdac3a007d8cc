import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { writtenText } from './written-value.ts';

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
    : [{ do: 'set-yaml', file, path, value: `${line.trimEnd()} ${words.join(' ')}` }];
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
