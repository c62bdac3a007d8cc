// Child of killed.test.ts: `apply` or `undo` in the folder, killed with SIGKILL at step number N. Prints the steps when it survives.
import process from 'node:process';
import { applyTransaction } from '../../../src/edits/transaction/apply-transaction.ts';
import {
  lastStanding,
  listTransactions,
  undoTransaction,
} from '../../../src/edits/transaction/undo-transaction.ts';
import { PLAN } from './project-files.ts';

const [, , root, action, at] = process.argv;
const steps = [];
const onStep = (step) => {
  steps.push(step);
  if (steps.length === Number(at)) process.kill(process.pid, 'SIGKILL');
};
if (action === 'apply') await applyTransaction({ root, ...PLAN, reason: 'cvx test', onStep });
else await undoTransaction(root, lastStanding(await listTransactions(root)), { reason: 'cvx undo', onStep });
process.stdout.write(JSON.stringify(steps));
