import { openSharedPool } from '../../../src/stores/sql/pool-shared.ts';

/** Child of share-cluster.test.ts: opens a transaction, writes, says so, and stays in it. */
const shared = await openSharedPool(process.argv[2] ?? '');
const client = await shared?.pool.connect();
await client?.query('begin');
await client?.query('insert into numbers values (42)');
process.send?.('in a transaction');
setInterval(() => undefined, 1000);
