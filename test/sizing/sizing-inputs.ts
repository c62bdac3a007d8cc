import type { Inputs, Wishes } from '../../src/sizing/inputs.ts';
import { inputsOf } from '../../src/sizing/inputs-of.ts';
import { parseHost } from '../../src/sizing/host.ts';
import type { Plan } from '../../src/sizing/plan.ts';
import { planStack } from '../../src/sizing/plan-stack.ts';
import { given } from '../../src/sizing/quantity.ts';

/** Inputs as the command line would give them. */
export function inputsFor(users: number, host: string, wishes: Omit<Wishes, 'users' | 'host'> = {}): Inputs {
  return inputsOf({ ...wishes, users: count(users), host: parseHost(host) });
}

export function count(value: number) {
  return given(value, 'count', 'a flag');
}

/** The plan of these inputs; fails where they are refused. */
export function planFor(users: number, host: string, wishes: Omit<Wishes, 'users' | 'host'> = {}): Plan {
  const plan = planStack(inputsFor(users, host, wishes));
  if (plan.outcome === 'refusal') throw new Error(`refused: ${plan.message}`);
  return plan;
}

/** What `id` is written as. */
export function written(plan: Plan, id: string): string | number | boolean | undefined {
  return plan.settings.get(id)?.written;
}
