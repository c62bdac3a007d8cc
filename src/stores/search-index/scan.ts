import { ensureSpecRow } from './spec-row.ts';
import { checkVector } from './check-vector.ts';
import type { Pool } from 'pg';
import { type CandidateId, isCandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { openSession, type Session } from '../sql/session.ts';
import type { IndexEntry, IndexQuery, IndexSpec, IndexStats, Legs, SearchIndex } from '../search-index.ts';
import { listCandidates } from './list-candidates.ts';
import { packChunks, packTerms } from './scan/pack.ts';
import {
  countEntries,
  dropSpecs,
  readVersion,
  removeEntries,
  writeEntries,
  type PackedEntry,
} from './scan/record.ts';
import { Replica } from './scan/replica.ts';

/**
 * Exact search in this process; SQL keeps the record. The first search reads the record into memory, later writes go to
 * both, and each search first asks for the number of the last write: what other processes wrote since is read then.
 * Closing it leaves the pool open.
 */
export function openScanIndex(pool: Pool, spec: IndexSpec): SearchIndex {
  return new ScanIndex(openSession(pool, 'search index'), spec);
}

class ScanIndex implements SearchIndex {
  readonly name = 'scan';
  readonly spec: IndexSpec;
  readonly #session: Session;
  #specId: Promise<number> | undefined;
  #replica: Replica | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(session: Session, spec: IndexSpec) {
    this.#session = session;
    this.spec = spec;
  }

  async ensure(call?: Call): Promise<void> {
    await this.#session.check(call);
    await this.#ensured();
  }

  async upsert(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    // The last of several entries for one candidate counts.
    const packed = [...new Map(entries.map((entry) => [idOf(entry.candidate), this.#pack(entry)])).values()];
    await this.#write(async () => {
      await this.#session.check(call);
      const spec = await this.#specNow();
      const versions = await this.#session.use((run) => writeEntries(run, spec, packed), call);
      this.#replica?.wrote(packed, versions);
    });
  }

  async search(query: IndexQuery, call?: Call): Promise<Legs> {
    await this.#session.check(call);
    if (query.vector !== undefined) checkVector(query.vector, this.spec);
    const replica = await this.#upToDate(call);
    return replica.search(query);
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    const known = candidates.filter(isCandidateId).map(idOf);
    await this.#write(async () => {
      const version = await this.#session.use((run) => removeEntries(run, known), call);
      this.#replica?.removed(known, version);
    });
  }

  async *candidates(call?: Call): AsyncIterable<CandidateId> {
    await this.#session.check(call);
    const spec = await this.#ensured();
    yield* listCandidates(this.#session, 'cvx.index_entries', spec, call);
  }

  async drop(which: 'own' | 'others', call?: Call): Promise<void> {
    await this.#write(async () => {
      await this.#session.check(call);
      await this.#session.use((run) => dropSpecs(run, this.spec.name, which), call);
      if (which === 'others') return;
      this.#specId = undefined;
      this.#replica = undefined;
    });
  }

  async stats(call?: Call): Promise<IndexStats> {
    await this.#session.check(call);
    const spec = await this.#ensured();
    return this.#session.use((run) => countEntries(run, spec), call);
  }

  ping(call?: Call): Promise<void> {
    return this.#session.ping(call);
  }

  async close(): Promise<void> {
    this.#session.close();
    this.#replica = undefined;
  }

  /** A failed attempt is not kept, so that the next call tries again. */
  #ensured(): Promise<number> {
    this.#specId ??= this.#session.use((run) => ensureSpecRow(run, 'cvx.index_specs', this.spec));
    this.#specId.catch(() => (this.#specId = undefined));
    return this.#specId;
  }

  async #upToDate(call: Call | undefined): Promise<Replica> {
    const replica = this.#replica;
    if (replica !== undefined && !replica.isBehind(await this.#session.use(readVersion, call)))
      return replica;
    return this.#inTurn(() => this.#load(call));
  }

  /** In turn, since a write of this process counts up before it is in memory. */
  async #load(call: Call | undefined): Promise<Replica> {
    const spec = await this.#specNow();
    const replica = this.#replica;
    if (replica !== undefined) {
      await this.#session.use((run) => replica.catchUp(run), call);
      return replica;
    }
    const { dimensions } = this.spec;
    const loaded = await this.#session.use((run) => Replica.load(run, spec, dimensions), call);
    this.#replica = loaded;
    return loaded;
  }

  /** Asks anew: another process may have dropped the spec, and what is in memory is of one that is gone. */
  async #specNow(): Promise<number> {
    const before = await this.#specId?.catch(() => undefined);
    this.#specId = undefined;
    const spec = await this.#ensured();
    if (spec !== before) this.#replica = undefined;
    return spec;
  }

  #write(task: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await task();
      } catch (error) {
        // After a write of unknown end (aborted, connection lost) only the record can tell: read it again.
        this.#replica = undefined;
        throw error;
      }
    });
  }

  /** One task after the other: what goes to the record and to memory must have the same order in both. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const next = this.#last.then(task);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #pack({ candidate, chunks, terms }: IndexEntry): PackedEntry {
    for (const { vector } of chunks) checkVector(vector, this.spec);
    return {
      candidate: idOf(candidate),
      chunks: packChunks(chunks, this.spec.dimensions),
      terms: packTerms(terms),
    };
  }
}

/** As PostgreSQL writes UUIDs, so that ties break alike before and after a load. */
function idOf(candidate: CandidateId): CandidateId {
  return candidate.toLowerCase();
}
