import type { Project, Service } from '../../../../project/project.ts';
import { pythonFiles } from './python-files.ts';
import { type PythonSource, readPython } from './python-source.ts';
import { expressionEnd, readStringList, type StringList } from './string-list.ts';

/** The names that a program lets itself be called by. */
export interface AllowedHosts {
  readonly framework: 'Django' | 'Starlette';
  /** Everywhere that names are allowed; empty unless `known`: each could be read, and holds for all requests. */
  readonly lists: readonly StringList[];
  readonly known: boolean;
  /** Metrics may be served where names are not looked at: on a port of their own, or before. */
  readonly around: boolean;
}

/** What a service allows; undefined where its sources restrict nothing. */
export function allowedHosts(project: Project, service: Service): AllowedHosts | undefined {
  const sources = pythonFiles(project, service).map((file) => readPython(file, project.read(file) ?? ''));
  const has = (pattern: RegExp): boolean => sources.some(({ text }) => pattern.test(text));
  const django = has(/["']django\.middleware\.common\.CommonMiddleware["']/);
  const places = sources.flatMap((source) =>
    (django ? djangoPlaces(source) : starlettePlaces(source)).map((place) => ({ source, place })),
  );
  if (places.length === 0) return undefined;
  const lists = places.map(({ source, place }) =>
    place === undefined ? undefined : readStringList({ project, service, source }, place),
  );
  const around =
    has(/\bstart_http_server\s*\(|PROMETHEUS_METRICS_EXPORT_PORT|\ballow_cidr\b/) ||
    sources.some(
      ({ text }) => /\bget_response\b/.test(text) && /\bpath\b[^\n]*["'][^"'\n]*metrics/.test(text),
    );
  const local = django && has(/^[ \t]*from[ \t]+\S*local\S*[ \t]+import[ \t]+\*/m);
  const read = lists.flatMap((list) => list ?? []);
  const known = read.length === lists.length && !local;
  return { framework: django ? 'Django' : 'Starlette', lists: known ? read : [], known, around };
}

type Range = readonly [number, number];

/** `ALLOWED_HOSTS = …` and `+= …`; whatever else changes the list makes it unknown. */
function djangoPlaces(source: PythonSource): (Range | undefined)[] {
  const set = [...source.code.matchAll(/^[ \t]*ALLOWED_HOSTS[ \t]*(?::[^=\n]+)?\+?=(?!=)/gm)].map(
    (match): Range => {
      const start = match.index + match[0].length;
      return [start, expressionEnd(source, start)];
    },
  );
  const changed = /\bALLOWED_HOSTS[ \t]*(?:\.\w+\s*\(|\[)/.test(source.code);
  return changed ? [...set, undefined] : set;
}

/** `add_middleware(TrustedHostMiddleware, allowed_hosts=…)`, `Middleware(…)` and the class around an application. */
function starlettePlaces(source: PythonSource): (Range | undefined)[] {
  const { code } = source;
  // A class of its own may let paths through.
  if (/\bclass\s+\w+\s*\([^)]*\bTrustedHostMiddleware\b/.test(code)) return [undefined];
  return [...code.matchAll(/\bTrustedHostMiddleware\s*[,(]/g)]
    .filter(
      ({ index }) =>
        !/\bimport\b[^\n]*$/.test(code.slice(code.lastIndexOf('\n', index) + 1, index)) &&
        !isImported(code, index),
    )
    .map(({ index }) => {
      const call = code.slice(index, index + 2000);
      const argument = /^[^()]*(?:\([^()]*)?\ballowed_hosts\s*=(?!=)/.exec(call);
      if (argument === null || isConditional(code, index)) return undefined;
      const start = index + argument[0].length;
      return [start, expressionEnd(source, start)];
    });
}

/** Among the names of `from … import (…)`. */
function isImported(code: string, index: number): boolean {
  return /\bimport\s*\([^()]*$/.test(code.slice(Math.max(0, index - 500), index));
}

/** Whether the statement stands below an `if`, `else` or the like, at any depth. */
function isConditional(code: string, index: number): boolean {
  const lines = code.slice(0, code.indexOf('\n', index)).split('\n');
  let indent = /^[ \t]*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0;
  for (const line of lines.toReversed()) {
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '' || own >= indent || /^\s*[)\]}]/.test(line)) continue;
    if (/^\s*(?:if|elif|else|try|except|for|while|match|case)\b/.test(line)) return true;
    indent = own;
  }
  return false;
}

/** Characters that Django takes in a name (host_validation_re): no underscore, whatever is allowed. */
const DJANGO_NAME = /^(?:[a-z0-9.-]+|\[[a-f0-9:.]+\])$/;

export function isNameForDjango(host: string): boolean {
  return DJANGO_NAME.test(host.toLowerCase());
}

/** Whether a framework answers to a name, given what is allowed (django.http.request.validate_host; starlette trustedhost.py). */
export function isAllowed({ framework, lists }: AllowedHosts, name: string): boolean {
  const host = name.toLowerCase();
  if (framework === 'Django' && !isNameForDjango(host)) return false;
  return lists
    .flatMap(({ values }) => values)
    .some((value) => {
      const pattern = value.toLowerCase();
      if (pattern === '*' || pattern === host) return true;
      const suffix = framework === 'Django' ? /^\.(.+)$/.exec(pattern)?.[1] : /^\*\.(.+)$/.exec(pattern)?.[1];
      return (
        suffix !== undefined && (host.endsWith(`.${suffix}`) || (framework === 'Django' && host === suffix))
      );
    });
}
