import { CvxError } from '../lib/errors.ts';
import { suggest } from '../lib/suggest.ts';
import type { Correction } from './corrections.ts';
import type { Ruling } from './invariants.ts';
import type { Plan } from './plan.ts';
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
 * Explains the setting of that id; a part that only one id ends with (`work_mem`, `DATABASE_POOL_SIZE`) will do. Throws
 * CVX_SETTING_UNKNOWN, with what was probably meant, where the plan has none.
 */
export function explain(plan: Plan, name: string): Explanation {
  const ids = [...plan.settings.keys()];
  const [only, ...more] = plan.settings.has(name) ? [name] : ids.filter((id) => id.endsWith(`/${name}`));
  const planned = only === undefined ? undefined : plan.settings.get(only);
  if (planned === undefined) {
    const near = suggest(name, [...ids, ...ids.map((id) => id.slice(id.lastIndexOf('/') + 1))]);
    throw new CvxError('CVX_SETTING_UNKNOWN', `The plan has no setting ${name}`, {
      hint: near === undefined ? 'cvx tune --explain lists all of them.' : `Did you mean ${near}?`,
    });
  }
  if (more.length > 0) {
    throw new CvxError('CVX_SETTING_UNKNOWN', `${name} is the name of several settings`, {
      hint: `One of: ${[only, ...more].join(', ')}`,
    });
  }
  const { setting, written, from, binding } = planned;
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

/** Every setting of a plan, explained, in the order of the table. */
export function explainAll(plan: Plan): readonly Explanation[] {
  return [...plan.settings.keys()].map((id) => explain(plan, id));
}
