import { defineCheck } from '../../check.ts';
import { judgeOwnStore } from '../../components/cvx/own-store.ts';

export const cvxLockHeld = defineCheck({
  id: 'cvx-lock-held',
  area: 'cvx',
  severity: 'warning',
  title: 'No other machine holds the data home',
  why: `The embedded store is for one machine: who holds it is looked for among the processes here. A claim from another machine, over a
shared folder or in a copied home, cannot be checked, so every command waits for it, and two machines that write destroy it.`,
  repair:
    'If that machine works on this folder, let it, or move to servers (cvx config: database, vectors). If the home was copied from it, remove the lock folder in it.',
  fixClass: 'never',
  source: 'cvx src/stores/sql/lock.ts: a claim names its process and its machine',
  run: (evidence) =>
    judgeOwnStore(evidence, ({ lockHolder, home }) =>
      lockHolder !== undefined && / on [^)]+\)$/.test(lockHolder)
        ? {
            message: `${home} is claimed by ${lockHolder}, another machine.`,
            seen: `the claim of ${lockHolder}`,
          }
        : undefined,
    ),
});
