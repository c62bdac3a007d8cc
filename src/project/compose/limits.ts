/** docker/go-units RAMInBytes: 1024-based, one letter of `b k m g t p`, and `b` or `ib` after it. */
const SIZE = /^(\d+(?:\.\d*)?|\.\d+) ?(?:([kmgtp])(?:i?b)?|b)?$/i;
const POWERS = ['', 'k', 'm', 'g', 't', 'p'];

/** Bytes of `512m`, `2G`, `1.5gb` or a number; undefined where Docker would refuse it. Zero and -1 mean no limit and give undefined. */
export function toBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return value > 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = SIZE.exec(value);
  if (!match) return undefined;
  const bytes = Math.trunc(Number(match[1]) * 1024 ** POWERS.indexOf((match[2] ?? '').toLowerCase()));
  return bytes > 0 ? bytes : undefined;
}

/** CPU cores of `"1.5"` or `1.5`; undefined where there is no limit or it cannot be read (`0,5`). */
export function toCores(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : value;
  const cores = typeof text === 'number' ? text : typeof text === 'string' && text !== '' ? Number(text) : 0;
  return Number.isFinite(cores) && cores > 0 ? cores : undefined;
}
