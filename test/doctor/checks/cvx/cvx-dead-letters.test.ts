import { cvxDeadLetters } from '../../../../src/doctor/checks/cvx/cvx-dead-letters.ts';
import { testCheck } from '../../test-check.ts';
import { ownStore } from './own-store.ts';

const files = { 'readme.txt': 'no stack here\n' };

testCheck(cvxDeadLetters, {
  sick: [
    {
      name: 'three',
      files,
      live: ownStore({ deadLetters: 3 }),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /^3 jobs were given up/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [{ name: 'none', files, live: ownStore({}) }],
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
