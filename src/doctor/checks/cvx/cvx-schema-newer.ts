import { defineCheck } from '../../check.ts';
import { judgeOwnStore } from '../../components/cvx/own-store.ts';

export const cvxSchemaNewer = defineCheck({
  id: 'cvx-schema-newer',
  area: 'cvx',
  severity: 'error',
  title: 'The store is of the version that this cvx knows',
  why: `A newer cvx has written to the store. This one may neither read it rightly nor write to it; it refuses, and so do its commands.`,
  repair: 'Run the newer cvx here too: all that share a store are of one version.',
  fixClass: 'never',
  source:
    'cvx src/stores/store-probe/postgres.ts: the store names a migration that this version does not know',
  run: (evidence) =>
    judgeOwnStore(evidence, (own) => {
      if (own.unreachable !== undefined && !own.schemaNewer) return { unknown: own.unreachable.join('; ') };
      return own.schemaNewer
        ? {
            message: 'The store was written by a newer cvx, which this one does not read.',
            seen: 'its schema is newer',
          }
        : undefined;
    }),
});
