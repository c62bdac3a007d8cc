import path from 'node:path';
import { readEnvFile } from '../env-files.ts';
import type { EnvEntry } from '../project.ts';
import type { Reading } from './documents.ts';
import type { Lookup } from './interpolate.ts';
import { pairs } from './merge.ts';
import { childOf, itemsOf, placeOfOrigin, type ScalarTree, textOf, type Tree } from './tree.ts';

type Setting = Omit<EnvEntry, 'shadowed'>;

/**
 * What the container of a service gets: its env files in order, then `environment`, the later one wins. `environment` may still
 * hold what earlier compose files set. A name alone takes the value of the project's variables.
 */
export function readEnvironment(service: Tree, lookup: Lookup, reading: Reading): readonly EnvEntry[] {
  const environment = childOf(service, 'environment');
  const own = (environment ? pairs(environment) : [])
    .filter((item) => item.kind === 'scalar')
    .map((item) => toSetting(item, lookup));
  const fixed = new Map(own.map(({ key, value }) => [key, value]));
  const settings = [...envFileSettings(service, fixed, lookup, reading), ...own];
  const byKey = new Map<string, Setting[]>();
  for (const setting of settings) byKey.set(setting.key, [setting, ...(byKey.get(setting.key) ?? [])]);
  return [...byKey.values()].flatMap(([winner, ...losers]) => {
    if (winner === undefined) return [];
    const shadowed = losers
      .filter(({ value }) => value !== winner.value)
      .map(({ value, at }) => ({ value, at }));
    return [{ ...winner, shadowed }];
  });
}

function toSetting(item: ScalarTree, lookup: Lookup): Setting {
  const at = placeOfOrigin(item.at);
  if (item.pair) {
    const { key, value } = item.pair;
    const plain = value.value === null ? lookup(key) : String(value.value);
    const raw = value.written === null ? '' : String(value.written);
    return { key, value: plain, raw, at, from: 'environment', form: 'map' };
  }
  const [key, value] = cut(String(item.value));
  const raw = cut(String(item.written))[1] ?? '';
  return { key, value: value ?? lookup(key), raw, at, from: 'environment', form: 'list' };
}

function cut(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** Variables inside an env file see the project's first, then the service's own, then those of the files before. */
function envFileSettings(
  service: Tree,
  fixed: ReadonlyMap<string, string | undefined>,
  lookup: Lookup,
  reading: Reading,
): readonly Setting[] {
  const settings: Setting[] = [];
  const before = new Map<string, string>();
  for (const item of uniqueFiles(itemsOf(childOf(service, 'env_file')))) {
    const file = textOf(item) ?? textOf(childOf(item, 'path'));
    if (file === undefined) continue;
    const required = childOf(item, 'required');
    const format = textOf(childOf(item, 'format'));
    const { entries } = readEnvFile(
      path.resolve(item.at.source.base, file),
      (name) => lookup(name) ?? fixed.get(name),
      reading,
      {
        required: !(required?.kind === 'scalar' && String(required.value) === 'false'),
        fallback: (name) => before.get(name),
        ...(format === undefined ? {} : { format }),
      },
    );
    for (const { key, value, raw, at, inherited } of entries) {
      if (inherited && value === undefined) continue;
      if (value !== undefined) before.set(key, value);
      settings.push({ key, value, raw, at, from: 'env-file', form: 'file' });
    }
  }
  return settings;
}

/** Of one file named twice, the first place with the last item, as Compose does. */
function uniqueFiles(items: readonly Tree[]): readonly Tree[] {
  const byPath = new Map<string, Tree>();
  for (const item of items) byPath.set(textOf(item) ?? textOf(childOf(item, 'path')) ?? '', item);
  return [...byPath.values()];
}
