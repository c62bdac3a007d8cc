import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { lineNumber } from '../../edits/lines.ts';
import type { Call } from '../../lib/call.ts';
import { CvxError } from '../../lib/errors.ts';
import { suggest } from '../../lib/suggest.ts';
import { oneLine } from '../../lib/terminal-text.ts';
import type { Project } from '../../project/project.ts';
import { readProject, type ReadProjectOptions } from '../../project/read-project.ts';
import { SERVICE_KEYS, TOP_KEYS } from './compose-keys.ts';

/** A place of a file that keeps Compose from reading it, and why. */
interface Fault {
  readonly file: string;
  readonly line: number | undefined;
  readonly message: string;
}

/**
 * Reads a project that is to be changed. Throws CVX_PROJECT_UNREADABLE where Compose would refuse one of its files: who changes
 * what cannot be read whole, guesses.
 */
export async function openProject(options: ReadProjectOptions, call: Call = {}): Promise<Project> {
  const project = await readProject(options, call);
  const [fault, ...more] = faultsOf(project);
  if (fault === undefined) return project;
  const { file, line, message } = fault;
  const others = more.length === 0 ? '' : ` And ${more.length} more.`;
  throw new CvxError(
    'CVX_PROJECT_UNREADABLE',
    `${oneLine(file)}${line === undefined ? '' : `:${line}`}: ${oneLine(message)}${others}`,
    {
      hint: 'Nothing was written. Put the file right first: docker compose config says what Compose makes of it.',
    },
  );
}

function faultsOf(project: Project): readonly Fault[] {
  const { composeFiles, envFiles, configs, problems } = project;
  const texts = [...composeFiles, ...envFiles.map(({ file }) => file), ...configs.map(({ file }) => file)];
  const conflicts = [...new Set(texts)].flatMap((file) => conflictIn(file, project.read(file) ?? ''));
  if (conflicts.length > 0) return conflicts;
  const own = new Set(texts);
  const unreadable = problems.filter(({ file }) => own.has(file));
  if (unreadable.length > 0) return unreadable;
  return composeFiles.flatMap((file) => unknownKeys(file, project.read(file) ?? ''));
}

/** What `git merge` leaves behind. `=======` alone underlines titles in comments. */
function conflictIn(file: string, text: string): readonly Fault[] {
  const start = /^<{7}(?: |$)/m.exec(text);
  if (start === null || !/^>{7}(?: |$)/m.test(text)) return [];
  return [
    { file, line: lineNumber(text, start.index), message: 'A merge conflict is not resolved (<<<<<<<).' },
  ];
}

/** Keys that Compose refuses: `additional properties not allowed`. */
function unknownKeys(file: string, text: string): readonly Fault[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  if (!isMap(contents)) return [];
  const check = (map: unknown, known: ReadonlySet<string>, where: string): readonly Fault[] =>
    !isMap(map)
      ? []
      : map.items.flatMap(({ key }) => {
          const name = isScalar(key) ? String(key.value) : '';
          if (!isScalar(key) || known.has(name) || name.startsWith('x-') || name === '<<') return [];
          const near = suggest(name, [...known]);
          const meant = near === undefined ? '' : ` Did you mean ${near}?`;
          const line = key.range ? lines.linePos(key.range[0]).line : undefined;
          return [{ file, line, message: `Compose knows no key ${name}${where}.${meant}` }];
        });
  const services: unknown = contents.get('services');
  const ofServices = isMap(services)
    ? services.items.flatMap(({ key, value }) =>
        check(value, SERVICE_KEYS, ` of a service (${isScalar(key) ? String(key.value) : ''})`),
      )
    : [];
  return [...check(contents, TOP_KEYS, ' at its top'), ...ofServices];
}
