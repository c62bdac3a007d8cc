import type { Pool } from 'pg';
import { CvxError, EXIT } from '../../lib/errors.ts';
import { openSession } from '../sql/session.ts';
import type { IndexEntry, IndexSpec, SearchIndex } from '../search-index.ts';
import { Image } from './scan/image.ts';
import { packChunks, packTerms } from './scan/pack.ts';
import { countEntries, ensureSpec, readEntries, removeEntries, writeEntries, type PackedEntry } from './scan/record.ts';

/**
 * Exact search in this process; SQL keeps the record. The first search reads the record into memory, later writes go to
 * both, so only one process may write to a spec: the embedded mode. Closing it leaves the pool open.
 */
export function openScanIndex(pool: Pool, spec: IndexSpec): SearchIndex {
  const session = openSession(pool, 'search index');
  const inTurn = queue();
  let specId: Promise<number> | undefined;
  let image: Image | undefined;

  /** A failed look is not kept, so that the next call tries again. */
  const ensured = (): Promise<number> =>
    (specId ??= session.use((run) => ensureSpec(run, spec)).catch((error: unknown) => {
      specId = undefined;
      throw error;
    }));

  /** After a write of unknown end (aborted, connection lost) only the record can tell: read it again. */
  const written = async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      image = undefined;
      throw error;
    }
  };

  return {
    name: 'scan',
    spec,
    ensure: async (call) => {
      await session.ping(call);
      await ensured();
    },
    upsert: async (entries, call) => {
      const packed = [...new Map(entries.map((entry) => [entry.candidate.toLowerCase(), pack(entry, spec)])).values()];
      await inTurn(async () => {
        const id = await ensured();
        await written(() => session.use((run) => writeEntries(run, id, packed), call));
        for (const { candidate, chunks, terms } of packed) image?.put(candidate, chunks, terms);
      });
    },
    search: async (query, call) => {
      if (query.vector !== undefined) checkVector(query.vector, spec);
      if (image !== undefined) await session.check(call);
      else await inTurn(async () => {
        if (image !== undefined) return;
        const id = await ensured();
        const loading = new Image(spec.dimensions);
        await session.use((run) => readEntries(run, id, spec.dimensions, loading), call);
        image = loading;
      });
      return (image ?? new Image(spec.dimensions)).search(query);
    },
    remove: (candidates, call) =>
      inTurn(async () => {
        const known = candidates.filter((candidate) => UUID.test(candidate));
        await written(() => session.use((run) => removeEntries(run, known), call));
        for (const candidate of known) image?.remove(candidate.toLowerCase());
      }),
    stats: async (call) => {
      await session.check(call);
      const id = await ensured();
      return session.use((run) => countEntries(run, id), call);
    },
    ping: (call) => session.ping(call),
    close: async () => {
      session.close();
      image = undefined;
    },
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function pack({ candidate, chunks, terms }: IndexEntry, spec: IndexSpec): PackedEntry {
  for (const { vector } of chunks) checkVector(vector, spec);
  return { candidate: candidate.toLowerCase(), chunks: packChunks(chunks, spec.dimensions), terms: packTerms(terms) };
}

function checkVector(vector: Float32Array, { name, dimensions }: IndexSpec): void {
  if (vector.length === dimensions && vector.every((number) => Number.isFinite(number))) return;
  const fault = vector.length === dimensions ? 'a number that is not finite' : `${vector.length} numbers`;
  throw new CvxError('CVX_INDEX_VECTOR', `The index ${name} takes vectors of ${dimensions} numbers, not one with ${fault}`, {
    exit: EXIT.bug,
  });
}

/** Runs one task after the other: what is written to the record and to memory must have the same order. */
function queue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task);
    last = next.catch(() => undefined);
    return next;
  };
}
