import type { Edit } from '../../../edits/edit.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';

/**
 * The edit that gives a service another value of a variable, where that value is written: in the env file, behind `${NAME}` in
 * .env, as the default of `${NAME:-5}`, or in `environment`, in the form that stands there. Undefined where others share the place through an anchor.
 */
export function withVariable(
  project: Project,
  service: Service,
  key: string,
  value: string,
): Edit | undefined {
  const entry = service.environment.findLast((one) => one.key === key);
  if (entry === undefined) return inEnvironment(service, key, value);
  if (entry.from === 'env-file') return { do: 'set-env', file: entry.at.file, key, value };
  const behind = variableBehind(project, entry);
  if (behind !== undefined) return { do: 'set-env', file: '.env', key: behind, value };
  return inEnvironment(service, key, asDefault(entry, value));
}

/** `${NAME:-old}` becomes `${NAME:-new}` where the default is in effect: who sets NAME elsewhere still has the say. */
function asDefault({ raw, value: old }: EnvEntry, value: string): string {
  const [, start, written] = /^(\$\{[A-Za-z_]\w*:?-)([^{}$]*)\}$/.exec(raw) ?? [];
  return start !== undefined && written === old && !/[{}$]/.test(value) ? `${start}${value}}` : value;
}

/**
 * The edit that writes a variable in `environment` itself, in place of what it says there or as a new one, in the form of the
 * list or mapping that stands there. Undefined where others share the place through an anchor.
 */
export function inEnvironment(service: Service, key: string, value: string): Edit | undefined {
  const own = service.environment.filter(({ from }) => from === 'environment');
  const entry = own.findLast((one) => one.key === key);
  const isList = (entry === undefined ? own : [entry]).some(({ form }) => form === 'list');
  const isItem = isList && entry === undefined;
  const { file, path, shared } = service.editOf(isItem ? ['environment'] : ['environment', key]);
  if (shared === true) return undefined;
  const text = isList ? `${key}=${value}` : value;
  return { do: isItem ? 'append-yaml' : 'set-yaml', file, path, value: text };
}

/** Whether a variable of Compose is used in two places or more: another value of it changes both. */
export function isUsedTwice(project: Project, variable: string): boolean {
  const composed = project.composeFiles.map((file) => project.read(file) ?? '');
  const texts = [...composed, ...project.envFiles.map(({ text }) => text)];
  const uses = texts.flatMap((text) => [...text.matchAll(/(?<!\$)\$\{?(\w+)/g)]);
  return uses.filter(([, name]) => name === variable).length > 1;
}

/** The edit that takes a variable out of `environment`. Undefined for one of an env file, which others may read too. */
export function withoutVariable(service: Service, { key, from }: EnvEntry): Edit | undefined {
  const { file, path, shared } = service.editOf(['environment', key]);
  if (from === 'env-file' || shared === true) return undefined;
  const only = service.environment.filter((one) => one.from === 'environment').length === 1;
  return { do: 'remove-yaml', file, path: only ? path.slice(0, -1) : path };
}

/** `VAR` of `KEY: ${VAR:-5}` where .env sets it. */
function variableBehind({ envFiles }: Project, { raw }: EnvEntry): string | undefined {
  const name = /^\$\{?([A-Za-z_]\w*)(?::?-[^}]*)?\}?$/.exec(raw)?.[1];
  const lines = envFiles.find(({ file }) => file === '.env')?.lines ?? [];
  return name !== undefined && lines.some(({ key }) => key === name) ? name : undefined;
}
