import { join } from 'node:path';
import { openSqlCandidateStore } from '../../src/stores/candidate-store/sql.ts';
import { openScanIndex } from '../../src/stores/search-index/scan.ts';
import { lockHome } from '../../src/stores/sql/lock.ts';
import { openPglitePool } from '../../src/stores/sql/pool-pglite.ts';
import { templateFile } from '../../src/stores/sql/template.ts';
import { crashBatch, CRASH_SPEC, indexEntry } from './crash-batch.ts';

/** Child of crash.test.ts: stores and indexes batch after batch from the given one on, and tells of each that is done. */
const [, , home = '', from = '0'] = process.argv;
await lockHome(home, { waitMs: 10_000, command: 'cvx crash' });
const { pool } = await openPglitePool({ dataDir: join(home, 'data'), templateFile: await templateFile() });
const store = openSqlCandidateStore(pool, 'pglite');
await store.migrate();
const index = openScanIndex(pool, CRASH_SPEC);
await index.ensure();
for (let batch = Number(from); ; batch++) {
  await store.put(crashBatch(batch));
  process.send?.({ stored: batch });
  const records = (await store.get(await store.pending(CRASH_SPEC.name, 100))).filter(
    (record) => record !== undefined,
  );
  await index.upsert(records.map(({ candidate }) => indexEntry(candidate.id)));
  await store.markIndexed(
    CRASH_SPEC.name,
    records.map(({ candidate }) => candidate),
  );
}
