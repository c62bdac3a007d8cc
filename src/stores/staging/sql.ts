import type { Pool } from 'pg';
import type { Call } from '../../lib/call.ts';
import { openSession, type Session } from '../sql/session.ts';
import type { Staging, StagedFile, StagedPath } from '../staging.ts';

/** Staging in PostgreSQL, whichever the pool leads to; its migrations have been applied. Closing it leaves the pool open. */
export function openSqlStaging(pool: Pool): Staging {
  const session = openSession(pool, 'staging');
  return {
    put: (files, call) => put(session, files, call),
    get: async (path, call) => {
      const rows = await session.query<StagedFile>(
        'select path, hash, bytes from cvx.staged_files where path = $1',
        [path],
        call,
      );
      return rows[0];
    },
    waiting: async (paths, call) => {
      const rows = await session.query<{ path: string }>(
        'select path from cvx.staged_files where path = any($1::text[])',
        [paths],
        call,
      );
      return new Set(rows.map(({ path }) => path));
    },
    remove: async (path, hash, call) => {
      const rows = await session.query(
        'delete from cvx.staged_files where path = $1 and hash = $2 returning path',
        [path, hash],
        call,
      );
      return rows.length > 0;
    },
    paths: (call) => allPaths(session, call),
    stats: async (call) => {
      const rows = await session.query<{ files: string; bytes: string }>(
        'select count(*) as files, coalesce(sum(size), 0) as bytes from cvx.staged_files',
        [],
        call,
      );
      return { files: Number(rows[0]?.files), bytes: Number(rows[0]?.bytes) };
    },
    ping: (call) => session.ping(call),
    close: async () => session.close(),
  };
}

async function put(session: Session, files: readonly StagedFile[], call: Call | undefined): Promise<void> {
  // One statement may not write a row twice; the last bytes of a path count.
  const byPath = [...new Map(files.map((file) => [file.path, file])).values()];
  if (byPath.length === 0) return session.check(call);
  // In the order of paths, so that two who stage the same files do not wait for each other.
  await session.query(
    `insert into cvx.staged_files (path, hash, bytes, size)
     select path, hash, bytes, length(bytes) from unnest($1::text[], $2::text[], $3::bytea[]) as new (path, hash, bytes)
     order by path collate "C"
     on conflict (path) do update
     set hash = excluded.hash, bytes = excluded.bytes, size = excluded.size, staged_at = now()`,
    [
      byPath.map(({ path }) => path),
      byPath.map(({ hash }) => hash),
      byPath.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    ],
    call,
  );
}

/** Rows per round trip: 1,000 paths are about 150 kB. */
const PAGE = 1000;

async function* allPaths(session: Session, call: Call | undefined): AsyncIterable<StagedPath> {
  for (let after = ''; ;) {
    const rows = await session.query<StagedPath>(
      'select path, hash from cvx.staged_files where path > $1 order by path limit $2',
      [after, PAGE],
      call,
    );
    yield* rows;
    after = rows.at(-1)?.path ?? '';
    if (rows.length < PAGE) return;
  }
}
