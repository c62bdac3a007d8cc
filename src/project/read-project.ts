import path from 'node:path';
import type { YamlValue } from '../edits/edit.ts';
import type { Call } from '../lib/call.ts';
import { CvxError } from '../lib/errors.ts';
import type { Reading } from './compose/documents.ts';
import { findComposeFiles, projectName, type Wanted } from './compose/find.ts';
import { loadModel } from './compose/load.ts';
import { type BareService, readServices } from './compose/services.ts';
import { toValue } from './compose/tree.ts';
import { findConfigs } from './configs.ts';
import { type Folder, isWithin, openFolder } from './folder.ts';
import { trackedByGit } from './git-index.ts';
import type { EnvFile, Project, Service } from './project.ts';
import { kindOfService } from './service-kind.ts';
import { dataFolders, findSources, readAllVariables } from './sources.ts';
import { listFiles } from './walk.ts';
import { distinct } from '../lib/distinct.ts';

export interface ReadProjectOptions {
  /** Folder that `docker compose` would be called in. */
  readonly root: string;
  /** As given by `-f`, in order, relative to `root`. */
  readonly files?: readonly string[];
  /** As given by `--env-file`, relative to `root`. */
  readonly envFiles?: readonly string[];
  /** The process environment: it wins over .env. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As given by `--profile`; else COMPOSE_PROFILES. */
  readonly profiles?: readonly string[];
}

/**
 * Reads a stranger's Compose project as evidence: what `docker compose` would make of it, each value with the place where it is
 * written, its configuration files and what its sources read. Nothing is written, nothing is run, no symlink is followed out of
 * the folder; what cannot be read is in `problems`, and the rest is there. The root is the folder of the first compose file
 * where that lies above `root`, as for Compose. Rejects with CVX_PROJECT_NOT_FOUND where `root` is no folder.
 */
export async function readProject(options: ReadProjectOptions, call: Call = {}): Promise<Project> {
  const { folder, reading, compose } = locate(options);
  call.signal?.throwIfAborted();
  const name = projectName(compose, reading);
  const lookup = (variable: string): string | undefined =>
    variable === 'COMPOSE_PROJECT_NAME' ? name : compose.lookup(variable);
  const model = loadModel({ files: compose.files, base: compose.base, lookup, includedBy: [] }, reading);
  const profiles =
    options.profiles ?? (lookup('COMPOSE_PROFILES') ?? '').split(',').map((profile) => profile.trim());
  const bare = model ? readServices(model, { lookup, reading, profiles }) : [];
  await breathe(call);
  const services = withKinds(bare, folder);
  const files = listFiles(folder, dataFolders(services));
  await breathe(call);
  const top = model ? topLevel(toValue(model)) : {};
  const configs = findConfigs(services, { folder, files, topConfigs: top['configs'] });
  await breathe(call);
  const sources = findSources(services, files, folder);
  return {
    root: folder.root,
    name,
    composeFiles: compose.files.map((file) => folder.nameOf(file)),
    services,
    top,
    unset: reading.unset,
    envFiles: withTracked(reading, folder),
    configs,
    read: (file) => readInside(file, folder),
    modifiedAt: (file) => folder.modifiedAt(folder.pathOf(file)),
    onDisk: (file) => folder.onDisk(folder.pathOf(file)),
    fileOf: (file) => folder.targetOf(file),
    sources,
    variablesRead: readAllVariables(sources, folder),
    problems: distinct(folder.problems),
  };
}

/**
 * The folder that {@link readProject} takes for the root, and the compose files, absolute and in merge order; none where
 * `docker compose` would find no project. Throws CVX_PROJECT_NOT_FOUND where `root` is no folder.
 */
export function findProject(options: ReadProjectOptions): {
  readonly root: string;
  readonly files: readonly string[];
} {
  const { folder, compose } = locate(options);
  return { root: folder.root, files: compose.files };
}

/** Reading is synchronous in parts that are bounded; between them an abort and a progress display have their turn. */
async function breathe({ signal }: Call): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function locate(options: ReadProjectOptions): {
  readonly folder: Folder;
  readonly reading: Reading;
  readonly compose: ReturnType<typeof findComposeFiles>;
} {
  const at = (root: string) => {
    const folder = openFolder(root);
    const reading: Reading = { folder, unset: [], envFiles: new Map() };
    return { folder, reading, compose: findComposeFiles(wanted, reading) };
  };
  const wanted: Wanted = {
    folder: rootOf(options.root),
    files: options.files ?? [],
    envFiles: options.envFiles ?? [],
    env: options.env,
  };
  const here = at(wanted.folder);
  return isWithin(here.folder.root, here.compose.base) ? here : at(here.compose.base);
}

function rootOf(root: string): string {
  try {
    return openFolder(path.resolve(root)).root;
  } catch (cause) {
    throw new CvxError('CVX_PROJECT_NOT_FOUND', `There is no folder ${root}.`, {
      hint: 'Name the folder that holds the compose file.',
      cause,
    });
  }
}

function withKinds(services: readonly BareService[], folder: Folder): readonly Service[] {
  const read = (file: string): string | undefined => readInside(file, folder);
  const serviceNames = new Set(services.map(({ name }) => name));
  const hints = { read, serviceNames, proxied: proxiedNames(services, folder) };
  return services.map((service) => ({ ...service, kind: kindOfService(service, hints) }));
}

/** Hosts that mounted nginx configurations send requests to: `server api:8000;`, `proxy_pass http://api:8000`. */
function proxiedNames(services: readonly BareService[], folder: Folder): ReadonlySet<string> {
  const texts = services
    .flatMap(({ mounts }) => mounts)
    .filter(({ kind, target }) => kind === 'bind' && /nginx/.test(target))
    .map(({ source }) => readInside(source, folder) ?? '');
  const hosts = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:server|proxy_pass)\s+(?:https?:\/\/)?([A-Za-z0-9_.-]+)/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  return new Set(hosts);
}

function withTracked({ envFiles }: Reading, folder: Folder): readonly EnvFile[] {
  const tracked = trackedByGit([...envFiles.keys()].map((file) => folder.pathOf(file)));
  return [...envFiles.values()].map((file) => ({
    ...file,
    tracked: tracked.get(folder.pathOf(file.file)) ?? 'unknown',
  }));
}

function topLevel(model: YamlValue): { readonly [key: string]: YamlValue } {
  if (typeof model !== 'object' || model === null || Array.isArray(model)) return {};
  const kept = new Set(['volumes', 'networks', 'secrets', 'configs']);
  return Object.fromEntries(Object.entries(model).filter(([key]) => kept.has(key)));
}

/** A file that two services name is reported once. */
function readInside(file: string, folder: Folder): string | undefined {
  const absolute = folder.pathOf(file);
  return isWithin(folder.root, absolute) ? folder.read(absolute).text : undefined;
}
