import type { CandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { circuitBreaker } from '../../lib/circuit-breaker.ts';
import { type CvxError, isUnavailable } from '../../lib/errors.ts';
import type {
  IndexEntry,
  IndexQuery,
  IndexSpec,
  IndexStats,
  Legs,
  LexicalHit,
  Rebuild,
  SearchIndex,
  Successor,
} from '../search-index.ts';

/** Everybody's words, kept where the people are and not where the index is. */
export interface LexicalRecord {
  /** Inserts or replaces. */
  write(entries: readonly IndexEntry[], call?: Call): Promise<void>;
  /** BM25, with the same figures as the lexical leg of any index. */
  search(
    terms: ReadonlyMap<string, number>,
    limit: number,
    call?: Call,
  ): Promise<{ readonly lexical: readonly LexicalHit[]; readonly idf: ReadonlyMap<string, number> }>;
  /** From every spec. Unknown candidates are not an error. */
  remove(candidates: readonly CandidateId[], call?: Call): Promise<void>;
  drop(which: 'own' | 'others', call?: Call): Promise<void>;
  close(): Promise<void>;
}

/**
 * A search that finds the server down makes the others not ask it for so long. With the pause of Qdrant's own connection
 * (2 s) answers are whole again 4 s after the server is, at most.
 */
const COOL_DOWN_MS = 2000;

/**
 * An index on a server of its own, which people are found without: while it cannot be reached, `search` answers from the
 * record by words alone and says so in `degraded`, and only one search in two seconds waits to find out. `ensure` puts up
 * with it too. Writes reject, so that those people stay pending; what they would have said is in the record by then.
 * Closes both.
 */
export function withLexicalFallback(index: SearchIndex, record: LexicalRecord): SearchIndex {
  return new WithLexicalFallback(index, record);
}

class WithLexicalFallback implements SearchIndex {
  readonly name: string;
  readonly spec: IndexSpec;
  readonly #index: SearchIndex;
  readonly #record: LexicalRecord;
  readonly #guarded = circuitBreaker({ failures: 1, coolDownMs: COOL_DOWN_MS });

  constructor(index: SearchIndex, record: LexicalRecord) {
    this.name = index.name;
    this.spec = index.spec;
    this.#index = index;
    this.#record = record;
  }

  async ensure(call?: Call): Promise<void> {
    try {
      await this.#guarded(() => this.#index.ensure(call));
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }

  async upsert(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    try {
      await this.#index.upsert(entries, call);
    } catch (error) {
      if (isUnavailable(error)) await this.#record.write(entries, call);
      throw error;
    }
    await this.#record.write(entries, call);
  }

  async search(query: IndexQuery, call?: Call): Promise<Legs> {
    try {
      return await this.#guarded(() => this.#index.search(query, call));
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      const found = await this.#record.search(query.terms ?? new Map(), query.limit, call);
      return { dense: [], ...found, degraded: this.#words(error) };
    }
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    await this.#index.remove(candidates, call);
    await this.#record.remove(candidates, call);
  }

  candidates(call?: Call): AsyncIterable<CandidateId> {
    return this.#index.candidates(call);
  }

  async drop(which: 'own' | 'others', call?: Call): Promise<void> {
    await this.#index.drop(which, call);
    await this.#record.drop(which, call);
  }

  stats(call?: Call): Promise<IndexStats> {
    return this.#index.stats(call);
  }

  ping(call?: Call): Promise<void> {
    return this.#index.ping(call);
  }

  /** The record is of the spec, whichever index holds it: who is written to a successor has their words written, too. */
  get rebuild(): Rebuild | undefined {
    const { rebuild } = this.#index;
    if (rebuild === undefined) return undefined;
    return {
      reason: (call) => rebuild.reason(call),
      begin: async (call) => this.#recorded(await rebuild.begin(call)),
    };
  }

  async close(): Promise<void> {
    await this.#record.close();
    await this.#index.close();
  }

  #recorded(successor: Successor): Successor {
    return {
      spec: successor.spec,
      upsert: async (entries, call) => {
        await successor.upsert(entries, call);
        await this.#record.write(entries, call);
      },
      remove: (candidates, call) => successor.remove(candidates, call),
      candidates: (call) => successor.candidates(call),
      takeOver: (call) => successor.takeOver(call),
    };
  }

  #words({ message }: CvxError): string {
    const name = this.name.charAt(0).toUpperCase() + this.name.slice(1);
    return `${name} cannot be reached: people were found by their words alone, in the database (${message})`;
  }
}
