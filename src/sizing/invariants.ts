import type { Invariant, InvariantId, Judgement } from './invariant.ts';
import { BORDER_INVARIANTS } from './invariants/borders.ts';
import { CONNECTION_INVARIANTS } from './invariants/connections.ts';
import { GROWTH_INVARIANTS } from './invariants/growth.ts';
import { MEMORY_INVARIANTS } from './invariants/memory.ts';
import { WORK_INVARIANTS } from './invariants/work.ts';
import type { Stack } from './stack.ts';

/** I1 to I18, in that order: the tuner solves for them, the doctor judges by them. */
export const INVARIANTS: readonly Invariant[] = [
  ...CONNECTION_INVARIANTS,
  ...MEMORY_INVARIANTS,
  ...WORK_INVARIANTS,
  ...BORDER_INVARIANTS,
  ...GROWTH_INVARIANTS,
].toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));

export type Ruling = Judgement & { readonly id: InvariantId };

/** Every invariant over a stack. */
export function judgeStack(stack: Stack): readonly Ruling[] {
  return INVARIANTS.flatMap(({ id, judge }) => judge(stack).map((judgement) => ({ ...judgement, id })));
}

/** Those that do not hold. */
export function failuresOf(rulings: readonly Ruling[]): readonly (Ruling & { readonly judged: true })[] {
  return rulings.filter(
    (ruling): ruling is Ruling & { readonly judged: true } => ruling.judged && !ruling.holds,
  );
}

/** The invariant of that id; the doctor takes statement, reason and source from it. */
export function invariantOf(id: InvariantId): Invariant {
  const found = INVARIANTS.find((invariant) => invariant.id === id);
  if (found === undefined) throw new Error(`No invariant ${id}`);
  return found;
}
