import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Alias, Document, Node, Pair, YAMLMap } from 'yaml';
import type { YamlPath } from '../../edits/edit.ts';
import {
  type Entry,
  type Origin,
  type Scalar,
  type Source,
  type Tag,
  type Tree,
  scalarTree,
} from './tree.ts';

/** Of each document, aliases unfolded; a small file of aliases to aliases would otherwise fill the memory. */
const MAX_NODES = 500_000;
/** Deeper than any file that a person wrote; Compose's own parser stops at 10,000, the stack here earlier. */
const MAX_DEPTH = 200;

export interface ParsedYaml {
  readonly source: Source;
  /** One tree for each document; none for one that cannot be parsed, or whose top is no mapping. */
  readonly documents: readonly Tree[];
  readonly faults: readonly { readonly line: number | undefined; readonly message: string }[];
}

/** Parses a YAML file and keeps where each value is written. Aliases and merge keys (`<<`) are followed. Never throws. */
export function parseYaml(text: string, file: string, base: string): ParsedYaml {
  const lines = new LineCounter();
  const source: Source = { file, text, lines, base, shared: new Set() };
  const faults: { line: number | undefined; message: string }[] = [];
  const documents: Tree[] = [];
  const fault = (message: string, offset: number | undefined): void => {
    faults.push({ line: offset === undefined ? undefined : lines.linePos(offset).line, message });
  };
  for (const document of parseDocuments(text, lines, fault)) {
    // The parser's own messages may quote the file.
    for (const { code, pos } of document.errors)
      fault(`not well-formed YAML (${code.toLowerCase().replaceAll('_', ' ')})`, pos[0]);
    if (document.errors.length > 0 || document.contents === null) continue;
    try {
      documents.push(new TreeBuilder(source, fault).build(document.contents));
    } catch (error) {
      if (!(error instanceof Unfoldable)) throw error;
      fault(error.message, error.offset);
    }
  }
  return { source, documents, faults };
}

/** Keys are compared by the tree builder: the parser takes quadratic time for it. */
function parseDocuments(text: string, lineCounter: LineCounter, fault: Fault): readonly Document.Parsed[] {
  try {
    const options = { lineCounter, logLevel: 'silent', prettyErrors: false, uniqueKeys: false } as const;
    const documents = parseAllDocuments(text, options);
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser calls itself for each level.
    if (!(error instanceof RangeError)) throw error;
    fault('nested too deeply', undefined);
    return [];
  }
}

type Fault = (message: string, offset: number | undefined) => void;

class Unfoldable extends Error {
  readonly offset: number | undefined;

  constructor(message: string, offset: number | undefined) {
    super(message);
    this.offset = offset;
  }
}

/** An anchor, its node and where that stands; `tree` once it is built. */
interface Anchored {
  readonly node: Node;
  readonly path: YamlPath;
  tree?: Tree;
}

class TreeBuilder {
  readonly #source: Source;
  readonly #fault: Fault;
  readonly #anchors = new Map<string, Anchored>();
  readonly #sizes = new Map<Tree, number>();

  constructor(source: Source, fault: Fault) {
    this.#source = source;
    this.#fault = fault;
  }

  build(contents: Node): Tree {
    return this.#tree(contents, []);
  }

  #tree(node: Node, path: YamlPath): Tree {
    if (path.length > MAX_DEPTH) throw new Unfoldable('nested too deeply', node.range?.[0]);
    if (isAlias(node)) return this.#follow(node);
    const anchored: Anchored | undefined = hasAnchor(node) ? { node, path } : undefined;
    if (anchored && hasAnchor(node)) this.#anchors.set(node.anchor, anchored);
    const at: Origin = this.#origin(node, path);
    const tree = this.#ofKind(node, at);
    if (anchored) anchored.tree = tree;
    this.#measure(tree, node);
    return tree;
  }

  #ofKind(node: Node, at: Origin): Tree {
    const tag = tagOf(node);
    if (isSeq(node)) {
      const items = node.items.filter(isNode).map((item, i) => this.#tree(item, [...at.path, i]));
      return { kind: 'list', items, tag, at };
    }
    if (isMap(node)) return { kind: 'map', entries: this.#entries(node, at), tag, at };
    const value: unknown = isScalar(node) ? node.value : null;
    return { ...scalarTree(toScalar(value, node, this.#source.text), at), tag };
  }

  /** Own keys first, as they win; of the merged mappings the first one wins. */
  #entries(node: YAMLMap, at: Origin): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    const merged: Tree[] = [];
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = keyOf(pair);
      if (key === '<<' && isNode(pair.value)) merged.push(...this.#merged(pair.value, at.path));
      else if (key !== undefined) {
        const entry = this.#entry(pair, key, at);
        if (entries.has(key))
          this.#fault('the same key twice in one mapping: Compose refuses the file', entry.key.start);
        entries.set(key, entry);
      }
    }
    for (const tree of merged)
      if (tree.kind === 'map')
        for (const [key, entry] of tree.entries) if (!entries.has(key)) entries.set(key, entry);
    return entries;
  }

  #merged(node: Node, path: YamlPath): Tree[] {
    if (!isSeq(node)) return [this.#tree(node, [...path, '<<'])];
    return node.items.filter(isNode).map((item, i) => this.#tree(item, [...path, '<<', i]));
  }

  #entry(pair: Pair, key: string, at: Origin): Entry {
    const path = [...at.path, key];
    const keyAt = isNode(pair.key) ? this.#origin(pair.key, path) : { ...at, path };
    const value = isNode(pair.value) ? this.#tree(pair.value, path) : scalarTree(null, keyAt);
    return { key: keyAt, value };
  }

  #follow(alias: Alias): Tree {
    const anchored = this.#anchors.get(alias.source);
    if (anchored === undefined)
      throw new Unfoldable('an alias without an anchor before it', alias.range?.[0]);
    if (anchored.tree === undefined) throw new Unfoldable('an anchor that contains itself', alias.range?.[0]);
    this.#source.shared.add(anchored.path.join('/'));
    return anchored.tree;
  }

  #origin(node: Node, path: YamlPath): Origin {
    const [start, end] = node.range ?? [0, 0];
    return { source: this.#source, path, start, end };
  }

  /** Counts a part that an alias repeats as often as it is repeated. */
  #measure(tree: Tree, node: Node): void {
    const children =
      tree.kind === 'list'
        ? tree.items
        : tree.kind === 'map'
          ? [...tree.entries.values()].map(({ value }) => value)
          : [];
    const size = children.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1);
    if (size > MAX_NODES)
      throw new Unfoldable(`its aliases unfold to more than ${MAX_NODES} values`, node.range?.[0]);
    this.#sizes.set(tree, size);
  }
}

function hasAnchor(node: Node): node is Node & { anchor: string } {
  return 'anchor' in node && typeof node.anchor === 'string';
}

function tagOf(node: Node): Tag {
  if (node.tag === '!reset') return 'reset';
  return node.tag === '!override' ? 'override' : undefined;
}

/** Values of other types (dates, binary, large integers) stay the text that is written. */
function toScalar(value: unknown, node: Node, text: string): Scalar {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return text.slice(...(node.range ?? [0, 0]).slice(0, 2));
}

function keyOf(pair: Pair): string | undefined {
  const { key } = pair;
  const name: unknown = isScalar(key) ? key.value : key;
  if (typeof name === 'number' || typeof name === 'boolean') return String(name);
  return typeof name === 'string' ? name : undefined;
}
