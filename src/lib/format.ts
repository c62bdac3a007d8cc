import path from 'node:path';

/** `1 file`, `2 files`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** 12345 → `12,345`. */
export function grouped(n: number): string {
  return n.toLocaleString('en-US');
}

/** Bytes for people: `4.5 MB` (powers of 1,000). */
export function bytes(n: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Seconds for people: `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `1000`, or in groups of three as {@link grouped} prints it. Undefined for what some would read as a fraction: `1.000`, `0,500`. */
export function parseWhole(text: string): number | undefined {
  const inGroups = /^[1-9]\d{0,2}([,_ \u00a0\u202f])\d{3}(?:\1\d{3})*$/.test(text);
  return inGroups || /^\d+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : undefined;
}

/** What was expected in place of a text; of one that {@link parseWhole} refuses for its comma or point, how to write it. */
export function expectedWhole(text: string, expected: string): string {
  return /^\d+[.,]\d+$/.test(text) ? `${expected} Thousands are written as 1000, 1,000 or 1_000.` : expected;
}

/** `10s`, `500ms`, `2m`, `1.5h`; a bare number is seconds. Undefined where it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim());
  const unit = UNIT_MS[match?.[2] ?? 's'];
  return match?.[1] === undefined || unit === undefined ? undefined : Number(match[1]) * unit;
}

/** The short form of an id that is shown to people: 8 hex digits, accepted wherever an id is. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** A path as a person in `cwd` would write it: relative where it lies below, whole otherwise. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
