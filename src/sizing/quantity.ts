import type { Place } from '../project/project.ts';

export type Unit =
  | 'count'
  | 'bytes'
  | 'seconds'
  | 'cores'
  | 'perSecond'
  | 'ratio'
  | 'erlangs'
  | 'months'
  | 'dollars';

/**
 * Where a number comes from. `note` says it in words: the flag, the query that measured it, the reason of a default, the
 * formula. A default is never called a measurement.
 */
export type Origin =
  | {
      readonly kind: 'given' | 'measured' | 'default' | 'derived';
      readonly note: string;
      readonly at?: Place;
    }
  | { readonly kind: 'file'; readonly note: string; readonly at: Place };

/** A number with its unit and its origin; bytes are bytes and times are seconds everywhere. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
  readonly origin: Origin;
}

export function given(value: number, unit: Unit, note: string): Quantity {
  return { value, unit, origin: { kind: 'given', note } };
}

export function measured(value: number, unit: Unit, note: string): Quantity {
  return { value, unit, origin: { kind: 'measured', note } };
}

/** `note` is the reason or the source of the default. */
export function assumed(value: number, unit: Unit, note: string): Quantity {
  return { value, unit, origin: { kind: 'default', note } };
}

/** `formula` in words or symbols, as `--explain` prints it. */
export function derived(value: number, unit: Unit, formula: string): Quantity {
  return { value, unit, origin: { kind: 'derived', note: formula } };
}

export function written(value: number, unit: Unit, at: Place, note: string): Quantity {
  return { value, unit, origin: { kind: 'file', at, note } };
}

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** A quantity for people: `13.7 GiB`, `512 MiB`, `1.5 cores`, `49.4/s`, `30 s`. Memory in powers of 1,024, as limits are written. */
export function shown(quantity: Pick<Quantity, 'value' | 'unit'>): string {
  const { value, unit } = quantity;
  switch (unit) {
    case 'bytes':
      return shownBytes(value);
    case 'seconds':
      return value !== 0 && Math.abs(value) < 1 ? `${short(value * 1000)} ms` : `${short(value)} s`;
    case 'perSecond':
      return `${short(value)}/s`;
    case 'cores':
      return `${short(value)} ${value === 1 ? 'core' : 'cores'}`;
    case 'erlangs':
      return `${short(value)} Erlangs`;
    case 'months':
      return `${short(value)} months`;
    case 'dollars':
      return `$${value.toFixed(2)}`;
    case 'count':
    case 'ratio':
      break;
  }
  return short(value);
}

function shownBytes(value: number): string {
  const size = Math.abs(value);
  if (size >= GIB) return `${short(value / GIB)} GiB`;
  if (size >= MIB) return `${short(value / MIB)} MiB`;
  if (size >= KIB) return `${short(value / KIB)} KiB`;
  return `${short(value)} bytes`;
}

/** At most three significant digits after the point for small numbers, thousands grouped for large ones. */
function short(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
