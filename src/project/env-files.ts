import type { Reading } from './compose/documents.ts';
import type { Lookup } from './compose/interpolate.ts';
import { countLines } from './count-lines.ts';
import { type DotenvEntry, parseDotenv, parseRawEnv } from './dotenv.ts';
import type { EnvLine, Place } from './project.ts';

/** An assignment and its place. */
export interface EnvAssignment extends DotenvEntry {
  readonly at: Place;
}

export interface EnvFileOptions {
  /** A file that is missing is a problem. */
  readonly required: boolean;
  /** `raw`: no quotes, no variables. */
  readonly format?: string;
  /** Variables of files that were read before, for what neither the lookup nor the file itself sets. */
  readonly fallback?: Lookup;
}

/** Reads a .env-like file and keeps it for `Project.envFiles`. What is wrong with it goes to the problems, the rest is kept. */
export function readEnvFile(
  absolute: string,
  lookup: Lookup,
  reading: Reading,
  options: EnvFileOptions,
): { readonly entries: readonly EnvAssignment[] } {
  const { folder } = reading;
  const file = folder.nameOf(absolute);
  const read = folder.read(absolute, { outside: true });
  if (read.text === undefined) {
    if (options.required || !read.missing)
      folder.problems.push({ file, line: undefined, message: `Not read: ${read.why}.` });
    return { entries: [] };
  }
  const lines = countLines(read.text);
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const parsed =
    options.format === 'raw'
      ? parseRawEnv(read.text, lookup)
      : parseDotenv(read.text, lookup, options.fallback);
  const entries = parsed.entries.map((entry) => ({ ...entry, at: place(entry.offset) }));
  if (!reading.envFiles.has(file)) {
    reading.envFiles.set(file, { file, lines: entries.map(toLine), text: read.text, mode: read.mode });
    for (const { offset, message } of parsed.refused)
      folder.problems.push({
        file,
        line: place(offset).line,
        message: `Compose cannot read this: ${message}.`,
      });
    for (const { offset, name } of parsed.unset) reading.unset.push({ name, at: place(offset) });
  }
  return { entries };
}

/** Variables of several files for interpolation: a later file wins, and sees those before it. */
export function readEnvFiles(
  files: readonly string[],
  lookup: Lookup,
  reading: Reading,
  { required }: Pick<EnvFileOptions, 'required'>,
): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const file of files)
    for (const { key, value } of readEnvFile(file, lookup, reading, {
      required,
      fallback: (name) => all.get(name),
    }).entries)
      if (value !== undefined) all.set(key, value);
  return all;
}

function toLine({ key, raw, value, quote, at }: EnvAssignment): EnvLine {
  return { key, raw, value: value ?? '', quote, at };
}
