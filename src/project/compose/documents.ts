import path from 'node:path';
import type { Folder } from '../folder.ts';
import type { EnvFile, Place } from '../project.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import type { Refuse } from './merge.ts';
import { parseYaml } from './parse.ts';
import { type Entry, type MapTree, type Origin, placeAt, placeOfOrigin, type Tree } from './tree.ts';

/** What one reading of the project collects on its way through the compose files. */
export interface Reading {
  readonly folder: Folder;
  readonly unset: { readonly name: string; readonly at: Place }[];
  /** By name; every .env-like file that was read. */
  readonly envFiles: Map<string, Omit<EnvFile, 'tracked'>>;
}

/** Makes what is refused a problem of the place where it is written. */
export function refuseInto({ folder }: Reading): Refuse {
  return (at, message) => {
    const { file, line } = placeOfOrigin(at);
    folder.problems.push({ file, line, message });
  };
}

/** The documents of one file, interpolated. What is wrong with it goes to the problems. */
export function loadDocuments(
  file: string,
  base: string,
  lookup: Lookup,
  reading: Reading,
): readonly MapTree[] {
  const { folder } = reading;
  const name = folder.nameOf(file);
  const { text, why } = folder.read(file, { outside: true });
  if (text === undefined) {
    folder.problems.push({ file: name, line: undefined, message: `Not read: ${why}.` });
    return [];
  }
  const { documents, faults } = parseYaml(text, name, base);
  for (const { line, message } of faults) folder.problems.push({ file: name, line, message });
  const trees: MapTree[] = [];
  for (const document of documents) {
    if (document.kind === 'map') trees.push(interpolateMap(document, lookup, reading, new Map()));
    else
      folder.problems.push({ file: name, line: 1, message: 'The top of a compose file must be a mapping.' });
  }
  return trees;
}

/** Parts that an alias repeats are interpolated once and stay one object. */
function interpolateTree(tree: Tree, lookup: Lookup, reading: Reading, done: Map<Tree, Tree>): Tree {
  const before = done.get(tree);
  if (before) return before;
  const after =
    tree.kind === 'map'
      ? interpolateMap(tree, lookup, reading, done)
      : tree.kind === 'list'
        ? { ...tree, items: tree.items.map((item) => interpolateTree(item, lookup, reading, done)) }
        : typeof tree.value === 'string'
          ? { ...tree, value: interpolateText(tree.value, tree.at, lookup, reading) }
          : tree;
  done.set(tree, after);
  return after;
}

function interpolateMap(tree: MapTree, lookup: Lookup, reading: Reading, done: Map<Tree, Tree>): MapTree {
  const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
    key,
    { key: entry.key, value: interpolateTree(entry.value, lookup, reading, done) },
  ]);
  return { ...tree, entries: new Map(entries) };
}

function interpolateText(text: string, at: Origin, lookup: Lookup, reading: Reading): string {
  const { value, unset, refused } = interpolate(text, lookup);
  for (const [i, name] of unset.entries()) {
    const earlier = unset.slice(0, i).filter((other) => other === name).length;
    reading.unset.push({ name, at: placeAt(at.source, offsetOf(name, earlier, at)) });
  }
  if (refused !== undefined) refuseInto(reading)(at, `Cannot be interpolated: ${refused}.`);
  return value;
}

/** Of the dollar sign before the name, or before its next mention after so many earlier ones, in the value as it is written. */
function offsetOf(name: string, earlier: number, { source, start, end }: Origin): number {
  const mentions = source.text.slice(start, end).matchAll(new RegExp(`\\$\\{?${name}(?!\\w)`, 'g'));
  return start + ([...mentions].at(earlier)?.index ?? 0);
}

/** Absolute path of a value that names a file, or undefined where it names a remote resource (a repository, an OCI artifact). */
export function resolveReference(base: string, reference: string): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(reference)) return undefined;
  return path.resolve(base, reference);
}
