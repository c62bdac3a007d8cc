import { QdrantClient } from '@qdrant/js-client-rest';

/** Drops every collection whose name starts with the prefix, over plain HTTP and not through what is tested. */
export async function dropCollections(url: string, prefix: string): Promise<void> {
  const client = new QdrantClient({ url, checkCompatibility: false });
  const { collections } = await client.getCollections();
  for (const { name } of collections) if (name.startsWith(prefix)) await client.deleteCollection(name);
}
