import type { Session } from '../command.ts';
import type { Context } from '../context.ts';
import type { CandidateId } from '../domain/document.ts';
import { askYes } from '../lib/ask-yes.ts';
import type { Call } from '../lib/call.ts';
import { CvxError, EXIT, type ExitCode, isUnavailable } from '../lib/errors.ts';
import { count, shortId, shownPath } from '../lib/format.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import type { CandidateRecord } from '../stores/candidate-store.ts';
import { findPerson } from './find-person.ts';

/** `cvx forget`: asks, erases, and says what is gone and what is not. */
export async function forgetPeople(
  session: Session,
  given: readonly string[],
  yes: boolean,
): Promise<ExitCode> {
  const { io, globals, signal } = session;
  const context = await session.open();
  const ids: CandidateId[] = [];
  for (const id of given) ids.push(await findPerson(context.store, id, { signal }));
  const unique = [...new Set(ids)];
  const records = (await context.store.get(unique, { signal })).filter((record) => record !== undefined);
  if (!yes && !(await confirmed(session, records))) {
    session.say('Nothing was erased.');
    return EXIT.ok;
  }
  const left = await forget(context, unique, { signal });
  if (globals.json) {
    const forgotten = records.map(({ candidate, documents, files }) => ({
      id: candidate.id,
      documents: documents.length,
      files,
    }));
    io.stdout.write(toJson({ schema: 1, forgotten, warnings: left === undefined ? [] : [left] }, 2));
    return EXIT.ok;
  }
  for (const record of records) io.stdout.line(`Erased ${described(record)}.`);
  if (left !== undefined) io.stderr.line(left);
  const files = records.flatMap((record) => record.files);
  if (files.length > 0) {
    io.stderr.line(
      `The files were left in place; cvx ingest would bring them back:\n${files.map((file) => `  ${oneLine(shownPath(file, io.cwd))}`).join('\n')}`,
    );
  }
  return EXIT.ok;
}

/** First parts of the keys of what searches keep (search/cached-answer.ts, search/query-vector.ts). */
const FORGOTTEN = ['answer:', 'vector:'] as const;

/**
 * Erases people from the index, the store and the cache. The index goes first: if anything fails in between, the store
 * still knows whom to erase, and the same command again completes it. Resolves to what is left to say where the cache
 * cannot be reached: no answer in it can be asked for any more, so that is no reason to fail after all is erased.
 */
export async function forget(
  { index, store, cache }: Context,
  ids: readonly CandidateId[],
  call?: Call,
): Promise<string | undefined> {
  await index.remove(ids, call);
  for (const id of ids) await store.remove(id, call);
  // Cached answers may hold anybody's passages; losing the others is harmless. What uploads wait for is kept there, too, and stays.
  try {
    for (const kind of FORGOTTEN) await cache.forget(kind, call);
    return undefined;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return `${error.message}: answers that it keeps can name these people until they expire by themselves, minutes after they were given. Nobody is shown them.`;
  }
}

function described({ candidate, documents, files }: CandidateRecord): string {
  const name = candidate.name === undefined ? 'a person without a known name' : oneLine(candidate.name.value);
  const versions = `${count(documents.length, 'document')} from ${count(files.length, 'file')}`;
  return `${name} (${shortId(candidate.id)}), ${versions}`;
}

async function confirmed(
  { io, globals, signal }: Session,
  records: readonly CandidateRecord[],
): Promise<boolean> {
  if (globals.json || !io.stdin.isTTY || !io.stderr.isTTY) {
    throw new CvxError(
      'CVX_NEEDS_YES',
      'cvx forget asks before it erases, and there is no terminal to ask on.',
      {
        hint: 'To erase without being asked, add --yes.',
      },
    );
  }
  for (const record of records) io.stderr.line(`  ${described(record)}`);
  return askYes(io, `Erase ${count(records.length, 'person', 'people')}?`, signal);
}
