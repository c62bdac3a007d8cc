import path from 'node:path';
import { globSync } from 'tinyglobby';
import type { YamlValue } from '../edits/edit.ts';
import { parseYaml } from './compose/parse.ts';
import { childOf, itemsOf, textOf } from './compose/tree.ts';
import { type Folder, isWithin } from './folder.ts';
import type { ConfigFile, Service } from './project.ts';
import { isDataMount } from './sources.ts';
import { listFiles } from './walk.ts';

type ConfigKind = ConfigFile['kind'];

/** A path inside a container, and what of the project stands there. */
interface Provided {
  readonly service: Service;
  /** Name of a file or folder of the project. */
  readonly source: string;
  readonly target: string;
}

/** The files of a mounted folder that are looked at; a folder with more holds data, not configuration. */
const MAX_FILES_OF_A_MOUNT = 200;

/** Which files of a container are configuration, by the kind of its service. */
const MOUNTED: Partial<
  Record<Service['kind'], (target: string, service: Service) => ConfigKind | undefined>
> = {
  postgres: (target) =>
    target.endsWith('.conf') && !/pg_(?:hba|ident)\.conf$/.test(target) ? 'postgres' : undefined,
  redis: (target) =>
    target.endsWith('.conf') && !/(?:sentinel|users)[^/]*$/.test(target) ? 'redis' : undefined,
  qdrant: (target) => (/\.ya?ml$/.test(target) ? 'qdrant' : undefined),
  nginx: nginxConfig,
  frontend: nginxConfig,
  prometheus: (target, service) => (target === prometheusConfig(service) ? 'prometheus' : undefined),
  alertmanager: (target) =>
    /alertmanager[^/]*\.ya?ml$|\/config\.ya?ml$/.test(target) ? 'alertmanager' : undefined,
};

function nginxConfig(target: string): ConfigKind | undefined {
  return /^\/etc\/nginx\/.*\.(?:conf|template|inc)$|\/nginx[^/]*\.conf$/.test(target) ? 'nginx' : undefined;
}

/** Names that say what a file is where nothing mounts it. */
const NAMED: readonly (readonly [RegExp, ConfigKind])[] = [
  [/(?:^|\/)prometheus\.ya?ml$/, 'prometheus'],
  [/(?:^|\/)alertmanager\.ya?ml$/, 'alertmanager'],
  [/(?:^|\/)redis[^/]*\.conf$/, 'redis'],
  [/(?:^|\/)postgres(?:ql)?[^/]*\.conf$/, 'postgres'],
  [/(?:^|\/)nginx[^/]*\.conf$/, 'nginx'],
  [/(?:^|\/)qdrant[^/]*\/(?:.*\/)?(?:config|production|local)\.ya?ml$|(?:^|\/)qdrant[^/]*\.ya?ml$/, 'qdrant'],
];

/** What `prom/prometheus` reads where its command names nothing else. */
const PROMETHEUS_CONFIG = '/etc/prometheus/prometheus.yml';

/** Every configuration file of the stack: those that services mount, Prometheus' rule files, and by name those that nothing mounts. */
export function findConfigs(
  services: readonly Service[],
  topConfigs: YamlValue | undefined,
  files: readonly string[],
  folder: Folder,
): readonly ConfigFile[] {
  const found: ConfigFile[] = [];
  const names = new Set<string>();
  const add = (file: string, kind: ConfigKind, provided?: Provided): void => {
    const { text, why } = folder.read(folder.pathOf(file));
    names.add(file);
    if (text === undefined) folder.problems.push({ file, line: undefined, message: `Not read: ${why}.` });
    else found.push({ file, kind, service: provided?.service.name, target: provided?.target, text });
  };
  for (const service of services)
    for (const provided of providedFiles(service, topConfigs, files, folder)) {
      const kind = kindOfTarget(provided);
      if (kind) add(provided.source, kind, provided);
    }
  for (const config of found.filter(({ kind }) => kind === 'prometheus')) {
    const service = services.find(({ name }) => name === config.service);
    for (const rules of ruleFiles(config, service, folder))
      if (!names.has(rules.source)) add(rules.source, 'prometheus-rules', rules);
  }
  for (const file of files) {
    const kind = names.has(file) ? undefined : NAMED.find(([pattern]) => pattern.test(file))?.[1];
    if (kind) add(file, kind);
  }
  return found;
}

function kindOfTarget({ service, target }: Provided): ConfigKind | undefined {
  if (namedByCommand(service).has(target)) {
    if (service.kind === 'postgres' || service.kind === 'redis' || service.kind === 'alertmanager')
      return service.kind;
  }
  return MOUNTED[service.kind]?.(target, service);
}

/** Paths that a command line names: `-c config_file=…`, `--config.file=…`, and Redis' first argument. */
function namedByCommand({ entrypoint, command }: Service): ReadonlySet<string> {
  const words = [...entrypoint, ...command];
  return new Set(words.flatMap((word) => /^(?:--?[\w.-]+=|config_file=)?(\/\S+)$/.exec(word)?.[1] ?? []));
}

