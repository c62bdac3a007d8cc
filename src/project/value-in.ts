import type { YamlPath, YamlValue } from '../edits/edit.ts';

/** The members of a mapping; none of anything else. */
export function membersOf(value: YamlValue | undefined): { readonly [key: string]: YamlValue } {
  return isMapping(value) ? value : {};
}

function isMapping(value: YamlValue | undefined): value is { readonly [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueIn(value: YamlValue | undefined, key: string): YamlValue | undefined {
  const members = membersOf(value);
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

export function textIn(value: YamlValue | undefined, key: string): string | undefined {
  const found = valueIn(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** The same with another value at a path of mappings, which are made where they are not there. */
export function withValue(whole: YamlValue | undefined, path: YamlPath, value: YamlValue): YamlValue {
  const [step, ...inner] = path;
  if (step === undefined) return value;
  const key = String(step);
  return { ...membersOf(whole), [key]: withValue(valueIn(whole, key), inner, value) };
}
