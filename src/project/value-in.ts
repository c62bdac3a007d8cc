import type { YamlValue } from '../edits/edit.ts';

/** The members of a mapping; none of anything else. */
export function entriesIn(value: YamlValue | undefined): readonly (readonly [string, YamlValue])[] {
  return typeof value !== 'object' || value === null || Array.isArray(value) ? [] : Object.entries(value);
}

export function valueIn(value: YamlValue | undefined, key: string): YamlValue | undefined {
  return entriesIn(value).find(([name]) => name === key)?.[1];
}

export function textIn(value: YamlValue | undefined, key: string): string | undefined {
  const found = valueIn(value, key);
  return typeof found === 'string' ? found : undefined;
}
