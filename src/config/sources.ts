import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { codeOf, CvxError, hasCode } from '../lib/errors.ts';
import { suggest } from '../lib/suggest.ts';
import type { Setting } from './settings.ts';
import { SETTINGS } from './settings.ts';

/** One value as it was found, before it is checked. */
export interface RawValue {
  readonly value: unknown;
  /** Where it stands, for the user: `environment CVX_HOME`, `cvx.yaml:3:1`. */
  readonly origin: string;
}

/** Without the literal types of the table: its optional keys differ from row to row. */
const ALL: readonly Setting[] = SETTINGS;

export type Layer = ReadonlyMap<string, RawValue>;

export type Env = Readonly<Record<string, string | undefined>>;

/** Values of an environment, or of an env file. `NAME_FILE` is read for secrets; `base` is what relative paths count from. */
export async function fromEnv(env: Env, origin: (name: string) => string, base: string): Promise<Layer> {
  const layer = new Map<string, RawValue>();
  for (const setting of ALL) {
    const value = env[setting.env]?.trim();
    // An empty value means unset: the only way to undo an inherited variable in many shells and compose files.
    if (value) layer.set(setting.key, { value: located(setting, value, base), origin: origin(setting.env) });
    else await addFromFile(layer, setting, env, origin, base);
  }
  return layer;
}

async function addFromFile(
  layer: Map<string, RawValue>,
  setting: Setting,
  env: Env,
  origin: (name: string) => string,
  base: string,
): Promise<void> {
  const name = `${setting.env}_FILE`;
  const file = env[name]?.trim();
  if (!setting.secret || !file) return;
  const value = (await readSetting(path.resolve(base, file), `the file that ${name} names`)).trim();
  if (value !== '') layer.set(setting.key, { value, origin: origin(name) });
}

/** The variables of `--env-file FILE`, and the folder that its relative paths count from. */
export async function readEnvFile(file: string, cwd: string): Promise<{ env: Env; folder: string }> {
  const location = path.resolve(cwd, file);
  const env = parseEnv(await readSetting(location, 'the file of --env-file'));
  return { env, folder: path.dirname(location) };
}

/** The values of a cvx.yaml, or an empty layer where there is none. An unknown key is an error with its place. */
export async function fromYaml(file: string, shown: string): Promise<Layer> {
  const text = await readIfThere(file);
  if (text === undefined) return new Map();
  const { isMap, isScalar, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined) throw invalid(`${at(error.pos[0])}: ${error.message}`, `Correct ${shown}.`);
  const layer = new Map<string, RawValue>();
  const { contents } = document;
  if (contents === null) return layer;
  if (!isMap(contents))
    throw invalid(`${at(contents.range?.[0] ?? 0)}: expected settings as \`key: value\``, CONFIG_HELP);
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const place = at(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
    const setting = ALL.find((known) => known.key === name);
    if (setting === undefined) throw unknownKey(place, name);
    if (value !== null && !isScalar(value))
      throw invalid(`${place}: ${name}: expected one value`, CONFIG_HELP);
    const scalar: unknown = isScalar(value) ? value.value : null;
    if (scalar === null || scalar === '') continue;
    layer.set(name, { value: located(setting, scalar, path.dirname(file)), origin: place });
  }
  return layer;
}

const CONFIG_HELP = 'The settings are listed by: cvx config --help';

function unknownKey(place: string, name: string): CvxError {
  const byVariable = SETTINGS.find((setting) => setting.env === name)?.key;
  const meant =
    byVariable ??
    suggest(
      name,
      SETTINGS.map((setting) => setting.key),
    );
  return invalid(
    `${place}: unknown setting "${name}"`,
    meant === undefined ? CONFIG_HELP : `Did you mean "${meant}"?\n${CONFIG_HELP}`,
  );
}

/** A path is resolved against the folder of the file that names it; `~/` is the user's home, since no shell expands it there. */
function located(setting: Setting, value: unknown, base: string): unknown {
  if (setting.path !== true || typeof value !== 'string') return value;
  const home = process.env['HOME'] ?? process.env['USERPROFILE'];
  return value.startsWith('~/') && home !== undefined
    ? path.join(home, value.slice(2))
    : path.resolve(base, value);
}

/** The text of a file that may be absent. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw unreadable(file, error);
  }
}

async function readSetting(file: string, what: string): Promise<string> {
  const text = await readIfThere(file);
  if (text === undefined) throw invalid(`There is no ${file} (${what}).`, 'Correct the path.');
  return text;
}

function unreadable(file: string, cause: unknown): CvxError {
  return new CvxError('CVX_CONFIG_INVALID', `Cannot read ${file} (${codeOf(cause) ?? 'unknown reason'}).`, {
    hint: 'Check its permissions.',
    cause,
  });
}

export function invalid(message: string, hint: string): CvxError {
  return new CvxError('CVX_CONFIG_INVALID', message, { hint });
}
