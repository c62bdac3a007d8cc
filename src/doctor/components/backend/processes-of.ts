import type { Place, Project, Service } from '../../../project/project.ts';
import { assumed, type Quantity, written } from '../../../sizing/quantity.ts';
import { sourcesOf } from './client-pools.ts';
import { isCvx } from './metrics-service.ts';
import { placeInText } from '../../place-in-text.ts';

const FLAG =
  /(?:^|\s)(?:--workers|-w|--concurrency|--processes)(?:=|\s+)["']?(\$\{?\w+(?::?-\w*)?\}?|\d+)["']?/;
/** Programs whose flag that is, and the variables that they read themselves. */
const PROGRAMS = /\b(?:uvicorn|gunicorn|hypercorn|celery|arq|rq|granian)\b/;
/** cvx serve takes WEB_CONCURRENCY, too; one process unless told otherwise. */
const OWN = /^serve\b/;
const VARIABLES = ['UVICORN_WORKERS', 'WEB_CONCURRENCY'] as const;

/**
 * Processes of one instance that open pools of their own: `--workers` of the command or the start script, else the variable
 * that uvicorn and gunicorn read; 1 where nothing is said. Undefined where it is said and cannot be read.
 */
export function processesOf(project: Project, service: Service): Quantity | undefined {
  const lines = startLines(project, service);
  for (const { text, at } of lines) {
    const flag = FLAG.exec(text)?.[1];
    if (flag !== undefined) return processNumber(service, flag, at);
  }
  const own = isCvx(service) && OWN.test(service.command.join(' ')) ? 'cvx' : undefined;
  const program = own ?? lines.map(({ text }) => PROGRAMS.exec(text)?.[0]).find((name) => name !== undefined);
  const names = program === 'gunicorn' || program === 'cvx' ? ['WEB_CONCURRENCY'] : VARIABLES;
  const entry = service.environment.findLast(({ key }) => names.some((name) => name === key));
  if (entry?.value !== undefined && program !== undefined && /^\d+$/.test(entry.value))
    return written(Number(entry.value), 'count', entry.at, entry.key);
  if (program === 'celery') return undefined;
  return assumed(1, 'count', 'one process unless told otherwise');
}

/** A job runner, told from the program that it starts. */
export function isWorker(service: Service): boolean {
  const words = [...service.entrypoint, ...service.command];
  return words.some((word) =>
    /^(?:celery|arq|rq|dramatiq|huey_consumer|worker)$/.test(word.split('/').at(-1) ?? ''),
  );
}

function processNumber(service: Service, text: string, at: Place): Quantity | undefined {
  if (/^\d+$/.test(text)) return written(Number(text), 'count', at, 'workers');
  const [, name = '', unset] = /^\$\{?(\w+)(?::?-(\w*))?\}?$/.exec(text) ?? [];
  const entry = service.environment.findLast(({ key }) => key === name);
  const value = entry?.value ?? unset;
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  return entry === undefined
    ? { value: Number(value), unit: 'count', origin: { kind: 'default', note: `default of ${name}`, at } }
    : written(Number(value), 'count', entry.at, name);
}

export interface StartLine {
  readonly text: string;
  readonly at: Place;
}

/** What starts the program: the service's command, else the scripts and the last CMD of its build context. */
export function startLines(project: Project, service: Service): readonly StartLine[] {
  const words = [...service.entrypoint, ...service.command].join(' ');
  const own = words === '' ? [] : [{ text: words, at: service.placeOf(['command']) ?? service.at }];
  if (own.some(({ text }) => PROGRAMS.test(text))) return own;
  const scripts = sourcesOf(project, service).filter((file) =>
    /(?:\.sh|\/?Dockerfile[^/]*|Procfile)$/.test(file),
  );
  return [
    ...own,
    ...scripts.flatMap((file) => {
      const text = project.read(file) ?? '';
      return [...text.matchAll(/^(?!\s*#).*$/gm)]
        .filter(([line]) => PROGRAMS.test(line) && !/^\s*(?:RUN|COPY)\b/i.test(line))
        .map(({ 0: line, index }) => ({
          text: line.replaceAll(/["',[\]]+/g, ' '),
          at: placeInText(file, text, index + line.length - line.trimStart().length),
        }));
    }),
  ];
}
