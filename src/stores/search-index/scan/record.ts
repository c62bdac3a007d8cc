import type { CandidateId } from '../../../domain/document.ts';
import type { Run } from '../../sql/session.ts';
import type { IndexStats } from '../../search-index.ts';
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

/** The number of each write to the record, of any process; 0 for a record that nobody has written to. */
export type Version = number;

export async function readVersion(run: Run): Promise<Version> {
  const rows = await run<{ version: Version }>(
    'select case when is_called then last_value else 0 end::float8 as version from cvx.index_version',
  );
  return rows[0]?.version ?? 0;
}

/** Resolves to the version of each entry, in no order. */
export async function writeEntries(
  run: Run,
  spec: number,
  entries: readonly PackedEntry[],
): Promise<ReadonlyMap<CandidateId, Version>> {
  const rows = await run<{ candidate: CandidateId; version: Version }>(
    `insert into cvx.index_entries (spec, candidate, chunk_count, chunks, terms, weights)
     select $1, * from unnest($2::uuid[], $3::int[], $4::bytea[], $5::text[], $6::bytea[])
     on conflict (spec, candidate) do update set chunk_count = excluded.chunk_count, chunks = excluded.chunks,
       terms = excluded.terms, weights = excluded.weights, version = excluded.version
     returning candidate, version::float8 as version`,
    [
      spec,
      entries.map(({ candidate }) => candidate),
      entries.map(({ chunks }) => chunks.scales.length),
      entries.map(({ chunks }) => chunksToBytes(chunks)),
      entries.map(({ terms }) => termsToText(terms)),
      entries.map(({ terms }) => weightsToBytes(terms)),
    ],
  );
  return versionsIn(rows);
}

/** Resolves to the version of the removal. */
export async function removeEntries(run: Run, candidates: readonly CandidateId[]): Promise<Version> {
  const rows = await run<{ version: Version }>(
    `with gone as (delete from cvx.index_entries where candidate = any($1::uuid[]))
     select nextval('cvx.index_version')::float8 as version`,
    [candidates],
  );
  return rows[0]?.version ?? 0;
}

/** The version of everybody's entry: some 60 bytes each on the way. */
export async function readVersions(run: Run, spec: number): Promise<ReadonlyMap<CandidateId, Version>> {
  return versionsIn(
    await run<{ candidate: CandidateId; version: Version }>(
      'select candidate, version::float8 as version from cvx.index_entries where spec = $1',
      [spec],
    ),
  );
}

function versionsIn(
  rows: readonly { readonly candidate: CandidateId; readonly version: Version }[],
): ReadonlyMap<CandidateId, Version> {
  return new Map(rows.map(({ candidate, version }) => [candidate, version]));
}

/** The specs, and by cascade their entries. */
export async function dropSpecs(run: Run, name: string, which: 'own' | 'others'): Promise<void> {
  await run(
    `with gone as (delete from cvx.index_specs where (name = $1) = $2) select nextval('cvx.index_version')`,
    [name, which === 'own'],
  );
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
  readonly version: Version;
}

/** Hands on every entry of a spec, page by page so that the memory stays bounded. */
export async function readEntries(
  run: Run,
  spec: number,
  dimensions: number,
  take: (entry: PackedEntry, version: Version) => void,
): Promise<void> {
  for (let after: CandidateId | undefined; ;) {
    const rows: EntryRow[] = await run<EntryRow>(
      `select ${COLUMNS} from cvx.index_entries
       where spec = $1 and ($2::uuid is null or candidate > $2) order by candidate limit $3`,
      [spec, after ?? null, PAGE],
    );
    for (const row of rows) take(entryOf(row, dimensions), row.version);
    after = rows.at(-1)?.candidate;
    if (rows.length < PAGE) return;
  }
}

/** As {@link readEntries}, of these candidates; whoever has none is left out. */
export async function readEntriesOf(
  run: Run,
  spec: number,
  dimensions: number,
  candidates: readonly CandidateId[],
  take: (entry: PackedEntry, version: Version) => void,
): Promise<void> {
  for (let at = 0; at < candidates.length; at += PAGE) {
    const rows = await run<EntryRow>(
      `select ${COLUMNS} from cvx.index_entries where spec = $1 and candidate = any($2::uuid[])`,
      [spec, candidates.slice(at, at + PAGE)],
    );
    for (const row of rows) take(entryOf(row, dimensions), row.version);
  }
}

const COLUMNS = 'candidate, chunks, terms, weights, version::float8 as version';

function entryOf({ candidate, chunks, terms, weights }: EntryRow, dimensions: number): PackedEntry {
  return {
    candidate,
    chunks: chunksFromBytes(chunks, strideOf(dimensions)),
    terms: termsFromText(terms, weights),
  };
}
