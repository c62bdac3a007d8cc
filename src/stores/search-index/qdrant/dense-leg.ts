import type { Schemas } from '@qdrant/js-client-rest';
import type { Call } from '../../../lib/call.ts';
import type { DenseHit } from '../../search-index.ts';
import type { QdrantConnection } from './connection.ts';
import { numbersOf, VECTOR } from './points.ts';
import { fetchRanked } from './rank.ts';

/**
 * Chunks asked for per candidate wanted. On the relevance set the 200 nearest candidates are all met among the 430
 * nearest chunks, in half of the queries among 350.
 */
const CHUNKS_PER_CANDIDATE = 2.5;

/**
 * The candidates of the nearest chunks. Not by Qdrant's grouping: it searches at most ten times and then returns what it
 * has, fewer groups than asked for where many of the nearest chunks are of few people.
 */
export function searchDense(
  connection: QdrantConnection,
  collection: string,
  vector: Float32Array,
  limit: number,
  params: Schemas['SearchParams'],
  call?: Call,
): Promise<readonly DenseHit[]> {
  const query = numbersOf(vector);
  const fetch = async (count: number): Promise<readonly Schemas['ScoredPoint'][]> => {
    const { points } = await connection.ask(
      (api, limits) =>
        api.queryPoints(
          { collection_name: collection, query, using: VECTOR, params, limit: count, with_payload: true },
          limits,
        ),
      call,
    );
    return points;
  };
  return fetchRanked(limit, Math.ceil(limit * CHUNKS_PER_CANDIDATE), fetch, bestPerCandidate);
}

/** `points` come best first, so the first of a candidate is its best. */
function bestPerCandidate(points: readonly Schemas['ScoredPoint'][]): Iterable<DenseHit> {
  const best = new Map<string, DenseHit>();
  for (const point of points) {
    const hit = denseHit(point);
    const before = best.get(hit.candidate);
    if (before === undefined || (before.score === hit.score && isBefore(hit, before)))
      best.set(hit.candidate, hit);
  }
  return best.values();
}

/** Of equal chunks the first in the document, as everywhere. */
function isBefore({ chunk: a }: DenseHit, { chunk: b }: DenseHit): boolean {
  return a.document === b.document ? a.ordinal < b.ordinal : a.document < b.document;
}

function denseHit({ payload, score }: Schemas['ScoredPoint']): DenseHit {
  const fields: Readonly<Record<string, unknown>> = { ...payload };
  const { candidate, document, ordinal } = fields;
  if (typeof candidate !== 'string' || typeof document !== 'string' || typeof ordinal !== 'number')
    throw new Error('A chunk in Qdrant without candidate, document or ordinal');
  // The sum of rounded products can pass 1 in the last digit.
  return { candidate, score: Math.min(1, Math.max(-1, score)), chunk: { document, ordinal } };
}
