import { appendFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHome } from '../../../src/stores/sql/lock.ts';

/** Child of lock.test.ts. Arguments: home, log. On any message it takes the home, logs that, and gives it up. */
const [, , home = '', log = ''] = process.argv;
process.send?.('ready');
const [holdMs]: number[] = await once(process, 'message');

const lock = await lockHome(home, { waitMs: 60_000, command: 'cvx contender' });
appendFileSync(log, `enter ${process.pid}\n`);
process.send?.('holding');
await sleep(holdMs);
appendFileSync(log, `leave ${process.pid}\n`);
await lock.release();
process.disconnect();
