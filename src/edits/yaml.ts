import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq } from 'yaml';
import type { YamlEdit, YamlPath, YamlValue } from './edit.ts';
import { Refusal } from './edit-refused.ts';
import { layoutOf } from './yaml/layout.ts';
import { flowText, isList, keyText } from './yaml/node-text.ts';
import {
  find,
  type Found,
  readYaml,
  refuseShared,
  refuseSharedWithin,
  type Slot,
  tryValuesOf,
  valuesOf,
  type YamlText,
} from './yaml/read-yaml.ts';
import { isYamlScalar, scalarText } from './yaml/scalar-text.ts';
import { isFlow, nodeEnd } from './yaml/spans.ts';
import { addItem, addPair, emptyOf, removeInBlock, replaceInBlock } from './yaml/splice-block.ts';
import { addInFlow, removeInFlow } from './yaml/splice-flow.ts';
import { valueAfter } from './yaml/value-after.ts';

/**
 * One edit of a YAML text by splicing. The result is parsed again: it must mean exactly what the edit says and nothing else,
 * or the edit is refused. So no layout that was not thought of can damage a file.
 */
export function editYaml(text: string, given: YamlEdit): string {
  // A clone has plain prototypes, as what is parsed has: the two are compared strictly.
  const edit = structuredClone(given);
  if (edit.path.includes('<<')) throw new Refusal('A merge key cannot be edited.');
  const { yaml, index } = readYaml(text, edit.path);
  const wanted = valueAfter(yaml.value, edit);
  if (isDeepStrictEqual(wanted, yaml.value)) return text;
  // Before the splice: what it leaves is read next.
  const expected = valuesOf(text).with(index, wanted);
  const edited = spliced(yaml, edit);
  if (!isDeepStrictEqual(tryValuesOf(edited), expected))
    throw new Refusal(`${edit.path.join('.')} cannot be changed in place without changing something else.`);
  return edited;
}

function spliced(yaml: YamlText, edit: YamlEdit): string {
  const found = find(yaml, edit.path);
  if (edit.do === 'remove-yaml') return remove(yaml, found, edit.path);
  const isNew = found.missing.length > 0;
  if (edit.do === 'set-yaml')
    return isNew ? add(yaml, found, edit.path, edit.value) : set(yaml, found, edit.path, edit.value);
  const { node } = found.slot;
  if (isNew) return add(yaml, found, edit.path, [edit.value]);
  if (!isSeq(node)) return set(yaml, found, edit.path, [edit.value]);
  const end = node.items.length;
  return add(yaml, { ...found, missing: [end] }, [...edit.path, end], edit.value);
}

/** Gives a value that is there another. Of collections only what differs is touched. */
function set(yaml: YamlText, found: Found, path: YamlPath, value: YamlValue): string {
  const { node } = found.slot;
  if (node !== undefined) refuseShared(yaml, node, path.join('.'));
  if (isMap(node) && !isYamlScalar(value) && !isList(value)) return setMembers(yaml, path, value);
  if (isSeq(node) && isList(value)) return setItems(yaml, path, value);
  if (node !== undefined) refuseSharedWithin(yaml, node, path.join('.'));
  return replace(yaml, found, value);
}

function replace(yaml: YamlText, { slot, above }: Pick<Found, 'slot' | 'above'>, value: YamlValue): string {
  const { text } = yaml;
  if (!inFlow(above)) return replaceInBlock(text, slot, value, layoutOf(yaml));
  const { node } = slot;
  if (node === undefined || nodeEnd(text, node) === -1)
    throw new Refusal('There is no value that could be replaced.');
  const written =
    isScalar(node) && isYamlScalar(value) ? scalarText(value, node.type, true) : flowText(value);
  return text.slice(0, node.range[0]) + written + text.slice(nodeEnd(text, node));
}

function setMembers(yaml: YamlText, path: YamlPath, value: { readonly [key: string]: YamlValue }): string {
  const present = valueAt(yaml.value, path);
  if (isYamlScalar(present) || isList(present)) return yaml.text;
  const sets = Object.entries(value).filter(([key, inner]) => !isDeepStrictEqual(present[key], inner));
  const gone = Object.keys(present).filter((key) => !Object.hasOwn(value, key));
  return stepwise(yaml.text, [
    ...sets.map(([key, inner]): YamlEdit => ({
      do: 'set-yaml',
      file: '',
      path: [...path, key],
      value: inner,
    })),
    ...gone.map((key): YamlEdit => ({ do: 'remove-yaml', file: '', path: [...path, key] })),
  ]);
}

