import type { Repaired } from '../repair/repaired.ts';

/** What `--fix` did, by outcome and reason; then the one command after which all of it is in effect. */
export function repairedLines(repaired: readonly Repaired[]): string[] {
  const groups = new Map<string, Repaired[]>();
  for (const one of repaired) {
    const title = `${one.outcome}: ${one.why}`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  const width = Math.max(0, ...repaired.map(({ id }) => id.length));
  return [
    ...[...groups].flatMap(([title, some]) => [
      title,
      ...some.map(({ id, at }) => `  ${id.padEnd(width)}  ${at}`),
    ]),
    ...restartLines(repaired),
  ];
}

/** The commands of all repairs as one. */
function restartLines(repaired: readonly Repaired[]): string[] {
  const words = [...new Set(repaired.flatMap(({ restart }) => restart ?? []))];
  if (words.length === 0) return [];
  const [first = '', ...rest] = words;
  const flags = rest.filter((word) => word.startsWith('-'));
  const services = rest.filter((word) => !word.startsWith('-'));
  return [
    'To let it take effect (or let cvx doctor --fix --restart do it, and prove it):',
    `  docker compose ${[first, ...flags, ...services].join(' ')}`,
  ];
}
