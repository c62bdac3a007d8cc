import { type CST, isMap, isScalar, isSeq, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { lineStart } from '../lines.ts';
import type { Slot, YamlNode } from './read-yaml.ts';
import { asNode } from './read-yaml.ts';

/** Where pairs, items and values start and end in the text: what a splice takes away and what it leaves. */

export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

export function isFlow(node: Collection): boolean {
  return node.flow === true;
}

type SourceItem = CST.CollectionItem;

/** The tokens around item `index`: what stands before it, between key and value. */
export function sourceItem(collection: Collection, index: number): SourceItem | undefined {
  const token = collection.srcToken;
  if (token === undefined || !('items' in token)) return undefined;
  // A flow collection's tokens may end with an item of white space only.
  return token.items[index];
}

/** Offset of the first character of a pair or item: of its key, of its dash, or in a flow list of itself. */
export function startOf(collection: Collection, index: number): number {
  const item = sourceItem(collection, index);
  if (isSeq(collection) && !isFlow(collection)) {
    const dash = item?.start.find(({ type }) => type === 'seq-item-ind');
    if (dash !== undefined) return dash.offset;
  }
  const properties = item?.start.find(({ type }) => type === 'anchor' || type === 'tag');
  const first = isMap(collection)
    ? collection.items[index]?.key.range[0]
    : collection.items[index]?.range?.[0];
  return Math.min(properties?.offset ?? Infinity, first ?? Infinity);
}

/** Offset after the last character of a pair or item that means something: no white space, no comment. */
export function endOf(text: string, collection: Collection, index: number): number {
  const item: unknown = collection.items[index];
  const value = isMap(collection) ? (item as Pair).value : item;
  const node = asNode(value);
  const end = node === undefined ? 0 : nodeEnd(text, node);
  const tokens = [
    ...(sourceItem(collection, index)?.start ?? []),
    ...(sourceItem(collection, index)?.sep ?? []),
  ];
  const marks = tokens.filter(({ type }) => !['space', 'newline', 'comment', 'comma'].includes(type));
  const key = isMap(collection) ? (collection.items[index]?.key.range[1] ?? 0) : 0;
  return Math.max(end, key, ...marks.map(({ offset, source }) => offset + source.length));
}

/** Offset after the last character of a node, before its line end; -1 for a value that is not written. */
export function nodeEnd(text: string, node: YamlNode): number {
  if ((isMap(node) || isSeq(node)) && !isFlow(node)) return endOf(text, node, node.items.length - 1);
  const [start, end] = node.range;
  if (start === end) return -1;
  const isBlock = isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
  return isBlock && text[end - 1] === '\n' ? end - (text[end - 2] === '\r' ? 2 : 1) : end;
}

/** Offset after the `:` or `-` that a slot stands behind; 0 for the document itself. */
export function indicatorEnd(slot: Slot): number {
  if (slot.in === undefined) return 0;
  const item = sourceItem(slot.in, slot.index);
  const tokens = isMap(slot.in) ? item?.sep : item?.start;
  const mark = tokens?.find(({ type }) => type === 'map-value-ind' || type === 'seq-item-ind');
  return mark === undefined ? -1 : mark.offset + mark.source.length;
}

/** Column of an offset, in characters; a byte order mark is none. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}
