import { createHash } from 'node:crypto';
import type { Embedder } from '../embed/embedder.ts';
import type { Call } from '../lib/call.ts';
import type { Cache } from '../stores/cache.ts';

/** A vector depends on nothing but the model and the text, so it only has to leave some day. */
const TTL_MS = 24 * 3600 * 1000;

/**
 * The query's vector, from the cache where the same model has seen the same text. Undefined where no word of it is known
 * to the model: a zero vector is near nobody. Keys hold a hash, since a query can name a person.
 */
export async function queryVector(
  embedder: Embedder,
  cache: Cache,
  text: string,
  call: Call,
): Promise<Float32Array | undefined> {
  const key = `vector:${embedder.id}:${createHash('sha256').update(text).digest('hex')}`;
  const cached = await cache.get(key, call);
  const vector = cached === undefined ? await embedOne(embedder, text, call) : decode(cached);
  if (cached === undefined) await cache.set(key, encode(vector), TTL_MS, call);
  return vector.some((x) => x !== 0) ? vector : undefined;
}

async function embedOne(embedder: Embedder, text: string, call: Call): Promise<Float32Array> {
  const [vector] = await embedder.embed([text], call);
  if (vector === undefined) throw new Error(`${embedder.id} gave no vector for one text`);
  return vector;
}

function encode(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function decode(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
