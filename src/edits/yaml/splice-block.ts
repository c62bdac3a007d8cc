import { isMap, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlValue } from '../edit.ts';
import { Refusal } from '../edit-refused.ts';
import {
  commentAbove,
  insertLines,
  lineAfter,
  lineEndOf,
  lineStart,
  lineStop,
  removeLines,
} from '../lines.ts';
import { flowText, itemText, pairText, valueText, type YamlLayout } from './node-text.ts';
import type { Slot } from './read-yaml.ts';
import { isYamlScalar, scalarText } from './scalar-text.ts';
import { type Collection, columnOf, endOf, indicatorEnd, nodeEnd, startOf } from './spans.ts';

/** Replaces the value of a slot in block context. A comment behind it, or behind its key, stays. */
export function replaceInBlock(text: string, slot: Slot, value: YamlValue, layout: YamlLayout): string {
  const { node } = slot;
  if (slot.in === undefined) {
    if (node === undefined || nodeEnd(text, node) === -1)
      return insertLines(text, text.length, valueText(value, -layout.unit, layout).trimStart());
    throw new Refusal('Its whole content would be replaced.');
  }
  const mark = indicatorEnd(slot);
  if (mark === -1) throw new Refusal('That key has no value of its own.');
  if (node?.tag !== undefined && sourceTag(text, mark, node.range[0]))
    throw new Refusal('The value carries a tag.');
  const end = node === undefined ? mark : Math.max(nodeEnd(text, node), mark);
  const start = node === undefined || end === mark ? mark : node.range[0];
  const oneLine = !text.slice(mark, end).includes('\n');
  if (oneLine && !valueText(value, 0, layout).includes('\n')) {
    const present = isScalar(node) ? node.type : undefined;
    const written = isYamlScalar(value) ? scalarText(value, present) : flowText(value);
    return start === mark
      ? `${text.slice(0, mark)} ${written}${text.slice(end)}`
      : text.slice(0, start) + written + text.slice(end);
  }
  const column = columnOf(text, startOf(slot.in, slot.index));
  const rendered = isSeq(slot.in)
    ? itemText(value, column, layout).slice(1)
    : valueText(value, column, layout);
  const [first = '', ...rest] = rendered.split('\n');
  const below = rest.map((line) => lineEndOf(text) + line).join('');
  if (!oneLine) {
    const comment =
      /^(?:[ \t]*&\S+)?([ \t]+#[^\r\n]*)/.exec(text.slice(mark, lineStop(text, mark)))?.[1] ?? '';
    const kept = node !== undefined && lineStop(text, mark) < node.range[0] ? comment : '';
    return text.slice(0, mark) + first + kept + below + text.slice(end);
  }
  const stop = lineStop(text, end);
  return text.slice(0, mark) + first + text.slice(end, stop).trimEnd() + below + text.slice(stop);
}

/** Whether the text between indicator and value holds a tag; every node has one, few are written. */
function sourceTag(text: string, mark: number, start: number): boolean {
  return /(?:^|\s)!/.test(text.slice(mark, Math.max(mark, start)).replaceAll(/#[^\n]*/g, ''));
}

/** A new pair at the end of a block mapping, set off by a blank line where its siblings are. */
export function addPair(
  text: string,
  map: YAMLMap.Parsed,
  pair: readonly [string, YamlValue],
  layout: YamlLayout,
): string {
  const column = columnOf(text, startOf(map, 0));
  return addLines(text, map, pairText(pair[0], pair[1], column, layout), !isYamlScalar(pair[1]));
}

/** A new item at the end of a block list. */
export function addItem(text: string, list: YAMLSeq.Parsed, value: YamlValue, layout: YamlLayout): string {
  const column = columnOf(text, startOf(list, 0));
  return addLines(text, list, itemText(value, column, layout), !isYamlScalar(value));
}

function addLines(text: string, collection: Collection, lines: string, isLarge: boolean): string {
  const last = collection.items.length - 1;
  const indent = ' '.repeat(columnOf(text, startOf(collection, 0)));
  const above = commentAbove(text, lineStart(text, startOf(collection, last)));
  const setOff =
    isLarge && last > 0 && above > 0 && text.slice(lineStart(text, above - 1), above).trim() === '';
  return insertLines(
    text,
    lineAfter(text, endOf(text, collection, last)),
    `${setOff ? '\n' : ''}${indent}${lines}`,
  );
}

/** Takes a pair or item out of a block collection, with the comment lines above it and those left inside it. */
export function removeInBlock(text: string, collection: Collection, index: number, isRoot: boolean): string {
  const start = startOf(collection, index);
  const end = endOf(text, collection, index);
  const line = lineStart(text, start);
  const column = columnOf(text, start);
  if (text.slice(line, start).replace('\uFEFF', '').trim() !== '') {
    // The first pair behind a dash: the next one takes its place, and what speaks of that goes above the dash.
    const next = startOf(collection, index + 1);
    const between = text.slice(lineAfter(text, end), lineStart(text, next)).split(/\r?\n/);
    const indent = /^[ \uFEFF]*/.exec(text.slice(line))?.[0].replace('\uFEFF', '') ?? '';
    const comments = between.flatMap((one) =>
      one.trim() === '' ? [] : [`${indent}${one.trim()}${lineEndOf(text)}`],
    );
    return text.slice(0, line) + comments.join('') + text.slice(line, start) + text.slice(next);
  }
  // What stands above the first key of a file speaks of the file.
  const own = isRoot && index === 0 ? line : commentAbove(text, line);
  const isLast = index > 0 && index === collection.items.length - 1;
  const from = isLast ? withBlankAbove(text, own) : own;
  return removeLines(text, from, afterInnerComments(text, lineAfter(text, end), column));
}

/** With the blank line that sets off the last member, since nothing follows that it would set off. */
function withBlankAbove(text: string, from: number): number {
  const above = from === 0 ? 0 : lineStart(text, from - 1);
  return text.slice(above, from).trim() === '' ? above : from;
}

/** Comments that are indented deeper than what was removed belonged to it. */
function afterInnerComments(text: string, from: number, column: number): number {
  let to = from;
  for (let at = from; at < text.length; at = lineAfter(text, at)) {
    const line = text.slice(at, lineStop(text, at));
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    if (line.trim() === '') continue;
    if (!line.trim().startsWith('#') || indent <= column) break;
    to = lineAfter(text, at);
  }
  return to;
}

/** What is left of a collection when its last member goes. */
export function emptyOf(collection: Collection): YamlValue {
  return isMap(collection) ? {} : [];
}
