import { defineCheck } from '../../check.ts';
import { judgeOwnStore, unknownNumber } from '../../components/cvx/own-store.ts';

export const cvxDeadLetters = defineCheck({
  id: 'cvx-dead-letters',
  area: 'cvx',
  severity: 'warning',
  title: 'No job was given up',
  why: `A job that failed as often as it may be tried is kept aside: its CV is not in the store, and nobody is told.`,
  repair: 'See them with cvx queue status, mend the cause, then cvx queue retry --all.',
  fixClass: 'never',
  source: 'cvx: jobs that are given up are kept in the queue',
  run: (evidence) =>
    judgeOwnStore(evidence, (own) => {
      if (own.deadLetters === undefined) return unknownNumber(own, 'jobs that were given up');
      return own.deadLetters === 0
        ? undefined
        : {
            message: `${own.deadLetters} jobs were given up: their CVs are not in the store.`,
            seen: `${own.deadLetters} dead letters`,
          };
    }),
});
