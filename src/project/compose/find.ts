import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Reading } from './documents.ts';
import { interpolate, type Lookup } from './interpolate.ts';
import { readEnvFiles } from '../env-files.ts';

/** In Compose's order of preference (compose-go 2.9 cli/options.go). */
export const COMPOSE_NAMES: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];
const OVERRIDES: readonly string[] = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Those of the names of a folder's files that look like compose files which Compose takes only where it is told to: `-f`. */
export function otherComposeNames(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => /^(?:docker-)?compose[.-].*\.ya?ml$/.test(name))
    .filter((name) => !COMPOSE_NAMES.includes(name) && !OVERRIDES.includes(name))
    .toSorted();
}

export interface Wanted {
  /** Absolute folder that Compose would be called in. */
  readonly folder: string;
  /** As given by `-f`. */
  readonly files: readonly string[];
  /** As given by `--env-file`. */
  readonly envFiles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What `docker compose` would read when called like this. */
export interface ComposeFiles {
  /** Absolute, in merge order. */
  readonly files: readonly string[];
  /** Absolute folder of the project: that of the first file. */
  readonly base: string;
  /** Process environment first, then .env. */
  readonly variables: ReadonlyMap<string, string>;
  readonly lookup: Lookup;
}

/** Chooses files and variables as `docker compose` does: `-f`, else COMPOSE_FILE, else the names of its manual, here or above. */
export function findComposeFiles(wanted: Wanted, reading: Reading): ComposeFiles {
  const variables = new Map<string, string>([['PWD', wanted.folder]]);
  for (const [name, value] of Object.entries(wanted.env)) if (value !== undefined) variables.set(name, value);
  const lookup: Lookup = (name) => variables.get(name);
  const given = wanted.files.map((file) => path.resolve(wanted.folder, file));
  addEnvFiles(wanted, given[0] === undefined ? wanted.folder : path.dirname(given[0]), variables, reading);
  const files =
    given.length > 0 ? given : (fromVariable(wanted.folder, lookup) ?? fromFolders(wanted, reading));
  const base = files[0] === undefined ? wanted.folder : path.dirname(files[0]);
  addEnvFiles(wanted, base, variables, reading);
  return { files, base, variables, lookup };
}

function fromVariable(folder: string, lookup: Lookup): readonly string[] | undefined {
  const list = lookup('COMPOSE_FILE');
  if (list === undefined || list === '') return undefined;
  const separator = lookup('COMPOSE_PATH_SEPARATOR');
  const files = list.split(separator === undefined || separator === '' ? path.delimiter : separator);
  return files.filter((file) => file !== '').map((file) => path.resolve(folder, file));
}

function fromFolders({ folder }: Wanted, reading: Reading): readonly string[] {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = firstOf(at, COMPOSE_NAMES, reading);
    if (file !== undefined)
      return [file, firstOf(at, OVERRIDES, reading)].filter((name) => name !== undefined);
    if (path.dirname(at) === at) return [];
  }
}

function firstOf(at: string, names: readonly string[], { folder }: Reading): string | undefined {
  const [first, ...others] = names.map((name) => path.join(at, name)).filter((file) => existsSync(file));
  for (const file of others)
    folder.problems.push({
      file: folder.nameOf(file),
      line: undefined,
      message: `Not used: ${path.basename(first ?? '')} is there too, and Compose takes that one.`,
    });
  return first;
}

/** `--env-file` or COMPOSE_ENV_FILES, else .env of the project's folder. What is set already stays. */
function addEnvFiles(wanted: Wanted, base: string, variables: Map<string, string>, reading: Reading): void {
  const named =
    wanted.envFiles.length > 0 ? wanted.envFiles : (wanted.env['COMPOSE_ENV_FILES']?.split(',') ?? []);
  if (named.length === 0 && isTrue(wanted.env['COMPOSE_DISABLE_ENV_FILE'])) return;
  const files =
    named.length > 0 ? named.map((file) => path.resolve(wanted.folder, file)) : [path.join(base, '.env')];
  const own = readEnvFiles(files, (name) => variables.get(name), reading, { required: named.length > 0 });
  for (const [key, value] of own) if (!variables.has(key)) variables.set(key, value);
}

/** Go's strconv.ParseBool. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value);
}

/** `COMPOSE_PROJECT_NAME`, else the top-level `name` of the last file that has one, else the folder; as Compose normalises it. */
export function projectName({ files, base, lookup }: ComposeFiles, reading: Reading): string {
  const imposed = lookup('COMPOSE_PROJECT_NAME');
  if (imposed !== undefined && imposed !== '') return imposed;
  const named = files.flatMap((file) =>
    topLevelName(reading.folder.read(file, { outside: true }).text ?? ''),
  );
  const name = normalise(interpolate(named.at(-1) ?? '', lookup).value);
  return name === '' ? normalise(path.basename(base)) : name;
}

/** Read before the file is parsed: the name is a variable (`COMPOSE_PROJECT_NAME`) that the file itself may use. */
function topLevelName(text: string): string[] {
  const written = /^name:[ \t]([^\n]{1,300})/m.exec(text)?.[1]?.trim() ?? '';
  const quoted = /^(["'])(.*?)\1/.exec(written)?.[2];
  const name = quoted ?? (written.split(/(?:^|\s)#/)[0] ?? '').trim();
  return name === '' ? [] : [name];
}

function normalise(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}
