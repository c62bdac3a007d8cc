import type { CandidateId } from '../../domain/document.ts';
import type { Call } from '../../lib/call.ts';
import type { Session } from '../sql/session.ts';

/** Ids of one round trip: 200 kB. */
const PAGE = 5000;

/** Everybody with a row under this spec, page by page so that no connection is held between two pages. */
export async function* listCandidates(
  session: Session,
  table: 'cvx.index_entries' | 'cvx.vector_entries',
  spec: number,
  call?: Call,
): AsyncIterable<CandidateId> {
  for (let after: CandidateId | undefined; ;) {
    const rows: { candidate: CandidateId }[] = await session.query<{ candidate: CandidateId }>(
      `select candidate from ${table}
       where spec = $1 and ($2::uuid is null or candidate > $2) order by candidate limit $3`,
      [spec, after ?? null, PAGE],
      call,
    );
    for (const { candidate } of rows) yield candidate;
    after = rows.at(-1)?.candidate;
    if (rows.length < PAGE) return;
  }
}
