import { ensureSpecRow } from './spec-row.ts';
import { checkVector } from './check-vector.ts';
import type { Pool } from 'pg';
import type { CandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { openSession, type Session } from '../sql/session.ts';
import type { IndexEntry, IndexQuery, IndexSpec, IndexStats, Legs, SearchIndex } from '../search-index.ts';
import { listCandidates } from './list-candidates.ts';
import { Image } from './scan/image.ts';
import { packChunks, packTerms } from './scan/pack.ts';
import {
  countEntries,
  dropSpecs,
  readEntries,
  removeEntries,
  writeEntries,
  type PackedEntry,
} from './scan/record.ts';

/**
 * Exact search in this process; SQL keeps the record. The first search reads the record into memory, later writes go to
 * both, so only one process may write to a spec: the embedded mode. Closing it leaves the pool open.
 */
export function openScanIndex(pool: Pool, spec: IndexSpec): SearchIndex {
  return new ScanIndex(openSession(pool, 'search index'), spec);
}

class ScanIndex implements SearchIndex {
  readonly name = 'scan';
  readonly spec: IndexSpec;
  readonly #session: Session;
  #specId: Promise<number> | undefined;
  #image: Image | undefined;
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
      const spec = await this.#ensured();
      await this.#session.use((run) => writeEntries(run, spec, packed), call);
      for (const { candidate, chunks, terms } of packed) this.#image?.put(candidate, chunks, terms);
    });
  }

  async search(query: IndexQuery, call?: Call): Promise<Legs> {
    await this.#session.check(call);
    if (query.vector !== undefined) checkVector(query.vector, this.spec);
    const image = this.#image ?? (await this.#inTurn(() => this.#load(call)));
    return image.search(query);
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    const known = candidates.filter((candidate) => UUID.test(candidate)).map(idOf);
    await this.#write(async () => {
      await this.#session.use((run) => removeEntries(run, known), call);
      for (const candidate of known) this.#image?.remove(candidate);
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
      this.#image = undefined;
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
    this.#image = undefined;
  }

  /** A failed attempt is not kept, so that the next call tries again. */
  #ensured(): Promise<number> {
    this.#specId ??= this.#session.use((run) => ensureSpecRow(run, 'cvx.index_specs', this.spec));
    this.#specId.catch(() => (this.#specId = undefined));
    return this.#specId;
  }

  async #load(call: Call | undefined): Promise<Image> {
    if (this.#image !== undefined) return this.#image;
    const spec = await this.#ensured();
    const { dimensions } = this.spec;
    const image = new Image(dimensions);
    await this.#session.use((run) => readEntries(run, spec, dimensions, image), call);
    this.#image = image;
    return image;
  }

  #write(task: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await task();
      } catch (error) {
        // After a write of unknown end (aborted, connection lost) only the record can tell: read it again.
        this.#image = undefined;
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

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As PostgreSQL writes UUIDs, so that ties break alike before and after a load. */
function idOf(candidate: CandidateId): CandidateId {
  return candidate.toLowerCase();
}
