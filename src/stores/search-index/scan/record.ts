import type { CandidateId } from '../../../domain/document.ts';
import type { Run } from '../../sql/session.ts';
import type { IndexStats } from '../../search-index.ts';
import type { Image } from './image.ts';
import {
  chunksFromBytes,
  chunksToBytes,
  strideOf,
  termsFromText,
  termsToText,
  weightsToBytes,
  type PackedChunks,
  type PackedTerms,
} from './pack.ts';

/** One candidate's entry, packed once for the record and for memory. */
export interface PackedEntry {
  readonly candidate: CandidateId;
  readonly chunks: PackedChunks;
  readonly terms: PackedTerms;
}

export async function writeEntries(run: Run, spec: number, entries: readonly PackedEntry[]): Promise<void> {
  await run(
    `insert into cvx.index_entries (spec, candidate, chunk_count, chunks, terms, weights)
     select $1, * from unnest($2::uuid[], $3::int[], $4::bytea[], $5::text[], $6::bytea[])
     on conflict (spec, candidate) do update set chunk_count = excluded.chunk_count, chunks = excluded.chunks,
       terms = excluded.terms, weights = excluded.weights`,
    [
      spec,
      entries.map(({ candidate }) => candidate),
      entries.map(({ chunks }) => chunks.scales.length),
      entries.map(({ chunks }) => chunksToBytes(chunks)),
      entries.map(({ terms }) => termsToText(terms)),
      entries.map(({ terms }) => weightsToBytes(terms)),
    ],
  );
}

export async function removeEntries(run: Run, candidates: readonly CandidateId[]): Promise<void> {
  await run('delete from cvx.index_entries where candidate = any($1::uuid[])', [candidates]);
}

/** The specs, and by cascade their entries. */
export async function dropSpecs(run: Run, name: string, which: 'own' | 'others'): Promise<void> {
  await run('delete from cvx.index_specs where (name = $1) = $2', [name, which === 'own']);
}

export async function countEntries(run: Run, spec: number): Promise<IndexStats> {
  const rows = await run<IndexStats>(
    `select (count(*) filter (where spec = $1))::int as candidates,
       coalesce(sum(chunk_count) filter (where spec = $1), 0)::int as chunks,
       (count(*) filter (where spec <> $1))::int as foreign
     from cvx.index_entries`,
    [spec],
  );
  return rows[0] ?? { candidates: 0, chunks: 0, foreign: 0 };
}

/** Candidates per round trip: 500 of 6 chunks and 250 terms are 2.5 MB, and twice that on the wire as text. */
const PAGE = 500;

interface EntryRow {
  readonly candidate: CandidateId;
  readonly chunks: Buffer;
  readonly terms: string;
  readonly weights: Buffer;
}

/** Fills an empty image from the record, page by page so that the memory stays bounded. */
export async function readEntries(run: Run, spec: number, dimensions: number, image: Image): Promise<void> {
  const stride = strideOf(dimensions);
  for (let after: CandidateId | undefined; ;) {
    const rows: EntryRow[] = await run<EntryRow>(
      `select candidate, chunks, terms, weights from cvx.index_entries
       where spec = $1 and ($2::uuid is null or candidate > $2) order by candidate limit $3`,
      [spec, after ?? null, PAGE],
    );
    for (const { candidate, chunks, terms, weights } of rows) {
      image.put(candidate, chunksFromBytes(chunks, stride), termsFromText(terms, weights));
    }
    after = rows.at(-1)?.candidate;
    if (rows.length < PAGE) return;
  }
}
