import { cvxDisk } from '../../../../src/doctor/checks/cvx/cvx-disk.ts';
import { testCheck } from '../../test-check.ts';
import { ownStore } from './own-store.ts';

const files = { 'readme.txt': 'no stack here\n' };
const store = (homeBytes: number, freeBytes: number, freeRatio: number) =>
  ownStore({ homeBytes, disk: { freeBytes, freeRatio } });

testCheck(cvxDisk, {
  sick: [
    {
      name: 'no room for a second index',
      files,
      live: store(8e9, 3e9, 0.2),
      finds: [
        {
          at: '/home/jo/.cvx:1:1',
          message: /has 3\.0 GB free \(20\.0 %\), and the home takes 8\.0 GB/,
          by: ['live'],
          severity: 'warning',
          fix: 'none',
        },
      ],
    },
    {
      name: 'a full disk',
      files,
      live: store(1e6, 2e6, 0.01),
      finds: [{ at: '/home/jo/.cvx:1:1', message: /1\.0 %/ }],
    },
  ],
  healthy: [{ name: 'room for as much again', files, live: store(8e9, 9e9, 0.06) }],
  notApplicable: [
    {
      name: 'nothing is stored yet',
      files,
      live: { cvx: { seen: false, why: 'nothing is stored in /home/jo/.cvx yet' } },
    },
  ],
  notObservable: [
    { name: 'not asked', files },
    { name: 'servers alone', files, live: ownStore({ homeBytes: undefined }) },
  ],
});
