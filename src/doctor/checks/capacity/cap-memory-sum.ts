import type { Judged } from '../../../sizing/invariant.ts';
import { invariantOf } from '../../../sizing/invariants.ts';
import { shown } from '../../../sizing/quantity.ts';
import { placesOf, termsSeen } from '../../components/capacity/budget-terms.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { stackOfProject } from '../../components/capacity/stack-of-project.ts';

const MEMORY = invariantOf('I7');

export const capMemorySum = defineCheck({
  id: 'cap-memory-sum',
  area: 'capacity',
  severity: 'error',
  title: 'Memory limits add up to what the machine has',
  why: `Each limit looks reasonable alone. When all are at theirs the machine has no memory left, and the kernel kills the largest
process of the machine: a store, in the middle of its work. Instances count: two of 2 GB are four.`,
  repair:
    'Lower the limits, or take a larger machine: cvx tune --users N divides what there is, and says what does not fit.',
  fixClass: 'never',
  source: `${MEMORY.statement}; ${MEMORY.source}`,
  run: (evidence) => {
    const stack = stackOfProject(evidence);
    if (stack.services.length === 0) return notApplicable('there is no service');
    const host = stack.hosts[0]?.name ?? '';
    const judgement = MEMORY.judge(stack).find(({ subject }) => subject === host);
    if (judgement?.judged === true) return judgement.holds ? found([]) : found([findingOf(judgement)]);
    const missing = judgement?.judged === false ? judgement.missing : [];
    return notObservable(`not known: ${missing.join('; ')}`);
  },
});

function findingOf(judged: Judged): Finding {
  const largest = judged.terms.toSorted((a, b) => b.quantity.value - a.quantity.value);
  const at = largest[0]?.quantity.origin.at ?? { file: '.', line: 1, column: 1 };
  const parts = largest.slice(0, 4).map(({ label, quantity }) => `${label} ${shown(quantity)}`);
  return {
    message: `Memory limits add up to ${shown(judged.sum)} and this machine can give ${shown(judged.bound)}: ${parts.join(', ')}${largest.length > 4 ? ` and ${largest.length - 4} more` : ''}.`,
    at,
    related: placesOf(judged, at),
    evidence: termsSeen(judged),
  };
}
