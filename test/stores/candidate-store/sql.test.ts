import { afterAll, beforeAll } from 'vitest';
import { openSqlCandidateStore } from '../../../src/stores/candidate-store/sql.ts';
import { candidateStoreContract } from '../../contracts/candidate-store.ts';
import { openEmbedded } from '../embedded.ts';

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
beforeAll(async () => {
  embedded = await openEmbedded();
}, 60_000);
afterAll(() => embedded.close());

candidateStoreContract('SQL over PGlite', async () => {
  await embedded.pool.query('truncate cvx.people, cvx.documents, cvx.files restart identity cascade');
  return openSqlCandidateStore(embedded.pool, 'pglite');
});
