import { type CandidateId, isCandidateId } from '../../../domain/document.ts';
import type { Outcome } from '../../../domain/outcome.ts';
import type { IndexedPerson } from '../../candidate-store.ts';
import type { Run } from '../../sql/session.ts';
import { lockPlacing, touchPeople } from './put.ts';
import { HAS_CURRENT } from './read.ts';

export async function recordFailure(run: Run, path: string, outcome: Outcome, reason: string): Promise<void> {
  await run(
    `insert into cvx.files (path, outcome, reason) values ($1, $2, $3)
     on conflict (path) do update set outcome = excluded.outcome, reason = excluded.reason`,
    [path, outcome, reason],
  );
}

/** Removes all people whom no file stands for any more, also those whose only file went to somebody else's CV. */
export async function prune(
  run: Run,
  paths: readonly string[],
): Promise<{ removed: readonly CandidateId[]; changed: readonly CandidateId[] }> {
  await lockPlacing(run);
  const touched = await run<{ person: CandidateId }>(
    `with gone as (delete from cvx.files where path = any($1::text[]) returning path, document)
     select distinct d.person from gone join cvx.documents d on d.id = gone.document
     where not exists (
       select from cvx.files f where f.document = d.id and f.path not in (select path from gone))`,
    [paths],
  );
  const removed = await run<{ id: CandidateId }>(
    `delete from cvx.people p where not ${HAS_CURRENT} returning id`,
  );
  const gone = new Set(removed.map(({ id }) => id));
  const changed = touched.map(({ person }) => person).filter((person) => !gone.has(person));
  await touchPeople(run, changed);
  return { removed: [...gone], changed };
}

/** Documents, files, keys and index marks go with the person. */
export async function removePerson(run: Run, id: CandidateId): Promise<boolean> {
  if (!isCandidateId(id)) return false;
  await lockPlacing(run);
  return (await run('delete from cvx.people where id = $1 returning id', [id])).length > 0;
}

export async function markIndexed(run: Run, spec: string, people: readonly IndexedPerson[]): Promise<void> {
  // Somebody forgotten meanwhile has no row to mark; the lock keeps one from being forgotten between look and mark, and
  // the order keeps two indexers from waiting for each other.
  await run(
    `insert into cvx.indexed (spec, person, revision)
     select $1, p.id, new.revision from unnest($2::uuid[], $3::int[]) as new (id, revision)
     join cvx.people p on p.id = new.id order by p.id for key share of p
     on conflict (spec, person) do update set revision = excluded.revision`,
    [spec, people.map(({ id }) => id), people.map(({ revision }) => revision)],
  );
}

export async function unmark(run: Run, spec: string, people: readonly CandidateId[] | 'all'): Promise<void> {
  if (people === 'all') await run('delete from cvx.indexed where spec = $1', [spec]);
  else
    await run('delete from cvx.indexed where spec = $1 and person = any($2::uuid[])', [
      spec,
      people.filter(isCandidateId),
    ]);
}

/** Of two marks of one person the later counts. The order keeps two indexers from waiting for each other. */
export async function moveMarks(run: Run, from: string, to: string): Promise<void> {
  await run(
    `insert into cvx.indexed as held (spec, person, revision)
     select $2, i.person, i.revision from cvx.indexed i join cvx.people p on p.id = i.person
     where i.spec = $1 order by p.id for key share of p
     on conflict (spec, person) do update set revision = greatest(held.revision, excluded.revision)`,
    [from, to],
  );
  await run('delete from cvx.indexed where spec = $1', [from]);
}

export async function unmarkOthers(run: Run, spec: string): Promise<void> {
  await run('delete from cvx.indexed where spec <> $1', [spec]);
}
