import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Where the facts lie in a working copy; absent elsewhere, and not needed there. */
export const FACTS = fileURLToPath(new URL('../../../shared/facts/', import.meta.url));

/** One file of src/facts/tables: constants whose row types stand in `src/facts/<from>.ts`. */
export interface Table {
  readonly file: string;
  readonly from: string;
  readonly type: readonly string[];
  readonly tables: readonly { readonly name: string; readonly shape: string; readonly rows: unknown }[];
}

export function readFacts<S extends z.ZodType>(facts: string, file: string, schema: S): z.infer<S> {
  return schema.parse(JSON.parse(readFileSync(join(facts, file), 'utf8')));
}

/** The rows of a listing as the server printed it, in columns. */
export function readListing(facts: string, file: string): string[][] {
  return readFileSync(join(facts, 'evidence', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** Without the fields that say nothing. */
export function compact<T extends object>(row: T): Partial<T> {
  const kept = Object.entries(row).filter(
    ([, value]) => value !== undefined && value !== '' && value !== null,
  );
  return Object.fromEntries(kept) as Partial<T>;
}

/** `A / B, C ...` as names; prose around them is dropped. */
export function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set(text.match(pattern))];
}

export const text = z.string();
/** A default is a string, a number, a flag or null in the source; here always what one would write. */
export const written = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()),
  ])
  .optional()
  .transform((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value));
