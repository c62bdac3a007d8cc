import type { Schemas } from '@qdrant/js-client-rest';
import { inverseDocumentFrequency } from '../../../domain/bm25.ts';
import type { Call } from '../../../lib/call.ts';
import type { LexicalHit } from '../../search-index.ts';
import type { QdrantConnection } from './connection.ts';
import { sparse, termIndex, WORDS, type SparseVector } from './points.ts';
import { fetchRanked } from './rank.ts';
import { READ_STAMP, stampIn, Statistics } from './statistics.ts';
import { stopWaiting } from '../../../lib/stop-waiting.ts';

export interface LexicalLeg {
  readonly hits: readonly LexicalHit[];
  readonly idf: ReadonlyMap<string, number>;
}

/** Fetched beyond the limit, so that a tie at its end rarely needs a second request. */
const SPARE = 16;

/** Counts that a write overtakes are made again so often; under a steady stream of writes they are a moment old. */
const ATTEMPTS = 3;

/**
 * BM25 with the IDF worked out here, not by Qdrant's `modifier: idf`. That one counts people who were removed or
 * replaced until their segment is rebuilt, does not count people without words, and is not told to the client.
 * The counts are kept until somebody writes; the stamp that tells so comes with the hits, in one request.
 */
export class LexicalSearch {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  #statistics: Statistics | undefined;

  constructor(connection: QdrantConnection, collection: string) {
    this.#connection = connection;
    this.#collection = collection;
  }

  async search(terms: ReadonlyMap<string, number>, limit: number, call?: Call): Promise<LexicalLeg> {
    let statistics = this.#statistics ?? this.#renew(await this.#readStamp(call));
    for (let attempt = 1; ; attempt++) {
      const idf = await stopWaiting(idfOf(terms, statistics), call?.signal);
      const { hits, stamp } = await this.#find(terms, idf, limit, call);
      if (stamp === statistics.stamp || attempt === ATTEMPTS) return { hits, idf };
      statistics = this.#renew(stamp);
    }
  }

  /** Searches that run at once share the counts. */
  #renew(stamp: string): Statistics {
    if (this.#statistics?.stamp !== stamp)
      this.#statistics = new Statistics(this.#connection, this.#collection, stamp);
    return this.#statistics;
  }

  async #readStamp(call: Call | undefined): Promise<string> {
    const { points } = await this.#connection.ask(
      (api, limits) => api.queryPoints({ collection_name: this.#collection, ...READ_STAMP }, limits),
      call,
    );
    return stampIn(points);
  }

  async #find(
    terms: ReadonlyMap<string, number>,
    idf: ReadonlyMap<string, number>,
    limit: number,
    call: Call | undefined,
  ): Promise<{ hits: readonly LexicalHit[]; stamp: string }> {
    const query = queryVector(terms, idf);
    let stamp: string | undefined;
    const fetch = async (count: number): Promise<readonly Schemas['ScoredPoint'][]> => {
      const words: Schemas['QueryRequest'] = { query, using: WORDS, limit: count };
      const searches = query.indices.length === 0 || limit === 0 ? [READ_STAMP] : [READ_STAMP, words];
      const answers = await this.#connection.ask(
        (api, limits) => api.queryBatchPoints({ collection_name: this.#collection, searches }, limits),
        call,
      );
      // The first one: what comes later may have been written meanwhile.
      stamp ??= stampIn(answers[0]?.points ?? []);
      return (answers[1]?.points ?? []).filter(({ score }) => score > 0);
    };
    const hits = await fetchRanked(limit, limit + SPARE, fetch, (points) => points.map(lexicalHit));
    return { hits, stamp: stamp ?? '' };
  }
}

function lexicalHit({ id, score }: Schemas['ScoredPoint']): LexicalHit {
  return { candidate: String(id), score };
}

function queryVector(terms: ReadonlyMap<string, number>, idf: ReadonlyMap<string, number>): SparseVector {
  return sparse(new Map([...idf].map(([term, rarity]) => [term, rarity * (terms.get(term) ?? 0)])));
}

async function idfOf(
  terms: ReadonlyMap<string, number>,
  statistics: Statistics,
): Promise<ReadonlyMap<string, number>> {
  const [candidates, ...using] = await Promise.all([
    statistics.candidates(),
    ...[...terms.keys()].map((term) => statistics.using(termIndex(term))),
  ]);
  const found = [...terms.keys()].map((term, n): [string, number] => [term, using[n] ?? 0]);
  return new Map(
    found
      .filter(([, users]) => users > 0)
      .map(([term, users]) => [term, inverseDocumentFrequency(candidates, users)]),
  );
}
