import { CvxError } from '../lib/errors.ts';
import type { Host, Wishes } from '../sizing/inputs.ts';
import { inputsOf } from '../sizing/inputs-of.ts';
import type { Plan } from '../sizing/plan.ts';
import { planStack } from '../sizing/plan-stack.ts';

/** The plan of these wishes. Throws CVX_DOES_NOT_FIT with the ways out where there is none. */
export function planFor(wishes: Wishes & { readonly host: Host }): Plan {
  const plan = planStack(inputsOf(wishes));
  if (plan.outcome === 'plan') return plan;
  throw new CvxError('CVX_DOES_NOT_FIT', plan.message, {
    hint: `Nothing was written. Ways out:\n${plan.waysOut.map((way) => `  ${way}`).join('\n')}`,
  });
}
