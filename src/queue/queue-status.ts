import type { Session } from '../command.ts';
import { requireServers } from '../config/require-servers.ts';
import type { IngestJob } from '../ingest/ingest.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { bytes, duration, grouped, shownPath } from '../lib/format.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';

/** `cvx queue status`: counts, how far the workers are behind, and the oldest `limit` failures. Exits 1 where there are any. */
export async function printQueueStatus(session: Session, limit: number): Promise<ExitCode> {
  const { io, globals, signal } = session;
  requireServers((await session.config()).config);
  const context = await session.open();
  const { staging } = context;
  const queue = await context.openQueue<IngestJob>('across');
  const [counts, lag, letters, staged] = await Promise.all([
    queue.counts({ signal }),
    queue.lag({ signal }),
    limit === 0 ? [] : queue.deadLetters.list({ limit }, { signal }),
    staging?.stats({ signal }),
  ]);
  const code = counts.dead > 0 ? EXIT.findings : EXIT.ok;
  if (globals.json) {
    const deadLetters = letters.map(({ key, reason, attempts, diedAt }) => ({
      path: key,
      reason,
      attempts,
      diedAt: diedAt.toISOString(),
    }));
    io.stdout.write(toJson({ schema: 1, ...counts, ...lag, staged, deadLetters }, 2));
    return code;
  }
  const { bold, dim } = io.stdout.style;
  const rows: [string, string][] = [
    ['Waiting', `${grouped(counts.waiting)} (${grouped(lag.delayed)} of them for another try)`],
    ['Oldest', counts.waiting === 0 ? '-' : `waits for ${duration(lag.oldestMs / 1000)}`],
    ['Running', `${grouped(counts.running)}, ${grouped(lag.workers)} workers`],
    ['Staged', `${grouped(staged?.files ?? 0)} files, ${bytes(staged?.bytes ?? 0)}`],
    ['Failed', grouped(counts.dead)],
  ];
  io.stdout.write(rows.map(([title, value]) => `${bold(title.padEnd(7))}  ${value}\n`).join(''));
  for (const { key, reason, attempts } of letters)
    io.stdout.write(
      `  ${oneLine(shownPath(key, io.cwd))} ${dim(`(${oneLine(reason)}; ${attempts} tries)`)}\n`,
    );
  if (counts.dead > letters.length) io.stdout.write(dim(`  and more: --limit ${counts.dead}\n`));
  if (counts.dead > 0)
    session.say('Try them again:  cvx queue retry --all   or give them up:  cvx queue drop --all');
  if (counts.waiting > 0 && lag.workers === 0) session.say('No worker runs. Start one:  cvx worker');
  return code;
}
