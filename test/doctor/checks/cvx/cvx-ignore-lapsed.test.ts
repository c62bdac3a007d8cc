import { cvxIgnoreLapsed } from '../../../../src/doctor/checks/cvx/cvx-ignore-lapsed.ts';
import { testCheck } from '../../test-check.ts';

const compose = (comment: string): Record<string, string> => ({
  'compose.yaml': `services:\n  ${comment}\n  redis:\n    image: redis:8\n`,
});

testCheck(cvxIgnoreLapsed, {
  sick: [
    {
      name: 'its day is past',
      files: compose('# cvx-ignore compose-no-restart until=2026-05-31 -- moves to the cluster'),
      now: new Date('2026-06-01T00:00:00Z'),
      finds: [
        { at: 'compose.yaml:2:3', message: /compose-no-restart holds no longer: it ended on 2026-05-31/ },
      ],
    },
    {
      name: 'no reason',
      files: compose('# cvx-ignore compose-no-restart until=2027-05-31'),
      finds: [{ at: 'compose.yaml:2:3', message: /gives no reason/ }],
    },
    {
      name: 'a day that is none',
      files: compose('# cvx-ignore compose-no-restart until=tomorrow -- we shall see'),
      finds: [{ at: 'compose.yaml:2:3', message: /until=tomorrow is no day/ }],
    },
  ],
  healthy: [
    {
      name: 'on its last day',
      files: compose('# cvx-ignore compose-no-restart until=2026-06-01 -- moves to the cluster'),
      now: new Date('2026-06-01T12:00:00Z'),
    },
    { name: 'for good', files: compose('# cvx-ignore compose-no-restart -- a job that ends') },
  ],
  notApplicable: [{ name: 'no comment', files: compose('# nothing to hide') }],
});
