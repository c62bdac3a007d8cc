import type { Plan } from './plan.ts';

/** One difference between two plans; absent where only one has it. */
export interface Difference {
  readonly id: string;
  readonly before: string | number | boolean | undefined;
  readonly after: string | number | boolean | undefined;
}

/** What a what-if changes: every setting that is written differently, in the order of the table, and what else a person asks. */
export interface Comparison {
  readonly settings: readonly Difference[];
  /** Sums of the limits in bytes and of the reservations in cores, over all hosts. */
  readonly memory: { readonly before: number; readonly after: number };
  readonly reserved: { readonly before: number; readonly after: number };
  readonly hosts: { readonly before: number; readonly after: number };
  readonly capacity: { readonly before: number; readonly after: number };
}

export function compare(before: Plan, after: Plan): Comparison {
  const ids = new Set([...before.settings.keys(), ...after.settings.keys()]);
  const sum = (plan: Plan, of: 'memory' | 'reserved'): number =>
    plan.hosts.reduce((total, host) => total + host[of].value, 0);
  return {
    settings: [...ids]
      .map((id) => ({ id, before: before.settings.get(id)?.written, after: after.settings.get(id)?.written }))
      .filter((difference) => difference.before !== difference.after),
    memory: { before: sum(before, 'memory'), after: sum(after, 'memory') },
    reserved: { before: sum(before, 'reserved'), after: sum(after, 'reserved') },
    hosts: { before: before.hosts.length, after: after.hosts.length },
    capacity: { before: before.capacity, after: after.capacity },
  };
}