/** Equal items at both ends stay untouched. */
function setItems(yaml: YamlText, path: YamlPath, value: readonly YamlValue[]): string {
  const present = valueAt(yaml.value, path);
  if (!isList(present)) return yaml.text;
  const shorter = Math.min(present.length, value.length);
  let head = 0;
  while (head < shorter && isDeepStrictEqual(present[head], value[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isDeepStrictEqual(present.at(-1 - tail), value.at(-1 - tail))) tail += 1;
  const grows = value.length > present.length;
  const last = grows ? value.length : value.length - tail;
  const sets = value
    .slice(head, last)
    .map((inner, at): YamlEdit => ({ do: 'set-yaml', file: '', path: [...path, head + at], value: inner }));
  const gone = present
    .slice(last, grows ? last : present.length - tail)
    .map((): YamlEdit => ({ do: 'remove-yaml', file: '', path: [...path, last] }));
  return stepwise(yaml.text, [...sets, ...gone]);
}

function stepwise(text: string, edits: readonly YamlEdit[]): string {
  return edits.reduce((edited, edit) => editYaml(edited, edit), text);
}

/** Adds what is missing below the deepest place that exists, with its parents. */
function add(yaml: YamlText, found: Found, path: YamlPath, value: YamlValue): string {
  const { slot, missing } = found;
  const { node } = slot;
  const [step, ...deeper] = missing;
  if (step === undefined) return yaml.text;
  const here = path.slice(0, path.length - missing.length);
  if (deeper.length > 0 && isMap(node) && inherits(yaml, here, step))
    throw new Refusal(
      `${[...here, step].join('.')} comes through a merge key: one of its own would hide the rest of it.`,
    );
  const inner = deeper.reduceRight<YamlValue>(
    (child, key) => (typeof key === 'number' ? [child] : { [key]: child }),
    value,
  );
  if (!(isMap(node) || isSeq(node)))
    return replace(yaml, found, typeof step === 'number' ? [inner] : { [step]: inner });
  refuseShared(yaml, node, here.join('.') || 'the document');
  const flow = inFlow([...found.above, slot]);
  const [own, around] = [isFlow(node), inFlow(found.above)];
  // An empty `{}` or `[]` in block context is opened up into lines.
  if (own && !around && node.items.length === 0)
    return replace(yaml, found, isSeq(node) ? [inner] : { [step]: inner });
  if (flow)
    return addInFlow(
      yaml.text,
      node,
      isSeq(node) ? flowText(inner) : `${keyText(String(step), true)}: ${flowText(inner)}`,
    );
  const layout = layoutOf(yaml);
  return isSeq(node)
    ? addItem(yaml.text, node, inner, layout)
    : addPair(yaml.text, node, [String(step), inner], layout);
}

function remove(yaml: YamlText, { slot, above, missing }: Found, path: YamlPath): string {
  const collection = slot.in;
  if (missing.length > 0)
    throw new Refusal(`${path.join('.')} comes through a merge key and stands nowhere here.`);
  if (collection === undefined) throw new Refusal('Its whole content would be removed.');
  if (slot.node !== undefined) refuseSharedWithin(yaml, slot.node, path.join('.'));
  if (collection.items.length === 1) {
    const parent = above.at(-1);
    if (parent?.in === undefined) throw new Refusal('Its whole content would be removed.');
    return replace(yaml, { slot: parent, above: above.slice(0, -1) }, emptyOf(collection));
  }
  return inFlow(above)
    ? removeInFlow(yaml.text, collection, slot.index)
    : removeInBlock(yaml.text, collection, slot.index, above.length === 1);
}

/** Whether any of the collections on the way is written in flow form. */
function inFlow(slots: readonly Slot[]): boolean {
  return slots.some(({ node }) => (isMap(node) || isSeq(node)) && isFlow(node));
}

function inherits({ value }: YamlText, here: YamlPath, step: string | number): boolean {
  const present = valueAt(value, here);
  return !isYamlScalar(present) && !isList(present) && Object.hasOwn(present, String(step));
}

function valueAt(value: YamlValue, path: YamlPath): YamlValue {
  return path.reduce<YamlValue>((inner, step) => {
    if (isYamlScalar(inner)) return null;
    return (isList(inner) ? inner[Number(step)] : inner[String(step)]) ?? null;
  }, value);
}
