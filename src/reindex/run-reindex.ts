import type { Session } from '../command.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { count, duration, grouped } from '../lib/format.ts';
import { exitOfStop } from '../lib/shutdown.ts';
import { toJson } from '../lib/terminal-text.ts';
import { compareIndex, isSame, type Comparison } from './compare.ts';
import { reindex, type ReindexReport } from './reindex.ts';

export interface ReindexRun {
  readonly all: boolean;
  readonly prune: boolean;
  readonly waitMs: number;
}

/** Often enough to show life, seldom enough to keep a log readable. */
const EVERY_MS = 2000;

/** `cvx reindex`: progress on stderr, what was done on stdout. */
export async function runReindex(session: Session, { all, prune, waitMs }: ReindexRun): Promise<ExitCode> {
  const { io, globals, signal, say } = session;
  const context = await session.open({ waitMs });
  let last = performance.now();
  const report = await reindex(context, {
    all,
    prune,
    signal,
    onProgress: (done, total) => {
      if (performance.now() - last < EVERY_MS) return;
      last = performance.now();
      say(`Indexing: ${grouped(done)} of ${count(total, 'person', 'people')}`);
    },
  });
  if (globals.json) io.stdout.write(toJson({ schema: 1, ...report }, 2));
  else io.stdout.line(reportLine(report));
  if (!report.interrupted) return EXIT.ok;
  say('Run cvx reindex again to go on from here.');
  return exitOfStop(signal, EXIT.interrupted);
}

function reportLine({ indexed, removed, rebuilt, pruned, seconds, interrupted }: ReindexReport): string {
  const where = rebuilt === undefined ? '' : ` in a new collection (${rebuilt})`;
  const parts = [
    `${count(indexed, 'person', 'people')} indexed${where}`,
    ...(removed > 0 ? [`${grouped(removed)} removed who are stored no more`] : []),
    ...(pruned > 0 ? [`${count(pruned, 'entry', 'entries')} of other models dropped`] : []),
  ];
  return `${interrupted ? 'Stopped; what was done is kept: ' : ''}${parts.join(', ')} in ${duration(seconds)}`;
}

/** `cvx reindex --verify`: whether store and index hold the same people; exit 1 where they do not. */
export async function verifyIndex(session: Session, waitMs: number): Promise<ExitCode> {
  const { io, globals, signal, say } = session;
  const { store, index } = await session.open({ waitMs });
  await index.ping({ signal });
  await index.ensure({ signal });
  const found = await compareIndex({ store, index }, { signal });
  const same = isSame(found);
  if (globals.json) {
    const { missing, extra, ...counts } = found;
    const lists = { missing: missing.length, extra: extra.length };
    io.stdout.write(
      toJson({ schema: 1, index: index.name, spec: index.spec.name, ...counts, ...lists, same }, 2),
    );
  } else io.stdout.line(verdict(index.name, found, same));
  if (!same) say('To repair it:  cvx reindex');
  return same ? EXIT.ok : EXIT.findings;
}

function verdict(
  name: string,
  { stored, indexed, missing, extra, pending }: Comparison,
  same: boolean,
): string {
  const counts = `${grouped(stored)} people stored, ${grouped(indexed)} in the index (${name})`;
  if (same) return `The same: ${counts}`;
  return `Not the same: ${counts}; ${grouped(missing.length)} missing, ${grouped(extra.length)} too many, ${grouped(pending)} yet to be indexed`;
}
