import { randomUUID } from 'node:crypto';
import type { Schemas } from '@qdrant/js-client-rest';
import type { Call } from '../../../lib/call.ts';
import type { QdrantConnection } from './connection.ts';
import { FIELD } from './points.ts';

/**
 * A point of `words` that stands for nobody: each write gives it another value, so that every process sees at its next
 * search that its counts are out of date.
 */
export const STAMP = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const STAMP_FIELD = 'stamp';

export const NOT_THE_STAMP: Schemas['Filter'] = { must_not: [{ has_id: [STAMP] }] };

export function newStamp(): Schemas['PointStruct'] {
  return { id: STAMP, vector: {}, payload: { [STAMP_FIELD]: randomUUID() } };
}

/** The part of a batch of queries that reads the stamp. */
export const READ_STAMP: Schemas['QueryRequest'] = {
  filter: { must: [{ has_id: [STAMP] }] },
  with_payload: true,
  limit: 1,
};

/** '' for a collection that nobody has written to. */
export function stampIn(points: readonly Schemas['ScoredPoint'][]): string {
  const stamp = points[0]?.payload?.[STAMP_FIELD];
  return typeof stamp === 'string' ? stamp : '';
}

/** Counts kept at most; a term costs about 100 bytes. All are dropped together, which costs the next searches a count. */
const MAX_COUNTS = 20_000;

/** How many candidates there are, and how many use a term, as counted under one stamp. */
export class Statistics {
  readonly stamp: string;
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #counts = new Map<number | undefined, Promise<number>>();

  constructor(connection: QdrantConnection, collection: string, stamp: string) {
    this.#connection = connection;
    this.#collection = collection;
    this.stamp = stamp;
  }

  candidates(): Promise<number> {
    return this.#count(undefined, NOT_THE_STAMP);
  }

  using(term: number): Promise<number> {
    return this.#count(term, { must: [{ key: FIELD.terms, match: { value: term } }] });
  }

  /**
   * Searches that run at once share a request. It is not tied to the call that happened to ask first: the others would
   * fail with it.
   */
  #count(key: number | undefined, filter: Schemas['Filter']): Promise<number> {
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    if (this.#counts.size >= MAX_COUNTS) this.#counts.clear();
    const counted = countPoints(this.#connection, this.#collection, filter);
    this.#counts.set(key, counted);
    counted.catch(() => this.#counts.delete(key));
    return counted;
  }
}

export async function countPoints(
  connection: QdrantConnection,
  collection: string,
  filter: Schemas['Filter'],
  call?: Call,
): Promise<number> {
  const { count } = await connection.ask(
    (api, limits) => api.countPoints({ collection_name: collection, filter, exact: true }, limits),
    call,
  );
  return count;
}
