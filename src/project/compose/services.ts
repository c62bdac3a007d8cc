import { homedir } from 'node:os';
import type { YamlPath } from '../../edits/edit.ts';
import { isWithin } from '../folder.ts';
import type { Mount, Place, Service } from '../project.ts';
import { canonicalService } from './canonical.ts';
import { type Reading, refuseInto, resolveReference } from './documents.ts';
import { readEnvironment } from './environment.ts';
import type { Lookup } from './interpolate.ts';
import { toBytes, toCores } from './limits.ts';
import { readMount } from './mounts.ts';
import { readPorts } from './ports.ts';
import {
  childOf,
  type Entry,
  itemsOf,
  type MapTree,
  mapOf,
  type Origin,
  placeOfEntry,
  placeOfOrigin,
  textOf,
  toValue,
  type Tree,
} from './tree.ts';
import { splitWords } from './words.ts';
import { membersOf } from '../value-in.ts';

export interface ServiceSurroundings {
  readonly lookup: Lookup;
  readonly reading: Reading;
  readonly profiles: readonly string[];
}

/** A service before it is known what program it is. */
export type BareService = Omit<Service, 'kind'>;

/** What Compose would start, from the merged model. */
export function readServices(model: MapTree, surroundings: ServiceSurroundings): readonly BareService[] {
  const services = mapOf(childOf(model, 'services'));
  if (services === undefined) return [];
  return [...services.entries].flatMap(([name, entry]) => {
    if (entry.value.kind === 'map') return [readService(name, entry, entry.value, surroundings)];
    refuseInto(surroundings.reading)(entry.key, `The service "${name}" is no mapping.`);
    return [];
  });
}

function readService(
  name: string,
  entry: Entry,
  tree: MapTree,
  surroundings: ServiceSurroundings,
): BareService {
  const { lookup, reading, profiles } = surroundings;
  const service = canonicalService(tree);
  const limits = childOf(childOf(childOf(service, 'deploy'), 'resources'), 'limits');
  const build = childOf(service, 'build');
  return {
    name,
    at: placeOfOrigin(entry.key),
    image: textOf(childOf(service, 'image')),
    buildContext: buildContext(build, reading),
    spec: membersOf(toValue(service)),
    placeOf: (at) => placeOf(service, at),
    editOf: (at) => editOf(service, entry.key, at),
    environment: readEnvironment(tree, lookup, reading),
    mounts: readMounts(service, lookup, reading),
    ports: itemsOf(childOf(service, 'ports')).flatMap((item, i) => readPorts(item, ['ports', i])),
    command: readWords(childOf(service, 'command'), reading),
    entrypoint: readWords(childOf(service, 'entrypoint'), reading),
    memoryLimit:
      toBytes(scalarOf(childOf(limits, 'memory'))) ?? toBytes(scalarOf(childOf(service, 'mem_limit'))),
    cpuLimit: toCores(scalarOf(childOf(limits, 'cpus'))) ?? toCores(scalarOf(childOf(service, 'cpus'))),
    replicas: readReplicas(service),
    active: isActive(service, profiles),
  };
}

function scalarOf(tree: Tree | undefined): unknown {
  return tree?.kind === 'scalar' ? tree.value : undefined;
}

function buildContext(build: Tree | undefined, { folder }: Reading): string | undefined {
  if (build === undefined) return undefined;
  const context = childOf(build, 'context');
  const absolute = resolveReference((context ?? build).at.source.base, textOf(context) ?? '.');
  return absolute !== undefined && isWithin(folder.root, absolute) ? folder.nameOf(absolute) : undefined;
}

function readMounts(service: MapTree, lookup: Lookup, { folder }: Reading): readonly Mount[] {
  const home = lookup('HOME') ?? homedir();
  return ['volumes', 'tmpfs'].flatMap((key) =>
    itemsOf(childOf(service, key)).flatMap((item, i) => readMount(item, [key, i], folder, home) ?? []),
  );
}

function readWords(tree: Tree | undefined, reading: Reading): readonly string[] {
  if (tree === undefined || tree.kind === 'map') return [];
  if (tree.kind === 'list')
    return itemsOf(tree).flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []));
  if (tree.value === null) return [];
  const words = splitWords(String(tree.value));
  if (words !== undefined) return words;
  refuseInto(reading)(tree.at, 'Compose refuses this command: a quote or bracket is not closed.');
  return [];
}

function readReplicas(service: MapTree): number {
  const deploy = scalarOf(childOf(childOf(service, 'deploy'), 'replicas'));
  const replicas = Number(deploy ?? scalarOf(childOf(service, 'scale')) ?? 1);
  return Number.isInteger(replicas) && replicas >= 0 ? replicas : 1;
}

function isActive(service: MapTree, profiles: readonly string[]): boolean {
  const own = itemsOf(childOf(service, 'profiles')).flatMap((item) => textOf(item) ?? []);
  return own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
}

/** The entry or item at the path, or the deepest one above it and what is left of the path. */
function descend(service: MapTree, at: YamlPath): { readonly entry: Entry; readonly left: YamlPath } {
  let entry: Entry = { key: service.at, value: service };
  for (const [i, part] of at.entries()) {
    const { value } = entry;
    const next =
      value.kind === 'map'
        ? value.entries.get(String(part))
        : value.kind === 'list' && typeof part === 'number'
          ? asEntry(value.items[part])
          : undefined;
    if (next === undefined) return { entry, left: at.slice(i) };
    entry = next;
  }
  return { entry, left: [] };
}

function asEntry(item: Tree | undefined): Entry | undefined {
  return item && { key: item.at, value: item };
}

function placeOf(service: MapTree, at: YamlPath): Place | undefined {
  const { entry, left } = descend(service, at);
  return left.length > 0 ? undefined : placeOfEntry(entry);
}

function editOf(service: MapTree, key: Origin, at: YamlPath): ReturnType<Service['editOf']> {
  const { entry, left } = descend(service, at);
  // A key that the service does not have belongs to the last file that speaks of the service, whatever it extends or merges.
  const origin = left.length === at.length ? key : entry.value.at;
  const { source, path: found } = origin;
  const address = { file: source.file, path: [...found, ...left] };
  return isShared(origin, key) ? { ...address, shared: true } : address;
}

function isShared({ source, path: found }: Origin, key: Origin): boolean {
  if (found[0] !== key.path[0] || found[1] !== key.path[1]) return true;
  return found.some((_, i) => source.shared.has(found.slice(0, i + 1).join('/')));
}
