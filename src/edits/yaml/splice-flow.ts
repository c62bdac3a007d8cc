import { isMap } from 'yaml';
import { lineEndOf, lineStart, lineStop } from '../lines.ts';
import { type Collection, endOf, sourceItem, startOf } from './spans.ts';

/** A new member, already in flow form, at the end of a flow collection: on the same line, or on its own where the last one is. */
export function addInFlow(text: string, collection: Collection, member: string): string {
  const last = collection.items.length - 1;
  const [open, close] = [collection.range[0] + 1, collection.range[1] - 1];
  if (last < 0) {
    const padding = isMap(collection) ? ' ' : '';
    return text.slice(0, open) + padding + member + padding + text.slice(close);
  }
  const end = endOf(text, collection, last);
  const comma = sourceItem(collection, last + 1)?.start.find(({ type }) => type === 'comma')?.offset;
  const start = startOf(collection, last);
  const line = lineStart(text, start);
  const indent = text.slice(line, start);
  if (indent.trim() !== '' || lineStop(text, end) >= close) {
    if (comma === undefined) return `${text.slice(0, end)}, ${member}${text.slice(end)}`;
    return `${text.slice(0, comma + 1)} ${member},${text.slice(comma + 1)}`;
  }
  const from = comma === undefined ? end : comma + 1;
  const stop = lineStop(text, from);
  const head = text.slice(0, end) + (comma === undefined ? ',' : '') + text.slice(end, stop);
  return `${head}${lineEndOf(text)}${indent}${member}${comma === undefined ? '' : ','}${text.slice(stop)}`;
}

/** Takes a member out of a flow collection that has others, with one comma. */
export function removeInFlow(text: string, collection: Collection, index: number): string {
  const start = startOf(collection, index);
  if (index === 0) return text.slice(0, start) + text.slice(startOf(collection, 1));
  const comma = sourceItem(collection, index)?.start.find(({ type }) => type === 'comma')?.offset ?? start;
  return text.slice(0, comma) + text.slice(endOf(text, collection, index));
}
