import { KIB } from '../../sizing/quantity.ts';

/** In bytes or seconds; PostgreSQL, Redis, nginx and Compose write powers of 1,024 in these ways. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: KIB,
  kb: KIB,
  m: KIB ** 2,
  mb: KIB ** 2,
  g: KIB ** 3,
  gb: KIB ** 3,
  ms: 0.001,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};
const SWITCHES: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
};

/** Whether two spellings mean the same: `1GB` and `1024MB`, `on` and `true`. A value that is right stays as somebody wrote it. */
export function sameValue(left: string, right: string): boolean {
  return left === right || meaning(left) === meaning(right);
}

function meaning(text: string): string | number | boolean {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  const known = SWITCHES[bare.toLowerCase()];
  if (known !== undefined) return known;
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(bare);
  const unit = UNITS[match?.[2]?.toLowerCase() ?? '-'];
  return match === null || unit === undefined ? bare : Number(match[1]) * unit;
}
