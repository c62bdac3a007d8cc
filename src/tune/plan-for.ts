import { CvxError } from '../lib/errors.ts';
import type { Host, Wishes } from '../sizing/inputs.ts';
import { inputsOf } from '../sizing/inputs-of.ts';
import { type Plan, type WayOut, wayText } from '../sizing/plan.ts';
import { planStack } from '../sizing/plan-stack.ts';
import { withChange } from './size-readers.ts';

/**
 * The plan of these wishes. Throws CVX_DOES_NOT_FIT with the ways out where there is none: as flags, or as what `--what-if`
 * would be given where it asked for these wishes.
 */
export function planFor(wishes: Wishes & { readonly host: Host }, whatIf?: string): Plan {
  const plan = planStack(inputsOf(wishes));
  if (plan.outcome === 'plan') return plan;
  const said = (way: WayOut): string =>
    whatIf === undefined || way.change === undefined
      ? wayText(way)
      : `--what-if ${withChange(whatIf, way.change)}: ${way.says}`;
  const about = whatIf === undefined ? '' : `--what-if ${whatIf}: `;
  throw new CvxError('CVX_DOES_NOT_FIT', `${about}${plan.message}`, {
    hint: `Nothing was written. Ways out:\n${plan.waysOut.map((way) => `  ${said(way)}`).join('\n')}`,
  });
}
