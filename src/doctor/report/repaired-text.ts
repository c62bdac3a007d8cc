import type { Repaired } from '../repair/repaired.ts';
import { choosesStack } from '../repair/restart.ts';

/** Places named of one check; the rest is counted, and `--json` has all. */
const MAX_PLACES = 3;

/** What `--fix` did, by outcome and reason, one line for each check; then the one command after which all of it is in effect. */
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
      ...[...byCheck(some)].map(([id, places]) => `  ${id.padEnd(width)}  ${placesText(places)}`),
    ]),
    ...restartLines(repaired),
  ];
}

function byCheck(repaired: readonly Repaired[]): ReadonlyMap<string, readonly string[]> {
  const checks = new Map<string, string[]>();
  for (const { id, at } of repaired) checks.set(id, [...(checks.get(id) ?? []), at]);
  return checks;
}

function placesText(places: readonly string[]): string {
  const rest = places.length - MAX_PLACES;
  const named = places.slice(0, MAX_PLACES).join(', ');
  const times = places.length > 1 ? `${places.length} places: ` : '';
  return `${times}${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The commands of all repairs as one. */
function restartLines(repaired: readonly Repaired[]): string[] {
  const words = [...new Set(repaired.flatMap(({ restart }) => restart ?? []))];
  if (words.length === 0) return [];
  const chosen = words.filter(choosesStack);
  const [first = '', ...rest] = words.filter((word) => !choosesStack(word));
  const flags = rest.filter((word) => word.startsWith('-'));
  const services = rest.filter((word) => !word.startsWith('-'));
  return [
    'To let it take effect (or let cvx doctor --fix --restart do it, and prove it):',
    `  docker compose ${[...chosen, first, ...flags, ...services].join(' ')}`,
  ];
}
