import { resolve } from 'node:path';
import type { Session } from '../command.ts';
import { requireServers } from '../config/require-servers.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { count } from '../lib/format.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import type { DeadLetter, JobQueue } from '../stores/job-queue.ts';
import type { Staging } from '../stores/staging.ts';

export interface ReviveRequest {
  readonly action: 'retry' | 'drop';
  readonly paths: readonly string[];
  readonly all: boolean;
}

/** Dead letters in one answer of the queue. */
const PAGE = 1000;

/** `cvx queue retry|drop`. Exits 1 where a path that was named has not failed. */
export async function reviveDead(session: Session, { action, paths, all }: ReviveRequest): Promise<ExitCode> {
  const { io, globals, signal } = session;
  if (all === paths.length > 0)
    throw new CvxError('CVX_USAGE', `Name the files to ${action}, or say --all.`, {
      hint: 'The failed ones are listed by:  cvx queue status',
    });
  requireServers((await session.config()).config);
  const context = await session.open();
  const { staging } = context;
  const queue = await context.openQueue<IngestJob>('across');
  const asked = new Set(paths.map((path) => resolve(io.cwd, path)));
  const done: string[] = [];
  for await (const page of deadPages(queue, signal)) {
    const letters = all ? page : page.filter(({ key }) => asked.has(key));
    const keys = letters.map(({ key }) => key);
    if (action === 'drop') await removeStaged(staging, letters, signal);
    await queue.deadLetters[action](keys, { signal });
    done.push(...keys);
  }
  const unknown = [...asked].filter((path) => !done.includes(path));
  if (globals.json) io.stdout.write(toJson({ schema: 1, [action]: done, unknown }, 2));
  else {
    io.stdout.write(
      `${count(done.length, 'file')} ${action === 'retry' ? 'to be tried again' : 'given up'}\n`,
    );
    for (const path of unknown) io.stdout.write(`${oneLine(path)} is not among the failed ones\n`);
  }
  return unknown.length > 0 ? EXIT.findings : EXIT.ok;
}

async function* deadPages(
  queue: JobQueue<IngestJob>,
  signal: AbortSignal,
): AsyncIterable<readonly DeadLetter<IngestJob>[]> {
  for (let after: string | undefined; ;) {
    const page = await queue.deadLetters.list(
      { limit: PAGE, ...(after === undefined ? {} : { after }) },
      { signal },
    );
    yield page;
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** Before the letter goes: what is staged without one counts as a lost job, and would be read after all. */
async function removeStaged(
  staging: Staging | undefined,
  letters: readonly DeadLetter<IngestJob>[],
  signal: AbortSignal,
): Promise<void> {
  for (const { payload } of letters)
    if (payload.hash !== undefined) await staging?.remove(payload.path, payload.hash, { signal });
}
