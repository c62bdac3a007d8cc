import { LRUCache } from 'lru-cache';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  parseDocument,
  type ParsedNode,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { YamlPath, YamlValue } from '../edit.ts';
import { orRefusal, Refusal } from '../edit-refused.ts';
import { lineNumber } from '../lines.ts';
import { oncePer } from '../../lib/once-per.ts';

export type YamlNode = Alias.Parsed | Scalar.Parsed | YAMLMap.Parsed | YAMLSeq.Parsed;
export type YamlPair = Pair<ParsedNode, ParsedNode | null>;
type YamlDocument = Document.Parsed;

/** Where a value stands or would stand: behind `key:`, behind `-`, or as the document itself. */
export interface Slot {
  readonly in: YAMLMap.Parsed | YAMLSeq.Parsed | undefined;
  /** Position of the pair or item in its collection. */
  readonly index: number;
  readonly node: YamlNode | undefined;
}

/** The deepest slot on a path that exists, and the keys below it that do not. */
export interface Found {
  readonly slot: Slot;
  /** The slot above it, which holds the collection that `slot` is in. */
  readonly above: readonly Slot[];
  readonly missing: YamlPath;
}

export interface YamlText {
  readonly text: string;
  readonly document: YamlDocument;
  /** What the document means, merge keys and aliases resolved. */
  readonly value: YamlValue;
  /** Names of anchors that some alias uses. */
  readonly used: ReadonlySet<string>;
}

/**
 * What was read last: the text that an edit leaves is the one that the next edit of that file reads, and a plan tries each edit on
 * the file as it is and as others leave it. Bounded in UTF-16 units, of which a parsed file takes a hundred times in bytes.
 */
const recent = new LRUCache<string, readonly YamlDocument[]>({
  max: 4,
  maxSize: 12_000_000,
  sizeCalculation: (_, text) => Math.max(1, text.length),
});

function documentsOf(text: string): readonly YamlDocument[] {
  const documents = recent.get(text) ?? readDocuments(text);
  recent.set(text, documents);
  return documents;
}

/** Parses every document of a text; refused where one has an error, since splicing around it is guessing. */
function readDocuments(text: string): YamlDocument[] {
  const documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, merge: true });
  // An empty text has no document; editing makes one.
  if (documents.length === 0) return [parseDocument(text, { keepSourceTokens: true })];
  for (const { errors } of documents) {
    const [error] = errors;
    if (error !== undefined)
      throw new Refusal(`It is no valid YAML: ${error.code} in line ${lineNumber(text, error.pos[0])}.`);
  }
  return documents;
}

/** What each document means, to compare before and after. Refused where aliases multiply without end. */
export function valuesOf(text: string): YamlValue[] {
  return documentsOf(text).map((document) => valueOf(document));
}

/** The same of a text that may be no YAML: then the refusal, which names the line. */
export function tryValuesOf(text: string): readonly YamlValue[] | Refusal {
  return orRefusal(() => valuesOf(text));
}

/**
 * Uses of an anchor times the aliases within it. The library's 100 refuses honest files of forty services that share three
 * anchors; a file of aliases to aliases is beyond this in its fifth line.
 */
const MAX_ALIASES = 10_000;

const valueOf = oncePer((document: YamlDocument): YamlValue => {
  try {
    const value: YamlValue = document.toJS({ maxAliasCount: MAX_ALIASES });
    return value;
  } catch {
    throw new Refusal('Its aliases refer to nothing or multiply beyond reason.');
  }
});

/** Names of anchors that some alias uses. */
const usedAnchors = oncePer((document: YamlDocument): ReadonlySet<string> => {
  const used = new Set<string>();
  visit(document, {
    Alias(_, alias) {
      used.add(alias.source);
    },
  });
  return used;
});

/** The document of a text that a path speaks of: the only one, or the only one that has the path's first key. */
export function readYaml(text: string, path: YamlPath): { yaml: YamlText; index: number } {
  const documents = documentsOf(text);
  const [first] = path;
  const own = documents.flatMap((document, index) =>
    documents.length === 1 || (isMap(document.contents) && document.contents.has(first)) ? [index] : [],
  );
  const [index, another] = own;
  const document = index === undefined ? undefined : documents[index];
  if (index === undefined || document === undefined || another !== undefined)
    throw new Refusal(`It holds ${documents.length} documents, and it is not clear which is meant.`);
  return { yaml: { text, document, value: valueOf(document), used: usedAnchors(document) }, index };
}

/** Follows a path as far as it exists. Refused where the way leads through what other places share, or is written twice. */
export function find(yaml: YamlText, path: YamlPath): Found {
  let slot: Slot = { in: undefined, index: 0, node: asNode(yaml.document.contents) };
  const above: Slot[] = [];
  for (const [depth, step] of path.entries()) {
    const { node } = slot;
    const here = path.slice(0, depth).join('.') || 'the document';
    if (node === undefined || (isScalar(node) && node.value === null))
      return { slot, above, missing: path.slice(depth) };
    refuseShared(yaml, node, here);
    if (isAlias(node))
      throw new Refusal(
        `${here} is the alias *${node.source}: a change in it would change other places too.`,
      );
    if (isScalar(node)) throw new Refusal(`${here} is a single value, not a mapping or list.`);
    const index = isMap(node) ? pairIndex(yaml, node, step, here) : itemIndex(node, step, here);
    if (index === undefined) return { slot, above, missing: path.slice(depth) };
    above.push(slot);
    slot = { in: node, index, node: valueNode(node, index) };
  }
  return { slot, above, missing: [] };
}

function pairIndex(
  { text }: YamlText,
  map: YAMLMap.Parsed,
  step: string | number,
  here: string,
): number | undefined {
  const indexes = map.items.flatMap(({ key }, index) =>
    isScalar(key) && String(key.value) === String(step) ? [index] : [],
  );
  if (indexes.length > 1) {
    const lines = indexes.map((index) => lineNumber(text, map.items[index]?.key.range[0] ?? 0));
    throw new Refusal(
      `${here} has the key ${step} twice, in lines ${lines.join(' and ')}: remove one first.`,
    );
  }
  return indexes[0];
}

function itemIndex(list: YAMLSeq.Parsed, step: string | number, here: string): number | undefined {
  if (typeof step !== 'number') throw new Refusal(`${here} is a list and has no key ${step}.`);
  if (!Number.isInteger(step) || step < 0 || step > list.items.length)
    throw new Refusal(`${here} has ${list.items.length} items, none at ${step}.`);
  return step === list.items.length ? undefined : step;
}

/** Nothing that an alias elsewhere repeats may change or go. */
export function refuseShared({ used }: YamlText, node: YamlNode, here: string): void {
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor !== undefined && used.has(anchor))
    throw new Refusal(
      `${here} is shared through the anchor &${anchor}: a change here would change other places too.`,
    );
}

/** The same for everything inside a node. */
export function refuseSharedWithin(yaml: YamlText, node: YamlNode, here: string): void {
  visit(node, {
    Node(_, inner) {
      const known = asNode(inner);
      if (known !== undefined) refuseShared(yaml, known, here);
    },
  });
}

export function asNode(node: unknown): YamlNode | undefined {
  return isParsed(node) ? node : undefined;
}

function isParsed(node: unknown): node is YamlNode {
  return (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && Array.isArray(node.range);
}

function valueNode(collection: YAMLMap.Parsed | YAMLSeq.Parsed, index: number): YamlNode | undefined {
  const item: Node | YamlPair | undefined = collection.items[index];
  return asNode(isPair(item) ? item.value : item);
}
