import type { Pool } from 'pg';
import type { CandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import { CvxError } from '../../lib/errors.ts';
import type { CandidateStore, Freshness } from '../candidate-store.ts';
import { migrate } from '../sql/migrate.ts';
import { openSession, type Session } from '../sql/session.ts';
import { addPath, putDocuments } from './sql/put.ts';
import {
  generation,
  isComplete,
  knownFiles,
  list,
  owners,
  pending,
  records,
  resolve,
  searchable,
  stats,
} from './sql/read.ts';
import {
  markIndexed,
  moveMarks,
  prune,
  recordFailure,
  removePerson,
  unmark,
  unmarkOthers,
} from './sql/remove.ts';

/**
 * The candidate store over any PostgreSQL: PGlite or a server, whichever the pool leads to. Closing it leaves the pool
 * open. `name` is what errors call it.
 * @param reads answers `get`, `resolve`, `list` and `stats` where it can, else `pool` does. A replica lags behind: leave it
 *   out where documents are ingested, which reads what it has just written.
 */
export function openSqlCandidateStore(pool: Pool, name: string, reads = pool): CandidateStore {
  const session = openSession(pool, `${name} candidate store`);
  const replica = reads === pool ? session : openSession(reads, `${name} candidate store`);
  const read: Session['use'] = async (work, call) => {
    if (replica === session) return session.use(work, call);
    try {
      return await replica.use(work, call);
    } catch (error) {
      if (!isStoreFault(error)) throw error;
      return session.use(work, call);
    }
  };
  return {
    migrate: async (call) => {
      await session.ping(call);
      return migrate(pool, call);
    },
    files: (paths, call) => session.use((run) => knownFiles(run, paths), call),
    owners: (documents, call) => session.use((run) => owners(run, documents), call),
    put: (documents, call) => session.transaction((run) => putDocuments(run, documents), call),
    addPath: (path, document, call) => session.transaction((run) => addPath(run, path, document), call),
    recordFailure: (path, outcome, reason, call) =>
      session.use((run) => recordFailure(run, path, outcome, reason), call),
    prune: (paths, call) => session.transaction((run) => prune(run, paths), call),
    paths: (call) => allPaths(session, call),
    pending: (spec, limit, call) => session.use((run) => pending(run, spec, limit), call),
    freshness: freshnessReader(read),
    markIndexed: (spec, people, call) => session.use((run) => markIndexed(run, spec, people), call),
    unmark: (spec, people, call) => session.use((run) => unmark(run, spec, people), call),
    moveMarks: (from, to, call) => session.transaction((run) => moveMarks(run, from, to), call),
    unmarkOthers: (spec, call) => session.use((run) => unmarkOthers(run, spec), call),
    searchable: (call) => allSearchable(session, call),
    get: (ids, call) => read((run) => records(run, ids), call),
    resolve: (prefix, limit, call) => read((run) => resolve(run, prefix, limit), call),
    list: ({ limit, offset }, call) => read((run) => list(run, limit, offset), call),
    remove: (id, call) => session.transaction((run) => removePerson(run, id), call),
    stats: (spec, call) => read((run) => stats(run, spec), call),
    ping: (call) => session.ping(call),
    close: async () => {
      session.close();
      replica.close();
    },
  };
}

/** Looks through the people only when something has changed since this process last did. */
function freshnessReader(read: Session['use']): CandidateStore['freshness'] {
  const known = new Map<string, Freshness>();
  return async (spec, call) => {
    const now = await read(generation, call);
    const last = known.get(spec);
    if (last?.generation === now) return last;
    // Read after the counter: a change in between makes this too new for its number, and the next call looks again.
    const found = { generation: now, complete: await read((run) => isComplete(run, spec), call) };
    known.set(spec, found);
    return found;
  };
}

/** Down, behind by a migration, in conflict with its recovery: whatever ails a replica, the primary has the answer. */
function isStoreFault(error: unknown): boolean {
  return (
    error instanceof CvxError && error.code.startsWith('CVX_STORE_') && error.code !== 'CVX_STORE_CLOSED'
  );
}

/** Rows per round trip: 1,000 paths are about 100 kB. */
const PAGE = 1000;

async function* allPaths(session: Session, call: Call | undefined): AsyncIterable<string> {
  for (let after = ''; ;) {
    const rows = await session.query<{ path: string }>(
      'select path from cvx.files where path > $1 order by path limit $2',
      [after, PAGE],
      call,
    );
    for (const { path } of rows) yield path;
    after = rows.at(-1)?.path ?? '';
    if (rows.length < PAGE) return;
  }
}

async function* allSearchable(session: Session, call: Call | undefined): AsyncIterable<CandidateId> {
  for (let after: CandidateId | undefined; ;) {
    const page: readonly CandidateId[] = await session.use((run) => searchable(run, after, PAGE), call);
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
