import { afterAll, beforeAll, describe } from 'vitest';
import { openQdrantIndex } from '../../../src/stores/search-index/qdrant.ts';
import { searchIndexContract } from '../../contracts/search-index.ts';
import { dropCollections } from '../servers/drop-collections.ts';
import { openQdrantServer, whyNoQdrant, type QdrantServer } from '../servers/qdrant.ts';

const missing = whyNoQdrant();
if (missing !== undefined) console.warn(`Skipped: Qdrant as a search index (${missing})`);

describe.skipIf(missing !== undefined)('on a real server', () => {
  const prefix = `cvxtest${process.pid}`;
  let server: QdrantServer | undefined;
  beforeAll(async () => {
    server = await openQdrantServer();
  });
  afterAll(() => server?.stop());

  const url = (): string => server?.url ?? '';

  searchIndexContract(
    'Qdrant',
    () => dropCollections(url(), prefix),
    (spec) => openQdrantIndex({ url: url(), prefix, spec, timeoutMs: 30_000, poolSize: 4, exact: true }),
  );
});
