import { createHash } from 'node:crypto';
import type { CandidateId, DocumentId } from '../../../domain/document.ts';
import { CvxError, EXIT } from '../../../lib/errors.ts';
import type { Run } from '../../sql/session.ts';
import type { NewDocument, Placement } from '../../candidate-store.ts';
import { personKeys } from '../person-keys.ts';
import {
  planPut,
  type Known,
  type KnownDocument,
  type KnownPath,
  type Plan,
  type Prepared,
} from '../place.ts';
import { storableJson, storableText } from './storable.ts';

/**
 * Held until the end of the transaction by whoever places documents or removes people: two writers could else found the
 * same person twice, or place a document with somebody who is just being removed. On a server it keeps all machines in
 * line.
 */
const PLACING_LOCK = 0x637678_02;

/** Stores a batch inside the caller's transaction: six statements, however many documents. */
export async function putDocuments(run: Run, batch: readonly NewDocument[]): Promise<readonly Placement[]> {
  if (batch.length === 0) return [];
  const prepared = batch.map(prepare);
  await lockPlacing(run);
  const plan = planPut(prepared, await lookUp(run, batch));
  await write(run, plan);
  await touchPeople(run, plan.changed);
  return plan.placements;
}

/** One more path for bytes that are stored. */
export async function addPath(run: Run, path: string, document: DocumentId): Promise<CandidateId> {
  await lockPlacing(run);
  const known = await knownAt(run, [document], [path], []);
  const target = known.documents.find(({ id }) => id === document);
  if (target === undefined) {
    throw new CvxError('CVX_DOCUMENT_UNKNOWN', `No document ${document.slice(0, 12)} is stored`, {
      exit: EXIT.bug,
    });
  }
  const before = known.files[0]?.document;
  const others = target.paths - (before === document ? 1 : 0);
  await run(
    `insert into cvx.files (path, document, outcome, reason)
     select $1, id, case when $3 then 'duplicate' when losses = '[]' then 'indexed' else 'partial' end, ${REASON}
     from cvx.documents where id = $2 ${UPSERT_FILE}`,
    [path, document, others > 0],
  );
  if (before === document) return target.person;
  const lost = known.documents.find(({ id, paths }) => id === before && paths === 1);
  await touchPeople(run, [
    ...(target.paths === 0 ? [target.person] : []),
    ...(lost === undefined ? [] : [lost.person]),
  ]);
  return target.person;
}

/** Counts a change of what is current, and gives each person the name of the newest current document that has one. */
export async function touchPeople(run: Run, people: readonly CandidateId[]): Promise<void> {
  if (people.length === 0) return;
  await run(
    `update cvx.people p set revision = revision + 1, sort_name = (
       select d.sort_name from cvx.documents d
       where d.person = p.id and d.sort_name is not null and exists (select from cvx.files f where f.document = d.id)
       order by d.seq desc limit 1)
     where id = any($1::uuid[])`,
    [[...new Set(people)]],
  );
}

/** Makes the caller's transaction the only one that places or removes. */
export async function lockPlacing(run: Run): Promise<void> {
  await run('select pg_advisory_xact_lock($1)', [PLACING_LOCK]);
}

function prepare(item: NewDocument): Prepared {
  const { content, profile, chunks } = item.document;
  const parsedSha = createHash('sha256')
    .update(JSON.stringify([content, profile, chunks]))
    .digest('base64');
  return { item, parsedSha, sortName: sortName(profile.name?.value) };
}

