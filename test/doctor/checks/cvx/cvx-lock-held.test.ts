import { cvxLockHeld } from '../../../../src/doctor/checks/cvx/cvx-lock-held.ts';
import { testCheck } from '../../test-check.ts';
import { ownStore } from './own-store.ts';

const files = { 'readme.txt': 'no stack here\n' };

testCheck(cvxLockHeld, {
  sick: [
    {
      name: 'a copied home',
      files,
      live: ownStore({ lockHolder: 'cvx serve (PID 77 on other-host)' }),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /claimed by cvx serve \(PID 77 on other-host\)/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [
    { name: 'nobody', files, live: ownStore({}) },
    { name: 'a command of this machine', files, live: ownStore({ lockHolder: 'cvx serve (PID 77)' }) },
  ],
  notApplicable: [
    {
      name: 'nothing is stored yet',
      files,
      live: { cvx: { seen: false, why: 'nothing is stored in /home/jo/.cvx yet' } },
    },
  ],
  notObservable: [{ name: 'not asked', files }],
});
