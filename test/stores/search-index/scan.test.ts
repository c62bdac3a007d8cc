import { afterAll, beforeAll } from 'vitest';
import { openScanIndex } from '../../../src/stores/search-index/scan.ts';
import { searchIndexContract } from '../../contracts/search-index.ts';
import { openEmbedded } from '../embedded.ts';

let embedded: Awaited<ReturnType<typeof openEmbedded>>;
beforeAll(async () => {
  embedded = await openEmbedded();
}, 60_000);
afterAll(() => embedded.close());

searchIndexContract(
  'The scan over PGlite',
  async () => {
    await embedded.pool.query('truncate cvx.index_specs restart identity cascade');
  },
  (spec) => openScanIndex(embedded.pool, spec),
);
