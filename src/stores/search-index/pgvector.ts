import { ensureSpecRow } from './spec-row.ts';
import { checkVector } from './check-vector.ts';
import type { Pool } from 'pg';
import { type CandidateId, isCandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { stopwatch } from '../../lib/stopwatch.ts';
import { migrate, type MigrationSet } from '../sql/migrate.ts';
import { openSession, serverOf, type Run, type Session } from '../sql/session.ts';
import type {
  DenseHit,
  IndexEntry,
  IndexQuery,
  IndexSpec,
  IndexStats,
  Legs,
  LegTimes,
  SearchIndex,
} from '../search-index.ts';
import { listCandidates } from './list-candidates.ts';
import { findExactly, findNearly } from './pgvector/dense.ts';
import { findExtension, type PgvectorExtension } from './pgvector/extension.ts';
import { buildHnsw, canHaveHnsw, hasHnsw } from './pgvector/hnsw.ts';
import { findLexical } from './pgvector/lexical.ts';
import { countEntries, dropSpecs, isZero, removeEntries, writeEntries } from './pgvector/record.ts';

export interface PgvectorOptions {
  /** Never use nor build an approximate index. */
  readonly exact?: boolean;
  /** Chunks of the spec from which an HNSW index is built. */
  readonly hnswFrom?: number;
}

/**
 * Both legs in PostgreSQL with pgvector, for any number of processes. `pool` is the primary's: the tables are made where
 * they are missing. Search is exact up to `hnswFrom` chunks. Closing it leaves the pool open.
 */
export function openPgvectorIndex(pool: Pool, spec: IndexSpec, options: PgvectorOptions = {}): SearchIndex {
  return new PgvectorIndex(pool, spec, options);
}

const MIGRATIONS = new URL('../sql/migrations-pgvector/', import.meta.url);

/**
 * Chunks of about 3,000 CVs. An exact search takes .5 ms per 1,000 chunks of 256 numbers, so 10 ms here, and finds
 * everybody; 70,000 chunks take 35 ms exactly and 6 ms by HNSW. Earlier, the index would only make writing slower (by 3 ms
 * per CV) and search less exact.
 */
const HNSW_FROM = 20_000;

/** Between two looks at whether an index of the spec has been built, by whichever process. */
const LOOK_MS = 60_000;

interface Ready {
  readonly id: number;
  readonly extension: PgvectorExtension;
}

class PgvectorIndex implements SearchIndex {
  readonly name = 'pgvector';
  readonly spec: IndexSpec;
  readonly #pool: Pool;
  readonly #session: Session;
  readonly #exact: boolean;
  readonly #hnswFrom: number;
  #ready: Promise<Ready> | undefined;
  #hnsw = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Chunks written here since the size of the spec was looked at. */
  #written = Number.POSITIVE_INFINITY;

  constructor(pool: Pool, spec: IndexSpec, { exact = false, hnswFrom = HNSW_FROM }: PgvectorOptions) {
    this.#pool = pool;
    this.#session = openSession(pool, 'search index');
    this.spec = spec;
    this.#exact = exact;
    this.#hnswFrom = hnswFrom;
  }

  async ensure(call?: Call): Promise<void> {
    await this.#session.check(call);
    await this.#ensured();
  }

  async upsert(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    await this.#session.check(call);
    for (const { chunks } of entries) for (const { vector } of chunks) checkVector(vector, this.spec);
    // The last of several entries for one candidate counts.
    const last = [...new Map(entries.map((entry) => [entry.candidate.toLowerCase(), entry])).values()];
    const { id, extension } = await this.#ensured();
    await this.#session.transaction((run) => writeEntries(run, id, extension, last), call);
    this.#written += last.reduce((sum, { chunks }) => sum + chunks.length, 0);
    await this.#buildWhereLarge({ id, extension }, call);
  }

  async search(query: IndexQuery, call?: Call): Promise<Legs> {
    await this.#session.check(call);
    const { vector, terms = new Map<string, number>(), limit } = query;
    if (vector !== undefined) checkVector(vector, this.spec);
    const ready = await this.#ensured();
    return this.#session.use(async (run) => {
      const { times, time } = stopwatch<keyof LegTimes>();
      const dense =
        vector === undefined || isZero(vector)
          ? []
          : await time('dense', () => this.#nearest(run, ready, vector, limit));
      const lexical = await time('lexical', () => findLexical(run, ready.id, terms, limit));
      return { dense, ...lexical, times };
    }, call);
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    await this.#session.check(call);
    await this.#ensured();
    const known = candidates.filter(isCandidateId);
    await this.#session.transaction((run) => removeEntries(run, known), call);
  }

  async *candidates(call?: Call): AsyncIterable<CandidateId> {
    await this.#session.check(call);
    const { id } = await this.#ensured();
    yield* listCandidates(this.#session, 'cvx.vector_entries', id, call);
  }

  async drop(which: 'own' | 'others', call?: Call): Promise<void> {
    await this.#session.check(call);
    await this.#prepareTables();
    await this.#session.transaction((run) => dropSpecs(run, this.spec.name, which), call);
    if (which === 'others') return;
    this.#ready = undefined;
    this.#hnsw = false;
  }

  async stats(call?: Call): Promise<IndexStats> {
    await this.#session.check(call);
    const { id } = await this.#ensured();
    return this.#session.use((run) => countEntries(run, id), call);
  }

  ping(call?: Call): Promise<void> {
    return this.#session.ping(call);
  }

  async close(): Promise<void> {
    this.#session.close();
  }

  async #nearest(run: Run, ready: Ready, vector: Float32Array, limit: number): Promise<readonly DenseHit[]> {
    const { id, extension } = ready;
    if (limit > 0 && (await this.#mayGuess(run, ready))) {
      const near = await findNearly(run, id, extension, this.spec, vector, limit);
      if (near !== undefined) return near;
    }
    return findExactly(run, id, extension, vector, limit);
  }

  async #mayGuess(run: Run, { id, extension }: Ready): Promise<boolean> {
    if (this.#exact || !canHaveHnsw(this.spec, extension)) return false;
    if (!this.#hnsw && performance.now() - this.#lookedAt > LOOK_MS) {
      this.#hnsw = await hasHnsw(run, id);
      this.#lookedAt = performance.now();
    }
    return this.#hnsw;
  }

  /** Looks only after some share of the limit was written: a look reads one row per candidate. */
  async #buildWhereLarge({ id, extension }: Ready, call: Call | undefined): Promise<void> {
    if (this.#exact || this.#hnsw || !canHaveHnsw(this.spec, extension)) return;
    if (this.#written < this.#hnswFrom / 10) return;
    const { chunks, built } = await this.#session.use(async (run) => {
      const counted = await countEntries(run, id);
      return { chunks: counted.chunks, built: await hasHnsw(run, id) };
    }, call);
    this.#written = 0;
    if (!built && chunks >= this.#hnswFrom) await buildHnsw(this.#pool, id, this.spec, extension);
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** A failed attempt is not kept, so that the next call tries again. */
  #ensured(): Promise<Ready> {
    this.#ready ??= this.#prepare();
    this.#ready.catch(() => (this.#ready = undefined));
    return this.#ready;
  }

  async #prepare(): Promise<Ready> {
    const extension = await this.#prepareTables();
    return {
      id: await this.#session.use((run) => ensureSpecRow(run, 'cvx.vector_specs', this.spec)),
      extension,
    };
  }

  async #prepareTables(): Promise<PgvectorExtension> {
    const extension = await this.#session.use((run) =>
      findExtension(run, serverOf(this.#pool) ?? 'localhost'),
    );
    const set: MigrationSet = { directory: MIGRATIONS, prefix: 'pgvector/', types: extension.schema };
    await migrate(this.#pool, undefined, set);
    return extension;
  }
}
