import { uniteProfiles } from '../../../domain/candidate.ts';
import {
  type CandidateId,
  type Chunk,
  type DocumentFormat,
  type DocumentId,
  isCandidateId,
} from '../../../domain/document.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { Profile, Span } from '../../../domain/profile.ts';
import { CvxError } from '../../../lib/errors.ts';
import type { CandidateRecord, KnownFile, StoredDocument, StoreStats } from '../../candidate-store.ts';
import type { Run } from '../../sql/session.ts';

/** SQL condition on `cvx.people p`: a file still holds a document of this person. */
export const HAS_CURRENT = `exists (
  select from cvx.documents d join cvx.files f on f.document = d.id where d.person = p.id)`;

export async function knownFiles(run: Run, paths: readonly string[]): Promise<readonly KnownFile[]> {
  const rows = await run<{
    path: string;
    document: DocumentId | null;
    outcome: Outcome;
    reason: string | null;
  }>('select path, document, outcome, reason from cvx.files where path = any($1::text[])', [paths]);
  return rows.map(({ path, document, outcome, reason }) =>
    Object.assign({ path, outcome }, document !== null && { document }, reason !== null && { reason }),
  );
}

export async function owners(
  run: Run,
  documents: readonly DocumentId[],
): Promise<ReadonlyMap<DocumentId, CandidateId>> {
  const rows = await run<{ id: DocumentId; person: CandidateId }>(
    'select id, person from cvx.documents where id = any($1::text[])',
    [documents],
  );
  return new Map(rows.map(({ id, person }) => [id, person]));
}

interface RecordRow {
  readonly person: CandidateId;
  readonly revision: number;
  /** Null for a person without any document. */
  readonly id: DocumentId | null;
  readonly format: DocumentFormat;
  readonly text: string;
  readonly pages: readonly Span[];
  readonly losses: readonly string[];
  readonly profile: Profile;
  readonly chunks: readonly Chunk[];
  readonly stored_at: Date;
  readonly paths: readonly string[];
}

export async function records(
  run: Run,
  ids: readonly CandidateId[],
): Promise<readonly (CandidateRecord | undefined)[]> {
  const known = ids.filter(isCandidateId);
  if (known.length === 0) return ids.map(() => undefined);
  const rows = await run<RecordRow>(
    `select p.id as person, p.revision, d.id, d.format, d.text, d.pages, d.losses, d.profile, d.chunks, d.stored_at,
       array(select path from cvx.files where document = d.id order by path) as paths
     from cvx.people p left join cvx.documents d on d.person = p.id
     where p.id = any($1::uuid[]) order by d.seq desc`,
    [known],
  );
  const byPerson = new Map<CandidateId, RecordRow[]>();
  for (const row of rows) byPerson.set(row.person, [...(byPerson.get(row.person) ?? []), row]);
  return ids.map((id) => {
    const own = byPerson.get(id.toLowerCase());
    return own === undefined ? undefined : recordOf(own);
  });
}

function recordOf(rows: readonly RecordRow[]): CandidateRecord | undefined {
  const first = rows[0];
  if (first === undefined) return undefined;
  const documents = rows.flatMap((row) => (row.id === null ? [] : [storedDocument(row, row.id)]));
  const current = documents.filter((stored) => stored.current).map((stored) => stored.document);
  return {
    candidate: uniteProfiles(first.person, first.revision, current),
    documents,
    files: rows.flatMap(({ paths }) => paths ?? []).toSorted(),
  };
}

function storedDocument(row: RecordRow, id: DocumentId): StoredDocument {
  const { format, text, pages, losses, profile, chunks, paths, stored_at: storedAt } = row;
  const content = { format, text, pages, losses };
  return { path: paths[0], document: { id, content, profile, chunks }, current: paths.length > 0, storedAt };
}

export async function list(run: Run, limit: number, offset: number): Promise<readonly CandidateRecord[]> {
  const rows = await run<{ id: CandidateId }>(
    `select id from cvx.people p where ${HAS_CURRENT} order by sort_name nulls last, id limit $1 offset $2`,
    [limit, offset],
  );
  const found = await records(
    run,
    rows.map(({ id }) => id),
  );
  return found.filter((record) => record !== undefined);
}

export async function resolve(run: Run, prefix: string, limit: number): Promise<readonly CandidateId[]> {
  const digits = prefix.replaceAll('-', '').toLowerCase();
  if (digits.length < 4) {
    throw new CvxError('CVX_ID_TOO_SHORT', `"${prefix}" is too short for an id`, {
      hint: 'Give at least its first 4 digits.',
    });
  }
  if (!/^[0-9a-f]{4,32}$/.test(digits)) return [];
  const rows = await run<{ id: CandidateId }>(
    'select id from cvx.people where id between $1::uuid and $2::uuid order by id limit $3',
    [digits.padEnd(32, '0'), digits.padEnd(32, 'f'), limit],
  );
  return rows.map(({ id }) => id);
}

export async function pending(run: Run, spec: string, limit: number): Promise<readonly CandidateId[]> {
  const rows = await run<{ id: CandidateId }>(
    `select p.id from cvx.people p where ${IS_PENDING} order by p.id limit $2`,
    [spec, limit],
  );
  return rows.map(({ id }) => id);
}

/** People with a current document whose id is above `after`, in order. */
export async function searchable(
  run: Run,
  after: CandidateId | undefined,
  limit: number,
): Promise<readonly CandidateId[]> {
  const rows = await run<{ id: CandidateId }>(
    `select p.id from cvx.people p where ${HAS_CURRENT} and ($1::uuid is null or p.id > $1) order by p.id limit $2`,
    [after ?? null, limit],
  );
  return rows.map(({ id }) => id);
}

/** Present value of the counter that every change of the people and of their index marks raises. */
export async function generation(run: Run): Promise<string> {
  const rows = await run<{ value: string }>('select value::text from cvx.generation');
  return rows[0]?.value ?? '';
}

/** Whether nobody is pending. Looks at everybody: some ms for 10,000 people. */
export async function isComplete(run: Run, spec: string): Promise<boolean> {
  const rows = await run<{ complete: boolean }>(
    `select not exists (select from cvx.people p where ${IS_PENDING}) as complete`,
    [spec],
  );
  return rows[0]?.complete ?? false;
}

export async function stats(run: Run, spec: string): Promise<StoreStats> {
  const rows = await run<StoreStats>(
    `select
       (select count(*)::int from cvx.people p where ${HAS_CURRENT}) as candidates,
       (select count(distinct document)::int from cvx.files) as documents,
       (select coalesce(jsonb_object_agg(outcome, n), '{}')
        from (select outcome, count(*) as n from cvx.files group by outcome) as by_outcome) as files,
       (select count(*)::int from cvx.people p where ${IS_PENDING}) as pending`,
    [spec],
  );
  return rows[0] ?? { candidates: 0, documents: 0, files: {}, pending: 0 };
}

/** SQL condition on `cvx.people p`; $1 is the spec. */
const IS_PENDING = `not exists (
  select from cvx.indexed i where i.spec = $1 and i.person = p.id and i.revision = p.revision)`;
