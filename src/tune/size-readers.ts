import { expectedWhole, parseDuration, parseWhole } from '../lib/format.ts';
import { suggest } from '../lib/suggest.ts';
import { POSTGRES_MAJORS } from '../facts/postgres-major.ts';
import { MOST_USERS, TIER_NAMES } from '../sizing/tiers.ts';
import type { SizeFlags } from './request.ts';

export type SizeName = keyof SizeFlags;

/** What was expected in place of a text, as one sentence. */
export interface Misread {
  readonly expected: string;
}

type Reader<T> = (text: string) => T | Misread;

/** Readers of the values that size a stack, the same for flags and for `--what-if`. Ranges are those of the sizing model. */
export const SIZE_READERS = {
  users: whole(
    1,
    MOST_USERS,
    'Give the people who use the stack in the busiest hour, a whole number from 1 to 1,000,000.',
  ),
  tier: oneOf(TIER_NAMES),
  cvs: whole(1, 1e9),
  vectorsPerCv: number(1, 10_000),
  dimensions: whole(1, 65_536),
  growth: number(1, 1000),
  thinkTime: seconds(0, 3600),
  peak: number(1, 100),
  slo: seconds(0.01, 600),
  host: (text: string) => text,
  instance: (text: string) => text,
  hosts: whole(1, 1000),
  storage: oneOf(['hdd', 'ssd', 'nvme'] as const),
  gpu: number(0.1, 10_000, 'Give GiB of memory of the card, such as 16.'),
  postgres: major,
  quantization: oneOf(['none', 'int8', 'auto'] as const),
} satisfies { readonly [Name in SizeName]: Reader<string | number> };

/** What a `--what-if` changes: `users=1000,host=8x32`, named as the flags. */
export function readChanges(text: string): SizeFlags | Misread {
  const changes = new Map<SizeName, string | number>();
  for (const part of partsOf(text)) {
    const [flag = '', value] = part.split('=', 2);
    const name = nameOf(flag);
    if (name === undefined || value === undefined) {
      const near = suggest(flag, NAMES.map(flagOf));
      return {
        expected: `Give changes as flag=value, such as users=1000,host=8x32${near === undefined || name !== undefined ? '' : ` (did you mean ${near}?)`}.`,
      };
    }
    const read = SIZE_READERS[name](value);
    if (typeof read === 'object') return { expected: `${flag}: ${read.expected}` };
    changes.set(name, read);
  }
  return Object.fromEntries(changes);
}

/** What says the same as another: only one of them can be given. */
const INSTEAD: { readonly [flag: string]: string } = { host: 'instance', users: 'tier' };

/** The text of a `--what-if` with one more change, in place of its own for the same flag. */
export function withChange(
  text: string,
  { flag, value }: { readonly flag: string; readonly value: string },
): string {
  const others = partsOf(text).filter((part) => {
    const own = part.replace(/^--/, '').split('=', 1)[0] ?? '';
    return own !== flag && own !== INSTEAD[flag];
  });
  return [...others.map((part) => part.replaceAll(/\s/g, '')), `${flag}=${value}`].join(',');
}

/** At the commas but those within a number: `users=1,000,host=8x32`. */
function partsOf(text: string): readonly string[] {
  return text.split(/,(?!\d{3}(?:,|$))/).map((part) => part.trim());
}

function nameOf(flag: string): SizeName | undefined {
  return NAMES.find((name) => flagOf(name) === flag.replace(/^--/, ''));
}

const NAMES = Object.keys(SIZE_READERS).filter((name): name is SizeName => name in SIZE_READERS);

function flagOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function whole(
  least: number,
  most: number,
  expected = `Give a whole number from ${least} to ${most.toLocaleString('en-US')}.`,
): Reader<number> {
  return (text) => {
    const value = parseWhole(text);
    if (value !== undefined && value >= least && value <= most) return value;
    return { expected: expectedWhole(text, expected) };
  };
}

function number(
  least: number,
  most: number,
  expected = `Give a number from ${least} to ${most.toLocaleString('en-US')}.`,
): Reader<number> {
  return (text) => {
    const value = Number(text);
    return /^\d+(?:\.\d+)?$/.test(text) && value >= least && value <= most ? value : { expected };
  };
}

/** With its unit: who writes 500 means milliseconds as often as seconds. */
function seconds(least: number, most: number): Reader<number> {
  return (text) => {
    const value = /[a-z]$/.test(text) ? (parseDuration(text) ?? Number.NaN) / 1000 : Number.NaN;
    return value >= least && value <= most
      ? value
      : { expected: `Give a time from ${least} s to ${most} s with its unit, such as 500ms or 20s.` };
  };
}

function oneOf<T extends string>(known: readonly T[]): Reader<T> {
  return (text) => known.find((one) => one === text) ?? { expected: `Give one of ${known.join(', ')}.` };
}

function major(text: string): (typeof POSTGRES_MAJORS)[number] | Misread {
  return POSTGRES_MAJORS.find((one) => String(one) === text) ?? { expected: 'Give 15, 16, 17 or 18.' };
}
