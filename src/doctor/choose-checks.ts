import { CvxError } from '../lib/errors.ts';
import { suggest } from '../lib/suggest.ts';
import { AREAS, type Check } from './check.ts';

/** The checks that run: `only` those or all, without `skip`. Both name ids or areas. Throws CVX_USAGE for what is neither. */
export function chooseChecks(
  checks: readonly Check[],
  { only = [], skip = [] }: { readonly only?: readonly string[]; readonly skip?: readonly string[] },
): Check[] {
  for (const name of [...only, ...skip]) requireKnown(checks, name);
  const named = (list: readonly string[], { id, area }: Check): boolean =>
    list.includes(id) || list.includes(area);
  return checks.filter((check) => (only.length === 0 || named(only, check)) && !named(skip, check));
}

/** Throws CVX_USAGE, with what was probably meant, unless it is an area or the id of a check. */
function requireKnown(checks: readonly Check[], name: string): void {
  const ids = checks.map(({ id }) => id);
  if (ids.includes(name) || AREAS.some((area) => area === name)) return;
  throw unknownCheck(name, [...ids, ...AREAS]);
}

/** The check of this id. Throws CVX_USAGE where there is none. */
export function checkById(checks: readonly Check[], id: string): Check {
  const check = checks.find((one) => one.id === id);
  if (check === undefined)
    throw unknownCheck(
      id,
      checks.map((one) => one.id),
    );
  return check;
}

function unknownCheck(name: string, known: readonly string[]): CvxError {
  const near = suggest(name, known);
  const meant = near === undefined ? '' : `Did you mean ${near}?\n`;
  return new CvxError('CVX_USAGE', `There is no check ${name}.`, {
    hint: `${meant}All of them:  cvx doctor --list`,
  });
}
