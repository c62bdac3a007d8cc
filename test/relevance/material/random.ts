/** A repeatable source of chance: the same seed gives the same people on every machine. */
export interface Random {
  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True in `share` (0 to 1) of the calls. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `count` different items in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): spreads seeds such as `7:nurse:3`. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** mulberry32 (Tommy Ettinger, public domain), seeded with a text. */
export function randomOf(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick() of an empty list');
    return item;
  };
  const sample = <T>(items: readonly T[], count: number): T[] => {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1));
    return taken;
  };
  return { int, chance: (share) => next() < share, pick, sample };
}

/** Replaces each `{3-9}` by a number of that range. */
export const filled = (text: string, random: Random): string =>
  text.replaceAll(/\{(\d+)-(\d+)\}/g, (_, low, high) => String(random.int(Number(low), Number(high))));
