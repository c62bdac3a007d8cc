import { cvxOtherModel } from '../../../../src/doctor/checks/cvx/cvx-other-model.ts';
import { testCheck } from '../../test-check.ts';
import { ownStore } from './own-store.ts';

const files = { 'readme.txt': 'no stack here\n' };

testCheck(cvxOtherModel, {
  sick: [
    {
      name: 'people wait',
      files,
      live: ownStore({ pending: 12, otherSpecs: 1 }),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /^12 people are not in the index/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'an old index is kept',
      files,
      live: ownStore({ otherSpecs: 2 }),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /^2 indexes of other models/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [{ name: 'all are indexed', files, live: ownStore({}) }],
  notApplicable: [
    {
      name: 'nothing is stored yet',
      files,
      live: { cvx: { seen: false, why: 'nothing is stored in /home/jo/.cvx yet' } },
    },
  ],
  notObservable: [
    { name: 'not asked', files },
    {
      name: 'the embedded store is not opened',
      files,
      live: ownStore({ pending: undefined, otherSpecs: undefined, deadLetters: undefined }),
    },
    {
      name: 'a server is down',
      files,
      live: ownStore({
        pending: undefined,
        otherSpecs: undefined,
        deadLetters: undefined,
        unreachable: ['PostgreSQL at db:5432 does not answer'],
      }),
    },
  ],
});
