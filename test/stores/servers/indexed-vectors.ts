import { QdrantClient } from '@qdrant/js-client-rest';
import { setTimeout as sleep } from 'node:timers/promises';

/** How many dense vectors are in a graph once the server has nothing left to build. */
export async function indexedVectors(url: string, prefix: string): Promise<number> {
  const client = new QdrantClient({ url, checkCompatibility: false });
  const { collections } = await client.getCollections();
  const name = collections.find((one) => one.name.startsWith(prefix) && one.name.includes('_chunks'))?.name;
  if (name === undefined) throw new Error(`No collection of ${prefix}`);
  for (let calm = 0; ;) {
    const { status, indexed_vectors_count: indexed } = await client.getCollection(name);
    // Between two builds the server is idle for a moment.
    calm = status === 'green' && (indexed ?? 0) > 0 ? calm + 1 : 0;
    if (calm === 5) return indexed ?? 0;
    await sleep(200);
  }
}
