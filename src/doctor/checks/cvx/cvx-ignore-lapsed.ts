import { defineCheck, found, notApplicable } from '../../check.ts';
import { projectSuppressions } from '../../suppressions.ts';

export const cvxIgnoreLapsed = defineCheck({
  id: 'cvx-ignore-lapsed',
  area: 'cvx',
  severity: 'warning',
  title: 'Every cvx-ignore comment has a reason and a day that is yet to come',
  why: `A finding that somebody chose to live with is hidden by a comment "# cvx-ignore <id> until=YYYY-MM-DD -- reason". Once the
day is past, or where there is no reason, the comment hides nothing any more: the finding is reported again.`,
  repair: 'Repair what it hid, or give it a reason (-- why) and a new day (until=YYYY-MM-DD).',
  fixClass: 'never',
  source: 'cvx doctor, inline suppressions',
  run: ({ project, now }) => {
    const all = projectSuppressions(project, now);
    if (all.length === 0) return notApplicable('no file has a cvx-ignore comment');
    return found(
      all.flatMap(({ id, at, lapsed }) =>
        lapsed === undefined
          ? []
          : [
              {
                message: `The suppression of ${id} holds no longer: ${lapsed}.`,
                at,
                evidence: [{ by: 'config', text: `cvx-ignore ${id}: ${lapsed}`, at }],
              },
            ],
      ),
    );
  },
});
