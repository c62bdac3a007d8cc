import { cvxSchemaNewer } from '../../../../src/doctor/checks/cvx/cvx-schema-newer.ts';
import { testCheck } from '../../test-check.ts';
import { ownStore } from './own-store.ts';

const files = { 'readme.txt': 'no stack here\n' };

testCheck(cvxSchemaNewer, {
  sick: [
    {
      name: 'newer',
      files,
      live: ownStore({ schemaNewer: true }),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /written by a newer cvx/,
          by: ['live'],
          severity: 'error',
          fix: 'none',
        },
      ],
    },
  ],
  healthy: [{ name: 'known', files, live: ownStore({}) }],
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
      name: 'a server is down',
      files,
      live: ownStore({ unreachable: ['PostgreSQL at db:5432 does not answer'] }),
    },
  ],
});
