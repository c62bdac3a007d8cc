import type { Session } from '../../command.ts';
import { CvxError, EXIT, type ExitCode } from '../../lib/errors.ts';
import { toJson } from '../../lib/terminal-text.ts';
import { compare } from '../../sizing/compare.ts';
import type { Costs } from '../../sizing/cost.ts';
import { explain, explainAll, type Explanation } from '../../sizing/explain.ts';
import type { Inputs } from '../../sizing/inputs.ts';
import type { Plan } from '../../sizing/plan.ts';
import type { SizeFlags } from '../request.ts';
import { readChanges } from '../size-readers.ts';
import { costText } from './cost-text.ts';
import { explainText } from './explain-text.ts';
import { costJson } from './plan-json.ts';
import { whatIfText } from './what-if-text.ts';
import { wrap } from '../../lib/wrap.ts';

/** `--explain [setting]`: one, or all, with what is often advised and no setting of this stack. */
export function showExplanation({ io, globals }: Session, plan: Plan, name: string | true): ExitCode {
  const chosen: readonly Explanation[] = name === true ? explainAll(plan) : explain(plan, name);
  const unplaced = name === true ? plan.corrections.filter(({ setting }) => setting === undefined) : [];
  if (globals.json) {
    const settings = chosen.map(({ from, invariants, ...rest }) => ({
      ...rest,
      invariants: [...new Set(invariants.map(({ id }) => id))],
      from: from.map(({ label, quantity }) => ({ label, ...quantity })),
    }));
    io.stdout.write(toJson({ schema: 1, settings, corrections: unplaced }, 2));
    return EXIT.ok;
  }
  io.stdout.write(explainText(chosen, io.stdout));
  if (unplaced.length > 0) {
    const lines = unplaced.flatMap(({ asked, used, why, source }) =>
      wrap(`  ${asked}: ${used}. ${why} (${source})`, Math.min(io.stdout.columns, 120), '      '),
    );
    io.stdout.write(
      `\n${io.stdout.style.bold('Often advised, and no setting of this stack')}\n${lines.join('\n')}\n`,
    );
  }
  return EXIT.ok;
}

export interface WhatIf {
  /** As given: `users=1000,host=8x32`. */
  readonly changes: string;
  readonly planOf: (changes: SizeFlags) => Plan;
}

/** `--what-if`: the plan of other inputs beside this one. */
export function showWhatIf({ io, globals }: Session, plan: Plan, { changes, planOf }: WhatIf): ExitCode {
  const read = readChanges(changes);
  if ('expected' in read)
    throw new CvxError('CVX_USAGE', `--what-if ${changes}: ${read.expected}`, {
      hint: 'cvx tune --help lists what can be given.',
    });
  const comparison = compare(plan, planOf(read));
  if (globals.json) {
    const settings = comparison.settings.map(({ id, before, after }) => ({
      id,
      before: before ?? null,
      after: after ?? null,
    }));
    io.stdout.write(toJson({ schema: 1, changes: read, ...comparison, settings }, 2));
  } else io.stdout.write(whatIfText(comparison, changes, io.stdout));
  return EXIT.ok;
}

/** `--cost`: what to buy, also where the host at hand does not carry it. */
export function showCost({ io, globals }: Session, inputs: Inputs, costs: Costs): ExitCode {
  if (globals.json)
    io.stdout.write(toJson({ schema: 1, users: inputs.users.value, cost: costJson(costs) }, 2));
  else io.stdout.write(costText(costs, inputs.users.value, io.stdout));
  return EXIT.ok;
}
