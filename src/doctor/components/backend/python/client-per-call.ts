import { isInFolder } from '../../../../project/is-in-folder.ts';
import type { Place, Project, Service } from '../../../../project/project.ts';
import { type PythonFunction, type PythonSource, readPython } from './python-source.ts';

/** A function that asks whether an event loop runs, and then makes a Qdrant client that nobody keeps. */
export interface ClientPerCall {
  readonly source: PythonSource;
  readonly getter: PythonFunction;
  /** Where the client is made that is used once. */
  readonly at: Place;
  /** What it tells its log on the way there; undefined where it says nothing. */
  readonly says: { readonly level: string; readonly at: Place } | undefined;
}

const ASKS_FOR_LOOP =
  /\bget_running_loop\s*\(|\bget_event_loop\s*\(|\.is_running\s*\(|\bin_async_context\s*\(/;
const KEPT = /^@(?:functools\.)?(?:lru_cache|cache)\b/m;
const SAYS =
  /\b(?:log|logger|_logger|LOG|LOGGER|logging)\.(debug|info|warning|warn|error|critical)\s*\(|\b(print)\s*\(/g;

/** Every Python source that imports the Qdrant client. */
export function qdrantSources(project: Project): PythonSource[] {
  return project.sources
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) => {
      const text = project.read(file);
      return text !== undefined && /\bqdrant_client\b/.test(text) ? [readPython(file, text)] : [];
    });
}

export function clientsPerCall(sources: readonly PythonSource[]): ClientPerCall[] {
  return sources.flatMap((source) =>
    source.functions.flatMap((getter) => {
      const offset = clientOfOneCall(source, getter);
      if (offset === undefined) return [];
      return [{ source, getter, at: source.placeOf(offset), says: saidBefore(source, getter, offset) }];
    }),
  );
}

/** Functions of the file that do nothing but make a client. */
export function buildersOf({ code, functions }: PythonSource): readonly PythonFunction[] {
  return functions.filter(({ bodyStart, end }) => {
    const body = code.slice(bodyStart, end);
    return /\breturn\s+(?:\w+\.)?(?:Async)?QdrantClient\s*\(/.test(body) && !ASKS_FOR_LOOP.test(body);
  });
}

/** Offset of the first client in the function that is returned or held by a local name alone. */
function clientOfOneCall(source: PythonSource, getter: PythonFunction): number | undefined {
  const body = source.code.slice(getter.bodyStart, getter.end);
  const asks = ASKS_FOR_LOOP.exec(body);
  if (asks === null || KEPT.test(getter.decorators)) return undefined;
  const kept = new Set(
    [...body.matchAll(/\b(?:global|nonlocal)[ \t]+([\w, \t]+)/g)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim()),
    ),
  );
  const makers = ['(?:\\w+\\.)?(?:Async)?QdrantClient', ...buildersOf(source).map(({ name }) => name)];
  const makes = new RegExp(
    `(?:\\breturn[ \\t]+|(?<![\\w.])(\\w+)(?:[ \\t]*:[^=\\n]+)?[ \\t]*=[ \\t]*)((?:${makers.join('|')})\\s*\\()`,
    'g',
  );
  const once = [...body.matchAll(makes)].find(({ 1: name }) => name === undefined || !kept.has(name));
  return once === undefined
    ? undefined
    : getter.bodyStart + once.index + once[0].length - (once[2] ?? '').length;
}

function saidBefore(
  source: PythonSource,
  { bodyStart }: PythonFunction,
  offset: number,
): ClientPerCall['says'] {
  const last = [...source.code.slice(bodyStart, offset).matchAll(SAYS)].at(-1);
  return last === undefined
    ? undefined
    : { level: last[1] ?? last[2] ?? '', at: source.placeOf(bodyStart + last.index) };
}

/** Whether the message reaches a log whose level is that of a usual server. */
export function isHeard({ says }: ClientPerCall): boolean {
  return says !== undefined && says.level !== 'debug';
}

/** The services whose image holds the file. */
export function servicesBuiltWith({ services }: Project, file: string): Service[] {
  return services.filter(({ buildContext, mounts }) =>
    [buildContext, ...mounts.filter(({ kind }) => kind === 'bind').map(({ source }) => source)].some(
      (folder) => folder !== undefined && isInFolder(file, folder),
    ),
  );
}
