import { CvxError } from '../lib/errors.ts';
import { suggest } from '../lib/suggest.ts';
import type { Correction } from './corrections.ts';
import type { Ruling } from './invariants.ts';
import type { Plan, PlannedSetting } from './plan.ts';
import type { Quantity } from './quantity.ts';

/** Why one setting has its value. */
export interface Explanation {
  readonly id: string;
  readonly says: string;
  readonly written: string | number | boolean;
  readonly formula: string;
  /** What it follows from; each with its origin. */
  readonly from: readonly { readonly label: string; readonly quantity: Quantity }[];
  readonly binding: string;
  readonly tooLow: string;
  readonly tooHigh: string;
  readonly source: string;
  /** What the tier table asks for, where that is something else. */
  readonly corrections: readonly Correction[];
  /** Invariants that its source or its binding constraint names. */
  readonly invariants: readonly Ruling[];
}

/**
 * Explains the setting of that id. A part that only one id ends with (`work_mem`, `DATABASE_POOL_SIZE`) will do, and what ids
 * begin with (`postgres`, `compose/backend`) stands for all of these; upper and lower case are alike. Throws
 * CVX_SETTING_UNKNOWN, with what was probably meant, where the plan has none.
 */
export function explain(plan: Plan, name: string): readonly Explanation[] {
  const all = [...plan.settings.values()];
  const asked = name.toLowerCase();
  const those = (fits: (id: string) => boolean): readonly PlannedSetting[] =>
    all.filter(({ setting }) => fits(setting.id.toLowerCase()));
  const ending = those((id) => id.endsWith(`/${asked}`));
  const chosen = [those((id) => id === asked), ending, those((id) => id.startsWith(`${asked}/`))].find(
    ({ length }) => length > 0,
  );
  const ids = (some: readonly PlannedSetting[]): readonly string[] => some.map(({ setting }) => setting.id);
  if (chosen === undefined) {
    const near = suggest(name, [...ids(all), ...ids(all).map((id) => id.slice(id.lastIndexOf('/') + 1))]);
    throw new CvxError('CVX_SETTING_UNKNOWN', `The plan has no setting ${name}`, {
      hint: near === undefined ? 'cvx tune --explain lists all of them.' : `Did you mean ${near}?`,
    });
  }
  if (chosen === ending && ending.length > 1)
    throw new CvxError('CVX_SETTING_UNKNOWN', `${name} is the name of several settings`, {
      hint: `One of: ${ids(ending).join(', ')}`,
    });
  return chosen.map((planned) => explained(plan, planned));
}

/** Every setting of a plan, explained, in the order of the table. */
export function explainAll(plan: Plan): readonly Explanation[] {
  return [...plan.settings.values()].map((planned) => explained(plan, planned));
}

function explained(plan: Plan, { setting, written, from, binding }: PlannedSetting): Explanation {
  const { id, says, formula, tooLow, tooHigh, source } = setting;
  const named = new Set(
    [...`${source} ${binding} ${tooHigh} ${tooLow}`.matchAll(/\bI\d+\b/g)].map(([id]) => id),
  );
  return {
    id,
    says,
    written,
    formula,
    from,
    binding,
    tooLow,
    tooHigh,
    source,
    corrections: plan.corrections.filter((correction) => correction.setting === id),
    invariants: plan.judgements.filter((ruling) => named.has(ruling.id)),
  };
}
