import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readEnvFiles } from '../env-files.ts';
import type { Lookup } from './interpolate.ts';
import { type Reading, refuseInto, resolveReference } from './documents.ts';
import {
  childOf,
  emptyMap,
  type Entry,
  itemsOf,
  type MapTree,
  mapOf,
  textOf,
  toValue,
  type Tree,
} from './tree.ts';

/** The files of one model: the project's own, or those of one `include`. */
export interface ModelFiles {
  /** Absolute, in merge order. */
  readonly files: readonly string[];
  /** Absolute folder that relative paths start from. */
  readonly base: string;
  readonly lookup: Lookup;
  /** Files whose `include` led here, to find circles. */
  readonly includedBy: readonly string[];
}

/** What an included model may bring in. */
const RESOURCES = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Adds the models that a file includes, each with its own folder and .env, below the file's own resources. */
export function includeModels(
  tree: MapTree,
  model: ModelFiles,
  reading: Reading,
  load: (model: ModelFiles, reading: Reading) => MapTree | undefined,
): MapTree {
  const include = tree.entries.get('include')?.value;
  if (include === undefined) return tree;
  const entries = new Map(tree.entries);
  entries.delete('include');
  let complete: MapTree = { ...tree, entries };
  for (const item of itemsOf(include)) {
    const included = includedFiles(item, model, reading);
    const loaded = included && load(included, reading);
    if (loaded) complete = importResources(complete, loaded, reading);
  }
  return complete;
}

function includedFiles(item: Tree, model: ModelFiles, reading: Reading): ModelFiles | undefined {
  const paths = item.kind === 'map' ? itemsOf(childOf(item, 'path')) : [item];
  const files: string[] = [];
  for (const reference of paths) {
    const file = resolveReference(model.base, textOf(reference) ?? '');
    if (file === undefined) return report(item, 'It includes a remote file, which is not fetched.', reading);
    const there = reading.folder.read(file, { outside: true });
    if (there.text === undefined && there.missing)
      report(item, `It includes ${reading.folder.nameOf(file)}, which is not there.`, reading);
    files.push(file);
  }
  const [first] = files;
  if (first === undefined) return undefined;
  if (model.includedBy.includes(first))
    return report(item, 'The files include each other in a circle.', reading);
  const folder = textOf(childOf(item, 'project_directory'));
  const base = folder === undefined ? path.dirname(first) : path.resolve(model.base, folder);
  const lookup = withEnvFiles(item, base, model, reading);
  return { files, base, lookup, includedBy: model.includedBy };
}

/** Variables of the including project win over the `.env` beside the included file. */
function withEnvFiles(item: Tree, base: string, model: ModelFiles, reading: Reading): Lookup {
  const named = itemsOf(childOf(item, 'env_file')).flatMap((file) => textOf(file) ?? []);
  const files =
    named.length > 0 ? named.map((file) => path.resolve(model.base, file)) : [path.join(base, '.env')];
  const own = readEnvFiles(files, model.lookup, reading, { required: named.length > 0 });
  return (name) => model.lookup(name) ?? own.get(name);
}

function importResources(tree: MapTree, included: MapTree, reading: Reading): MapTree {
  const entries = new Map(tree.entries);
  for (const kind of RESOURCES) {
    const from = included.entries.get(kind);
    const source = mapOf(from?.value);
    if (from === undefined || source === undefined) continue;
    const to = entries.get(kind);
    const target = mapOf(to?.value) ?? emptyMap(source.at);
    const all = new Map(target.entries);
    for (const [name, entry] of source.entries) addResource(all, kind, name, entry, reading);
    entries.set(kind, { key: to?.key ?? from.key, value: { ...target, entries: all } });
  }
  return { ...tree, entries };
}

function addResource(
  all: Map<string, Entry>,
  kind: string,
  name: string,
  entry: Entry,
  reading: Reading,
): void {
  const own = all.get(name);
  if (own === undefined) all.set(name, entry);
  else if (!isDeepStrictEqual(toValue(own.value), toValue(entry.value)))
    report(own.value, `${kind}.${name} is also in an included file, and differs.`, reading);
}

function report(at: Tree, message: string, reading: Reading): undefined {
  refuseInto(reading)(at.at, message);
}