function prometheusConfig({ entrypoint, command }: Service): string {
  const words = [...entrypoint, ...command];
  const joined = words.flatMap((word) => /^--?config\.file=(.+)$/.exec(word)?.[1] ?? []).at(-1);
  const apart = words.findIndex((word) => /^--?config\.file$/.test(word));
  const named = joined ?? (apart === -1 ? undefined : words[apart + 1]);
  return named === undefined ? PROMETHEUS_CONFIG : path.posix.resolve('/prometheus', named);
}

/** The files of the project that stand in the container, folders spread out. */
function providedFiles(
  service: Service,
  topConfigs: YamlValue | undefined,
  files: readonly string[],
  folder: Folder,
): readonly Provided[] {
  return providedPaths(service, topConfigs).flatMap((provided) => {
    const kind = folder.kindOf(folder.pathOf(provided.source));
    if (kind !== 'folder') return kind === 'file' ? [provided] : [];
    const prefix = provided.source === '.' ? '' : `${provided.source}/`;
    const walked = files.filter((file) => file.startsWith(prefix));
    // The walk of the project passes over folders like `data`; one that holds configuration is mounted by its name.
    const inside =
      walked.length > 0 || provided.source === '.' ? walked : listFiles(folder, new Set(), provided.source);
    return inside.slice(0, MAX_FILES_OF_A_MOUNT).map((file) => ({
      service,
      source: file,
      target: path.posix.join(provided.target, file.slice(prefix.length)),
    }));
  });
}

function providedPaths(service: Service, topConfigs: YamlValue | undefined): readonly Provided[] {
  const mounts = service.mounts
    .filter((mount) => mount.kind === 'bind' && !path.isAbsolute(mount.source) && !isDataMount(mount))
    .map(({ source, target }) => ({ service, source, target }));
  return [...mounts, ...composeConfigs(service, topConfigs)];
}

/** Compose's own `configs:` with a `file`. */
function composeConfigs(service: Service, topConfigs: YamlValue | undefined): readonly Provided[] {
  const items = service.spec['configs'];
  return (Array.isArray(items) ? items : []).flatMap((item: YamlValue) => {
    const name = typeof item === 'string' ? item : textIn(item, 'source');
    const file = textIn(valueIn(topConfigs, name ?? ''), 'file');
    if (name === undefined || file === undefined || path.isAbsolute(file)) return [];
    const target = typeof item === 'string' ? undefined : textIn(item, 'target');
    return [{ service, source: path.posix.normalize(file), target: target ?? `/${name}` }];
  });
}

function valueIn(value: YamlValue | undefined, key: string): YamlValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function textIn(value: YamlValue | undefined, key: string): string | undefined {
  const found = valueIn(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** The files of the project that the `rule_files` of a configuration match, through the mounts of its service. */
function ruleFiles(config: ConfigFile, service: Service | undefined, folder: Folder): readonly Provided[] {
  if (service === undefined) return [];
  const start = path.posix.dirname(config.target ?? PROMETHEUS_CONFIG);
  return globsOf(config.text).flatMap((glob) => {
    const pattern = path.posix.resolve(start, glob);
    return providedPaths(service, undefined).flatMap((mount) => matchesOf(pattern, mount, folder));
  });
}

function globsOf(text: string): readonly string[] {
  const [document] = parseYaml(text, '', '').documents;
  return itemsOf(childOf(document, 'rule_files')).flatMap((item) => textOf(item) ?? []);
}

/** A rule file may be mounted itself, or stand in a mounted folder. */
function matchesOf(pattern: string, mount: Provided, folder: Folder): readonly Provided[] {
  const kind = folder.kindOf(folder.pathOf(mount.source));
  if (kind === 'file')
    return path.posix.dirname(pattern) === path.posix.dirname(mount.target) && matchesName(pattern, mount)
      ? [mount]
      : [];
  const prefix = mount.target === '/' ? '/' : `${mount.target}/`;
  if (kind !== 'folder' || !pattern.startsWith(prefix)) return [];
  const cwd = folder.pathOf(mount.source);
  const options = {
    cwd,
    absolute: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    dot: true,
    deep: 8,
  };
  return globSync(pattern.slice(prefix.length), options)
    .filter((file) => isWithin(folder.root, path.resolve(file)))
    .map((file) => ({
      service: mount.service,
      source: folder.nameOf(path.resolve(file)),
      target: path.posix.join(mount.target, path.relative(cwd, file)),
    }));
}

/** Prometheus' globs know `*`, `?` and `[…]` in the last part (Go's filepath.Match). */
function matchesName(pattern: string, { target }: Provided): boolean {
  const escaped = path.posix.basename(pattern).replaceAll(/[.+^${}()|\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(
    path.posix.basename(target),
  );
}