/** Lower case without accents, so that Özil sorts beside Ozil on every server, whatever its collation. */
function sortName(name: string | undefined): string | undefined {
  const folded = storableText(name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .trim();
  return folded === '' ? undefined : folded;
}

async function lookUp(run: Run, batch: readonly NewDocument[]): Promise<Known> {
  return knownAt(
    run,
    batch.map(({ document }) => document.id),
    batch.map(({ path }) => path),
    batch.flatMap(({ document }) => personKeys(document.profile)).map(storableText),
  );
}

interface LookUpRow {
  readonly documents: (KnownDocument & { readonly sortName: string | null })[];
  readonly files: KnownPath[];
  readonly keys: { key: string; person: CandidateId; seq: number }[];
}

async function knownAt(
  run: Run,
  documents: readonly DocumentId[],
  paths: readonly string[],
  keys: readonly string[],
): Promise<Known> {
  const rows = await run<LookUpRow>(
    `with f as materialized (select path, document, outcome from cvx.files where path = any($2::text[]) and document is not null)
     select
       (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'person', d.person, 'parsedSha', d.parsed_sha,
          'sortName', d.sort_name, 'paths', (select count(*) from cvx.files where document = d.id))), '[]')
        from cvx.documents d where d.id = any($1::text[]) or d.id in (select document from f)) as documents,
       (select coalesce(jsonb_agg(jsonb_build_object('path', path, 'document', document,
          'failed', outcome not in ('indexed', 'partial', 'duplicate'))), '[]') from f) as files,
       (select coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'person', k.person, 'seq', p.seq)), '[]')
        from cvx.person_keys k join cvx.people p on p.id = k.person where k.key = any($3::text[])) as keys`,
    [documents, paths, keys],
  );
  const found = rows[0] ?? { documents: [], files: [], keys: [] };
  return {
    ...found,
    documents: found.documents.map((row) => Object.assign(row, { sortName: row.sortName ?? undefined })),
  };
}

/** What a file whose document lost something says of it. */
const REASON = `nullif((select string_agg(value, '; ') from jsonb_array_elements_text(losses)), '')`;

const UPSERT_FILE = `on conflict (path) do update
  set document = excluded.document, outcome = excluded.outcome, reason = excluded.reason`;

async function write(run: Run, plan: Plan): Promise<void> {
  if (plan.documents.length === 0 && plan.files.length === 0) return;
  await run(
    `with people as (
       insert into cvx.people (id) select id from unnest($1::uuid[]) with ordinality as new (id, n) order by n
       on conflict do nothing
     ), documents as (
       insert into cvx.documents (id, person, parsed_sha, sort_name, format, text, pages, losses, profile, chunks)
       select id, person, parsed_sha, sort_name, format, text, pages, losses, profile, chunks
       from jsonb_to_recordset($2::jsonb) as new (n int, id text, person uuid, parsed_sha text, sort_name text,
         format text, text text, pages jsonb, losses jsonb, profile jsonb, chunks jsonb)
       order by n
       on conflict (id) do update set parsed_sha = excluded.parsed_sha, sort_name = excluded.sort_name,
         format = excluded.format, text = excluded.text, pages = excluded.pages, losses = excluded.losses,
         profile = excluded.profile, chunks = excluded.chunks
       returning id, losses
     ), keys as (
       insert into cvx.person_keys (key, person) select key, person from unnest($3::text[], $4::uuid[]) as new (key, person)
       on conflict do nothing
     )
     insert into cvx.files (path, document, outcome, reason)
     select new.path, new.document,
       case when new.duplicate then 'duplicate' when losses = '[]' then 'indexed' else 'partial' end, ${REASON}
     from unnest($5::text[], $6::text[], $7::bool[]) as new (path, document, duplicate)
     join lateral (
       select losses from documents where id = new.document
       union all select losses from cvx.documents where id = new.document limit 1
     ) as known on true
     ${UPSERT_FILE}`,
    [
      plan.people,
      storableJson(plan.documents.map(documentRow)),
      plan.keys.map(({ key }) => storableText(key)),
      plan.keys.map(({ person }) => person),
      plan.files.map(({ path }) => path),
      plan.files.map(({ document }) => document),
      plan.files.map(({ duplicate }) => duplicate),
    ],
  );
}

function documentRow({ prepared, person }: Plan['documents'][number], n: number): unknown {
  const { id, content, profile, chunks } = prepared.item.document;
  const { format, text, pages, losses } = content;
  const { parsedSha: parsed_sha, sortName: sort_name } = prepared;
  return { n, id, person, parsed_sha, sort_name, format, text, pages, losses, profile, chunks };
}
