import { isInFolder } from '../../project/is-in-folder.ts';
import type { EnvEntry, Project, Service } from '../../project/project.ts';
import { settingsIn } from '../../sizing/plan.ts';
import { backendOf } from './wishes-of-project.ts';
import { flagValue, referenceIn } from './command-words.ts';
import { placeFlags } from './place-flags.ts';
import {
  addressOf,
  joined,
  noPlace,
  NOTHING,
  type Placed,
  placedBy,
  type Placing,
  writtenAt,
} from './placing.ts';
import { sameValue } from './same-value.ts';
import { setReference } from './set-reference.ts';

interface Variable {
  readonly key: string;
  readonly value: string;
  readonly says: string;
}

/** Variables of the applications: those that their sources read, each where the project sets it already or would. */
export function placeVariables({ project, plan, matched }: Placing): Placed {
  const unread = new Set<string>();
  const parts = settingsIn(plan, 'env').flatMap(({ target, written, setting }) => {
    const variable: Variable = { key: target.key, value: String(written), says: setting.says };
    // What the cache gets from variables stands on its command line: see place-stores.ts.
    const services = target.services
      .filter((name) => name === 'backend' || name === 'worker')
      .flatMap((name) => matched.get(name) ?? []);
    const readers = services.filter((service) => isRead(project, service, variable.key));
    const byFlag = services.filter((service) => takesWorkers(service, variable.key));
    if (services.length > 0 && readers.length + byFlag.length === 0) unread.add(variable.key);
    return [
      ...byFlag.map((service) =>
        placeFlags(project, service, {
          flags: [{ key: 'workers', value: variable.value }],
          form: 'redis',
          program: undefined,
        }),
      ),
      ...readers
        .filter((service) => !byFlag.includes(service))
        .map((service) => placeVariable(project, service, variable)),
    ];
  });
  const list = [...unread];
  return joined([
    ...parts,
    list.length === 0
      ? NOTHING
      : noPlace(
          list.join(', '),
          'nothing in the sources of the project reads it, so writing it would do nothing',
        ),
  ]);
}

/** `uvicorn … --workers 2` wins over its variable. */
function takesWorkers(service: Service, key: string): boolean {
  return (
    /^(?:UVICORN_WORKERS|WEB_CONCURRENCY)$/.test(key) &&
    flagValue(service.command, 'workers', 'redis') !== undefined
  );
}

/** Sources and start scripts of its build; of an image without sources only what somebody sets already can be told. */
function isRead(project: Project, service: Service, key: string): boolean {
  if (backendOf(service) === 'cvx') return true;
  const { buildContext, command, entrypoint, environment } = service;
  if (buildContext === undefined) return environment.some((entry) => entry.key === key);
  // uvicorn takes every option from a variable of that prefix (click, auto_envvar_prefix).
  if (key === 'UVICORN_WORKERS' && [...entrypoint, ...command].includes('uvicorn')) return true;
  return project.variablesRead.some(
    ({ name, at }) => name.toUpperCase() === key && isInFolder(at.file, buildContext),
  );
}

/** Sets one variable of one service where its value comes from. */
export function placeVariable(project: Project, service: Service, variable: Variable): Placed {
  const { key, value } = variable;
  const entry = service.environment.find((one) => one.key === key);
  if (entry?.value !== undefined && sameValue(entry.value, value)) return NOTHING;
  if (entry === undefined) return addVariable(project, service, variable);
  if (entry.from === 'env-file') return placedBy({ do: 'set-env', file: entry.at.file, key, value });
  return ofEnvironment(project, service, entry, variable);
}

function ofEnvironment(
  project: Project,
  service: Service,
  entry: EnvEntry,
  { key, value }: Variable,
): Placed {
  const reference = referenceIn(entry.raw);
  if (reference !== undefined) {
    const edit = setReference(project, reference, value);
    if (edit !== undefined) return placedBy(edit);
  } else if (/\$[{\w]/.test(entry.raw))
    return noPlace(
      `${key} of ${service.name}`,
      `its value is put together from others in ${entry.at.file}:${entry.at.line}`,
    );
  const address = addressOf(service, ['environment', key]);
  if ('why' in address) return noPlace(`${key} of ${service.name}`, address.why);
  return placedBy({ do: 'set-yaml', ...address, value: entry.form === 'list' ? `${key}=${value}` : value });
}

function addVariable(project: Project, service: Service, { key, value, says }: Variable): Placed {
  const file = envFileOf(project, service);
  if (file !== undefined) return placedBy({ do: 'set-env', file, key, value, comment: says });
  const address = addressOf(service, ['environment']);
  if ('why' in address) return noPlace(`${key} of ${service.name}`, address.why);
  const present = writtenAt(project, address.file, address.path);
  if (Array.isArray(present)) return placedBy({ do: 'append-yaml', ...address, value: `${key}=${value}` });
  return placedBy({ do: 'set-yaml', file: address.file, path: [...address.path, key], value });
}

/** The last env file of a service that is there: what it says wins over those before. */
function envFileOf(project: Project, { spec }: Service): string | undefined {
  const files = spec['env_file'];
  if (!Array.isArray(files)) return undefined;
  const names = files.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'path' in item && typeof item.path === 'string'
      ? [item.path.replace(/^\.\//, '')]
      : [],
  );
  return names.findLast((name) => project.read(name) !== undefined);
}
