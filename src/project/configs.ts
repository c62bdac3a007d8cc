import path from 'node:path';
import { globSync } from 'tinyglobby';
import { parseYaml } from './compose/parse.ts';
import { childOf, itemsOf, textOf } from './compose/tree.ts';
import { type Folder, isWithin } from './folder.ts';
import { matchesGlob } from './matches-glob.ts';
import type { ConfigFile, Service } from './project.ts';
import { builtInto, mountedFiles, mountedPaths, type ProjectFiles, type Provided } from './provided.ts';

type ConfigKind = ConfigFile['kind'];

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

const BUILT_IN: Partial<Record<ConfigKind, RegExp>> = {
  nginx: /^\/etc\/nginx\/|\/nginx\/conf\//,
  qdrant: /^\/qdrant\/config\//,
  redis: /\/(?:redis|valkey)[^/]*\.conf$/,
  postgres: /\/postgres(?:ql)?[^/]*\.conf$/,
};

/** Names that say what a file is where no service has it. */
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

/** Every configuration file of the stack: those that services mount or have in their images, Prometheus' rule files, and by name the others. */
export function findConfigs(services: readonly Service[], within: ProjectFiles): readonly ConfigFile[] {
  const { files, folder } = within;
  const found: ConfigFile[] = [];
  const names = new Set<string>();
  const add = (file: string, kind: ConfigKind, provided?: Provided): void => {
    const { text, why } = folder.read(folder.pathOf(file));
    names.add(file);
    if (text === undefined) folder.problems.push({ file, line: undefined, message: `Not read: ${why}.` });
    else found.push({ file, kind, text, ...standing(provided) });
  };
  for (const service of services) {
    if (MOUNTED[service.kind] === undefined) continue;
    const isWanted = (target: string): boolean => kindOfBuiltIn(service, target) !== undefined;
    for (const provided of [...mountedFiles(service, within), ...builtInto(service, within, isWanted)]) {
      const kind = kindOfTarget(provided);
      if (kind) add(provided.source, kind, provided);
    }
  }
  for (const config of found.filter(({ kind }) => kind === 'prometheus')) {
    const service = services.find(({ name }) => name === config.service);
    for (const rules of ruleFiles(config, service, within))
      if (!names.has(rules.source)) add(rules.source, 'prometheus-rules', rules);
  }
  for (const file of files) {
    const kind = names.has(file) ? undefined : NAMED.find(([pattern]) => pattern.test(file))?.[1];
    if (kind) add(file, kind);
  }
  return found;
}

function standing(provided: Provided | undefined): Pick<ConfigFile, 'service' | 'target' | 'builtIn'> {
  const { service, target, builtIn } = provided ?? {};
  return { service: service?.name, target, ...(builtIn === undefined ? {} : { builtIn }) };
}

/** An image may hold a whole project: of that only what is named, or stands or is called as that program has it. */
function kindOfBuiltIn(service: Service, target: string): ConfigKind | undefined {
  const kind = kindOfTarget({ service, target });
  const isOwn =
    namedByCommand(service).has(target) || kind === undefined || (BUILT_IN[kind]?.test(target) ?? true);
  return isOwn ? kind : undefined;
}

function kindOfTarget({ service, target }: Pick<Provided, 'service' | 'target'>): ConfigKind | undefined {
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

/** The files of the project that the `rule_files` of a configuration match, through the mounts and the image of its service. */
function ruleFiles(
  config: ConfigFile,
  service: Service | undefined,
  within: ProjectFiles,
): readonly Provided[] {
  if (service === undefined) return [];
  const start = path.posix.dirname(config.target ?? PROMETHEUS_CONFIG);
  const patterns = globsOf(config.text).map((glob) => path.posix.resolve(start, glob));
  const mounts = mountedPaths(service, within);
  const inImage = builtInto(service, within, (target) => patterns.some((one) => matchesPath(one, target)));
  return patterns.flatMap((pattern) => [
    ...mounts.flatMap((mount) => matchesOf(pattern, mount, within.folder)),
    ...inImage.filter(({ target }) => matchesPath(pattern, target)),
  ]);
}

function globsOf(text: string): readonly string[] {
  const [document] = parseYaml(text, '', '').documents;
  return itemsOf(childOf(document, 'rule_files')).flatMap((item) => textOf(item) ?? []);
}

/** A rule file may be mounted itself, or stand in a mounted folder. */
function matchesOf(pattern: string, mount: Provided, folder: Folder): readonly Provided[] {
  const kind = folder.kindOf(folder.pathOf(mount.source));
  if (kind === 'file') return matchesPath(pattern, mount.target) ? [mount] : [];
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

/** Prometheus takes patterns in the last part only. */
function matchesPath(pattern: string, file: string): boolean {
  const { posix } = path;
  return (
    posix.dirname(pattern) === posix.dirname(file) &&
    matchesGlob(posix.basename(pattern), posix.basename(file))
  );
}
