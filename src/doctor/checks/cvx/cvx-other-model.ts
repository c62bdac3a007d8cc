import { defineCheck } from '../../check.ts';
import { judgeOwnStore, unknownNumber } from '../../components/cvx/own-store.ts';

export const cvxOtherModel = defineCheck({
  id: 'cvx-other-model',
  area: 'cvx',
  severity: 'warning',
  title: 'All people are indexed by the model in use',
  why: `Vectors of two models cannot be compared: who is indexed by another model, chunker or analyser is not found until cvx has indexed them anew. The old vectors keep their memory meanwhile.`,
  repair: 'Run cvx reindex; it goes on where it stopped, and searches answer meanwhile.',
  fixClass: 'never',
  source: 'cvx: an index belongs to one specification (model, chunker, analyser)',
  run: (evidence) =>
    judgeOwnStore(evidence, (own) => {
      const { otherSpecs, pending } = own;
      if (otherSpecs === undefined && pending === undefined)
        return unknownNumber(own, 'people of another model');
      const waiting = pending ?? 0;
      const others = otherSpecs ?? 0;
      if (waiting === 0 && others === 0) return undefined;
      return {
        message:
          waiting > 0
            ? `${waiting} people are not in the index of the model in use, and no search finds them.`
            : `${others} indexes of other models are kept and not used.`,
        seen: `${waiting} people pending, ${others} other indexes`,
      };
    }),
});
