import { type CandidateId, isCandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { stopwatch } from '../../lib/stopwatch.ts';
import type {
  IndexEntry,
  IndexQuery,
  IndexSpec,
  IndexStats,
  Legs,
  LegTimes,
  Rebuild,
  SearchIndex,
} from '../search-index.ts';
import {
  dropCollection,
  ensureCollections,
  namesOf,
  ownedCollections,
  type CollectionNames,
  type CollectionOptions,
} from './qdrant/collections.ts';
import { openConnection, type QdrantConnection, type QdrantOptions } from './qdrant/connection.ts';
import { searchDense } from './qdrant/dense-leg.ts';
import { LexicalSearch } from './qdrant/lexical-leg.ts';
import { checkVector } from './check-vector.ts';
import { idOf, isZero, pointsOf } from './qdrant/points.ts';
import { isMissing } from './qdrant/qdrant-errors.ts';
import { listPoints } from './qdrant/list-points.ts';
import { countPoints, NOT_THE_STAMP } from './qdrant/statistics.ts';
import { stopWaiting } from '../../lib/stop-waiting.ts';
import { qdrantRebuild } from './qdrant/rebuild.ts';
import { numberOf, writeTargets } from './qdrant/versions.ts';
import { removeCandidates, writePoints } from './qdrant/write.ts';

export interface QdrantIndexOptions extends QdrantOptions, CollectionOptions {
  readonly spec: IndexSpec;
  /** Search every vector instead of the graph: the same hits as the embedded index, slower in large collections. */
  readonly exact?: boolean;
  /** Every collection's name starts with it and `_`; nothing else on the server is touched. Unless told: `cvx`. */
  readonly prefix?: string;
}

/** Search in a Qdrant server or cluster, from any number of processes at once. Opening it does not connect yet. */
export function openQdrantIndex(options: QdrantIndexOptions): SearchIndex {
  return new QdrantIndex(openConnection(options), options);
}

/** Of the pool, so that searches get through while somebody ingests. */
const WRITING_SHARE = 0.5;

class QdrantIndex implements SearchIndex {
  readonly name = 'qdrant';
  readonly spec: IndexSpec;
  readonly rebuild: Rebuild;
  readonly #connection: QdrantConnection;
  readonly #options: QdrantIndexOptions;
  readonly #prefix: string;
  readonly #names: CollectionNames;
  readonly #lexical: LexicalSearch;
  readonly #writers: number;
  #ready: Promise<void> | undefined;

  constructor(connection: QdrantConnection, options: QdrantIndexOptions) {
    this.#connection = connection;
    this.#options = options;
    this.spec = options.spec;
    this.#prefix = options.prefix ?? 'cvx';
    this.#names = namesOf(this.#prefix, options.spec);
    this.#lexical = new LexicalSearch(connection, this.#names.words);
    this.#writers = Math.max(1, Math.floor(options.poolSize * WRITING_SHARE));
    this.rebuild = qdrantRebuild({
      connection,
      prefix: this.#prefix,
      names: this.#names,
      spec: options.spec,
      options,
      writers: this.#writers,
    });
  }

  async ensure(call?: Call): Promise<void> {
    await this.#connection.check(call);
    this.#ready = undefined;
    await stopWaiting(this.#ensured(), call?.signal);
  }

  async upsert(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    await this.#connection.check(call);
    const points = pointsOf(entries, this.spec);
    if (points.length === 0) return;
    await this.#whenReady(call, async () => {
      for (const names of await writeTargets(this.#connection, this.#names, call)) {
        await writePoints(this.#connection, names, points, this.#writers, call).catch((error: unknown) => {
          // What was being filled has taken over, or was given up: the pair that serves is written to next.
          if (names === this.#names || !isMissing(error)) throw error;
        });
      }
    });
  }

  async search({ vector, terms, limit }: IndexQuery, call?: Call): Promise<Legs> {
    await this.#connection.check(call);
    if (vector !== undefined) checkVector(vector, this.spec);
    return this.#whenReady(call, async () => {
      const { times, time } = stopwatch<keyof LegTimes>();
      const [dense, lexical] = await Promise.all([
        vector === undefined || isZero(vector) || limit === 0
          ? []
          : time('dense', () =>
              searchDense(this.#connection, this.#names.chunks, vector, limit, this.#params(), call),
            ),
        terms === undefined || terms.size === 0
          ? NO_WORDS
          : time('lexical', () => this.#lexical.search(terms, limit, call)),
      ]);
      return { dense, lexical: lexical.hits, idf: lexical.idf, times };
    });
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    await this.#connection.check(call);
    const known = candidates.filter(isCandidateId).map(idOf);
    if (known.length === 0) return;
    const owned = await ownedCollections(this.#connection, this.#prefix, call);
    await removeCandidates(this.#connection, owned, known, this.#writers, call);
  }

  async *candidates(call?: Call): AsyncIterable<CandidateId> {
    await this.#connection.check(call);
    await this.#whenReady(call, async () => undefined);
    yield* listPoints(this.#connection, this.#names.words, NOT_THE_STAMP, call);
  }

  async drop(which: 'own' | 'others', call?: Call): Promise<void> {
    await this.#connection.check(call);
    const { chunks, words } = await ownedCollections(this.#connection, this.#prefix, call);
    for (const name of [...chunks, ...words]) {
      const isOwn = numberOf(this.#names, name) !== undefined;
      if (isOwn === (which === 'own')) await dropCollection(this.#connection, name, call);
    }
    this.#ready = undefined;
  }

  async stats(call?: Call): Promise<IndexStats> {
    await this.#connection.check(call);
    return this.#whenReady(call, async () => {
      const { words } = await ownedCollections(this.#connection, this.#prefix, call);
      const others = words.filter((name) => numberOf(this.#names, name) === undefined);
      const count = (name: string) => countPoints(this.#connection, name, NOT_THE_STAMP, call);
      const [candidates = 0, chunks = 0, ...foreign] = await Promise.all(
        [this.#names.words, this.#names.chunks, ...others].map(count),
      );
      return { candidates, chunks, foreign: foreign.reduce((sum, one) => sum + one, 0) };
    });
  }

  async ping(call?: Call): Promise<void> {
    await this.#connection.ask(
      (api, limits) => api.collectionExists({ collection_name: this.#names.words }, limits),
      call,
    );
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #params() {
    // Twice as many by the coarse vectors, then scored by the whole ones: what Qdrant advises for int8.
    if (this.#options.exact === true) return { exact: true, quantization: { ignore: true } };
    return this.#options.quantization === 'int8' ? { quantization: { rescore: true, oversampling: 2 } } : {};
  }

  /**
   * A request that met the old collection while the aliases moved on is made once more. A collection that somebody dropped is
   * made again at the next call.
   */
  async #whenReady<T>(call: Call | undefined, work: () => Promise<T>): Promise<T> {
    await stopWaiting(this.#ensured(), call?.signal);
    try {
      return await work().catch((error: unknown) => {
        if (isMissing(error)) return work();
        throw error;
      });
    } catch (error) {
      if (isMissing(error)) this.#ready = undefined;
      throw error;
    }
  }

  /** A failed attempt is not kept, so that the next call tries again. */
  #ensured(): Promise<void> {
    this.#ready ??= ensureCollections(this.#connection, this.#names, this.spec, this.#options);
    this.#ready.catch(() => (this.#ready = undefined));
    return this.#ready;
  }
}

const NO_WORDS = { hits: [], idf: new Map<string, number>() };
