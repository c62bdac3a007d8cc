import { isDeepStrictEqual } from 'node:util';
import type { YamlEdit, YamlPath, YamlValue } from '../edit.ts';
import { Refusal } from '../edit-refused.ts';
import { isList } from './node-text.ts';
import { isYamlScalar } from './scalar-text.ts';

/** What a document means once an edit is made: the measure of every splice. */
export function valueAfter(value: YamlValue, edit: YamlEdit): YamlValue {
  if (edit.do === 'set-yaml') return changed(value, edit.path, () => edit.value);
  if (edit.do === 'remove-yaml')
    return exists(value, edit.path) ? changed(value, edit.path, () => undefined) : value;
  return changed(value, edit.path, (present) => {
    if (present === undefined || present === null) return [edit.value];
    if (isYamlScalar(present) || !isList(present)) throw new Refusal(`${edit.path.join('.')} is not a list.`);
    return present.some((item) => isDeepStrictEqual(item, edit.value)) ? present : [...present, edit.value];
  });
}

type Change = (present: YamlValue | undefined) => YamlValue | undefined;

/** A copy with another value at `path`; `undefined` takes it out. Parents that are missing are made. */
function changed(value: YamlValue | undefined, path: YamlPath, change: Change): YamlValue {
  const [step, ...deeper] = path;
  if (step === undefined) return change(value) ?? null;
  const inner = (present: YamlValue | undefined): YamlValue | undefined =>
    deeper.length === 0 ? change(present) : changed(present, deeper, change);
  if (value === undefined || value === null) {
    const made = inner(undefined);
    if (typeof step === 'number' && step > 0) throw new Refusal('There is no such list to add to.');
    return typeof step === 'number' ? [made ?? null] : { [step]: made ?? null };
  }
  if (isYamlScalar(value)) throw new Refusal(`${step} is below a single value, not a mapping or list.`);
  if (isList(value)) {
    const index = Number(step);
    const next = inner(value[index]);
    return next === undefined ? value.toSpliced(index, 1) : value.toSpliced(index, 1, next);
  }
  const { [step]: present, ...others } = value;
  const next = inner(Object.hasOwn(value, step) ? present : undefined);
  return next === undefined ? others : { ...value, [step]: next };
}

function exists(value: YamlValue | undefined, path: YamlPath): boolean {
  const [step, ...deeper] = path;
  if (step === undefined) return value !== undefined;
  if (value === undefined || isYamlScalar(value)) return false;
  if (isList(value)) return Number(step) in value && exists(value[Number(step)], deeper);
  return Object.hasOwn(value, step) && exists(value[step], deeper);
}
