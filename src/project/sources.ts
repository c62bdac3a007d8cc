import type { Folder } from './folder.ts';
import { isInFolder } from './is-in-folder.ts';
import type { Mount, Service, VariableRead } from './project.ts';
import { readsVariables, readVariables } from './variables-read.ts';

/** What says what a project is made of, beside the files that read variables. */
const MANIFEST =
  /(?:^|\/)(?:requirements[^/]*\.txt|pyproject\.toml|package\.json|go\.mod|pom\.xml|Gemfile|composer\.json)$/;

/** A backend of the size that cvx is for has some hundred; reading 4,000 files of 10 kB takes about a second. */
const MAX_SOURCES = 4000;

/** Services whose mounted folders hold what they write; nothing in there is source or configuration. */
const STORES = new Set<Service['kind']>([
  'postgres',
  'redis',
  'qdrant',
  'prometheus',
  'grafana',
  'alertmanager',
]);

/** Folders that a store writes to, as names below the root. */
export function dataFolders(services: readonly Pick<Service, 'kind' | 'mounts'>[]): ReadonlySet<string> {
  const written = services.filter(({ kind }) => STORES.has(kind)).flatMap(({ mounts }) => mounts);
  return new Set(written.filter(isDataMount).map(({ source }) => source));
}

/** Whether a store writes its data to the mount. */
export function isDataMount({ kind, readOnly, source, target }: Mount): boolean {
  return (
    kind === 'bind' &&
    !readOnly &&
    source !== '.' &&
    /\/(?:data|storage|snapshots|prometheus|grafana)(?:\/|$)/.test(target) &&
    !target.startsWith('/etc/')
  );
}

/** Source files, Dockerfiles, start scripts and manifests of what the stack builds or mounts; of the whole project where it does neither. */
export function findSources(
  services: readonly Service[],
  files: readonly string[],
  folder: Folder,
): readonly string[] {
  const contexts = new Set(services.flatMap(codeFolders));
  const roots = contexts.size === 0 ? ['.'] : [...contexts];
  const inside = files.filter((file) => roots.some((root) => isInFolder(file, root)));
  const sources = inside.filter((file) => readsVariables(file) || MANIFEST.test(file));
  if (sources.length > MAX_SOURCES)
    folder.problems.push({
      file: '.',
      line: undefined,
      message: `There are ${sources.length} source files; the first ${MAX_SOURCES} are looked at.`,
    });
  return sources.slice(0, MAX_SOURCES);
}

/** What a service is built from, and what it mounts where its own code runs. */
function codeFolders({ buildContext, kind, mounts }: Service): readonly string[] {
  const mounted = STORES.has(kind)
    ? []
    : mounts.filter((mount) => mount.kind === 'bind' && !mount.source.startsWith('/'));
  return [...(buildContext === undefined ? [] : [buildContext]), ...mounted.map(({ source }) => source)];
}

/** The variables that the sources read. A file that cannot be read is passed over: it is no source. */
export function readAllVariables(sources: readonly string[], folder: Folder): readonly VariableRead[] {
  return sources.flatMap((file) => {
    if (!readsVariables(file)) return [];
    const { text, why } = folder.read(folder.pathOf(file));
    if (text !== undefined) return readVariables(file, text);
    folder.problems.push({ file, line: undefined, message: `Not read: ${why}.` });
    return [];
  });
}
