import type { Place, Project, Service } from '../project/project.ts';

/** How many processes of one container serve requests, and where that is said. */
export interface WorkerProcesses {
  readonly count: number;
  readonly at: Place | undefined;
}

/** uvicorn, gunicorn and hypercorn have the long form, gunicorn and hypercorn the short one. */
const FLAG = /(?:--workers|(?:^|\s)-w)(?:[ \t]+|=)["']?(\$\{?\w+(?::?-\d+)?\}?|\d+)/;
/** uvicorn takes both (click's prefix UVICORN_, and its own default), gunicorn the latter. */
const VARIABLES = new Set(['UVICORN_WORKERS', 'WEB_CONCURRENCY']);

/** One unless a command line, a start script, a Dockerfile or a variable says more. */
export function workerProcesses(project: Project, service: Service): WorkerProcesses {
  const words = [...service.entrypoint, ...service.command];
  const line = FLAG.exec(words.join(' '))?.[1];
  if (line !== undefined)
    return { count: valueOf(service, line), at: service.placeOf(['command']) ?? service.at };
  // What the image runs counts only where Compose runs nothing else.
  const scripted =
    service.command.length === 0 || words.some((word) => /\.(?:sh|bash)$/.test(word))
      ? scriptFlag(project, service)
      : undefined;
  if (scripted !== undefined) return scripted;
  const servesAsgi = /uvicorn|gunicorn|hypercorn/.test(words.join(' ') + scriptText(project, service));
  const set = service.environment.find(({ key }) => VARIABLES.has(key));
  return set === undefined || !servesAsgi
    ? { count: 1, at: undefined }
    : { count: Math.max(1, Number(set.value) || 1), at: set.at };
}

function scriptFlag(project: Project, service: Service): WorkerProcesses | undefined {
  for (const file of scriptsOf(project, service)) {
    const text = (project.read(file) ?? '').replaceAll(/^\s*#.*$/gm, (comment) => ' '.repeat(comment.length));
    // Dockerfile's JSON form: "--workers", "4".
    const match = FLAG.exec(text) ?? /"(?:--workers|-w)",\s*"(\d+)"/.exec(text);
    if (match === null) continue;
    const before = text.slice(0, match.index);
    const place = { file, line: before.split('\n').length, column: match.index - before.lastIndexOf('\n') };
    const name = /\w+/.exec((match[1] ?? '').startsWith('$') ? (match[1] ?? '') : '')?.[0];
    const set = service.environment.find(({ key }) => key === name);
    return { count: valueOf(service, match[1] ?? '1'), at: set?.at ?? place };
  }
  return undefined;
}

function scriptText(project: Project, service: Service): string {
  return scriptsOf(project, service)
    .map((file) => project.read(file) ?? '')
    .join('\n');
}

function scriptsOf({ sources }: Project, { buildContext }: Service): string[] {
  if (buildContext === undefined) return [];
  const inside = buildContext === '.' ? '' : `${buildContext}/`;
  return sources.filter(
    (file) =>
      file.startsWith(inside) &&
      /\.(?:sh|bash)$|(?:^|\/)(?:[\w.-]*Dockerfile[\w.-]*|[^/.]*(?:entrypoint|start|run)[^/.]*|Procfile)$/.test(
        file,
      ),
  );
}

/** `4`, `$WORKERS`, `${WORKERS:-4}`. */
function valueOf({ environment }: Service, word: string): number {
  const variable = /^\$\{?(\w+)(?::?-(\d+))?/.exec(word);
  const text =
    variable === null ? word : (environment.find(({ key }) => key === variable[1])?.value ?? variable[2]);
  return Math.max(1, Number(text) || 1);
}
