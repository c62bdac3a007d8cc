import type { LineCounter } from 'yaml';
import type { YamlPath, YamlValue } from '../../edits/edit.ts';
import type { Place } from '../project.ts';

/** A file as it was read once: where its values stand and what its relative paths start from. */
export interface Source {
  /** As `Place.file` names it. */
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
  /** Absolute folder that relative paths of its services start from. */
  readonly base: string;
  /** Paths (joined by `/`) of nodes that more than one place of the file takes its value from. */
  readonly shared: Set<string>;
}

/** Where a value is written. `path` is that of the node itself: for an alias or a merge key, that of the anchor's node. */
export interface Origin {
  readonly source: Source;
  readonly path: YamlPath;
  readonly start: number;
  readonly end: number;
}

/** `!reset` takes the same value of an earlier file away; `!override` puts its own in its place. */
export type Tag = 'reset' | 'override' | undefined;

export type Scalar = string | number | boolean | null;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** Before interpolation. */
  readonly written: Scalar;
  readonly tag: Tag;
  readonly at: Origin;
  /** Of an item that stood in a mapping as `KEY: value`, and is `KEY=value` since that was merged with a list. */
  readonly pair?: { readonly key: string; readonly value: ScalarTree };
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly tag: Tag;
  readonly at: Origin;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly tag: Tag;
  readonly at: Origin;
}

export interface Entry {
  /** Where the key is written. */
  readonly key: Origin;
  readonly value: Tree;
}

/** A value of a compose file, before or after merging, whose every part knows where it is written. */
export type Tree = ScalarTree | ListTree | MapTree;

export function emptyMap(at: Origin): MapTree {
  return { kind: 'map', entries: new Map(), tag: undefined, at };
}

export function scalarTree(value: Scalar, at: Origin): ScalarTree {
  return { kind: 'scalar', value, written: value, tag: undefined, at };
}

export function childOf(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? tree.entries.get(key)?.value : undefined;
}

export function mapOf(tree: Tree | undefined): MapTree | undefined {
  return tree?.kind === 'map' ? tree : undefined;
}

/** The text of a scalar that is a string. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
}

/** Items of a list; one item for a scalar; none for nothing. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  if (tree?.kind === 'list') return tree.items;
  return tree?.kind === 'scalar' && tree.value !== null ? [tree] : [];
}

/** The plain value. Parts that an alias repeats are one object. */
export function toValue(tree: Tree, seen = new Map<Tree, YamlValue>()): YamlValue {
  const before = seen.get(tree);
  if (before !== undefined) return before;
  const value = plain(tree, seen);
  seen.set(tree, value);
  return value;
}

function plain(tree: Tree, seen: Map<Tree, YamlValue>): YamlValue {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map((item) => toValue(item, seen));
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, toValue(value, seen)]));
}

export function placeAt(source: Source, offset: number): Place {
  const { line, col } = source.lines.linePos(offset);
  return { file: source.file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

export function placeOfOrigin(origin: Origin): Place {
  return placeAt(origin.source, origin.start);
}

/** Where a person looks for the value of a key: at the value, or at the key where the value is a block below it. */
export function placeOfEntry({ key, value }: Entry): Place {
  const place = placeOfOrigin(value.at);
  if (value.kind === 'scalar' || key.source !== value.at.source) return place;
  const keyPlace = placeOfOrigin(key);
  return keyPlace.line < place.line ? keyPlace : place;
}
