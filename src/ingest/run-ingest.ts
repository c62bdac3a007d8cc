import type { Session } from '../command.ts';
import type { Config } from '../config/schema.ts';
import { COMPLETE_OUTCOMES } from '../domain/outcome.ts';
import { count } from '../lib/format.ts';
import { EXIT, type CvxError, type ExitCode } from '../lib/errors.ts';
import { exitOfStop } from '../lib/shutdown.ts';
import { toJson } from '../lib/terminal-text.ts';
import type { Context } from '../context.ts';
import { requireServers } from '../config/require-servers.ts';
import { enqueue } from './enqueue.ts';
import { ingest, type IngestJob } from './ingest.ts';
import { parserOptions } from './parse/parser-options.ts';
import { openParserPool } from './parse/parser-pool.ts';
import { expandPathList } from './path-list.ts';
import { openProgress } from './open-progress.ts';
import type { ProgressMode } from './progress.ts';
import { DEFAULT_READ_LIMITS } from './read/limits.ts';
import type { IngestReport, IngestRequest } from './report.ts';
import { summaryText } from './summary.ts';

export interface IngestRun {
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  readonly prune: boolean;
  /** Leave the reading to workers: they are given the bytes, or read the same paths. */
  readonly queue: 'staged' | 'shared' | undefined;
  readonly waitMs: number;
  readonly progress: ProgressMode;
}

/** `cvx ingest`: progress on stderr, the report on stdout. */
export async function runIngest(session: Session, run: IngestRun): Promise<ExitCode> {
  const { io, globals, signal } = session;
  const paths = await expandPathList(run.paths, io.stdin);
  const { config } = await session.config();
  if (run.queue !== undefined) requireServers(config);
  const context = await session.open({ waitMs: run.waitMs });
  const view = await openProgress(io, {
    mode: run.progress,
    quiet: globals.quiet,
    json: globals.json,
    signal,
  });
  const request: IngestRequest = {
    paths,
    dryRun: run.dryRun,
    prune: run.prune,
    signal,
    onProgress: (progress) => view.progress(progress),
    onFile: (file) => view.file(file),
  };
  let report: IngestReport | undefined;
  try {
    report = await (run.queue === undefined
      ? ingestHere(context, config, request, io.cwd)
      : ingestAcross(context, run.queue, request, io.cwd));
  } finally {
    await view.end(report === undefined || report.interrupted);
  }
  const { stdout } = io;
  stdout.write(
    globals.json
      ? toJson(ingestJson(report), 2)
      : summaryText(report, { dryRun: run.dryRun, cwd: io.cwd, style: stdout.style }),
  );
  if (report.unreachable !== undefined && !globals.json)
    io.stderr.line(io.stderr.style.bad(notIndexed(report.unreachable)));
  await sayNext(session, run, report);
  return exitCode(report, signal);
}

async function ingestHere(
  context: Context,
  config: Config,
  request: IngestRequest,
  cwd: string,
): Promise<IngestReport> {
  const parser = openParserPool(parserOptions(config, config.concurrency));
  try {
    const queue = await context.openQueue<IngestJob>('here');
    return await ingest({ ...context, queue, parser, cwd }, request);
  } finally {
    await parser.close();
  }
}

async function ingestAcross(
  context: Context,
  how: 'staged' | 'shared',
  request: IngestRequest,
  cwd: string,
): Promise<IngestReport> {
  const queue = await context.openQueue<IngestJob>('across');
  const staging = how === 'shared' ? how : context.staging;
  if (staging === undefined) throw new Error('A store of many machines has no staging');
  return enqueue({ ...context, queue, staging, limits: DEFAULT_READ_LIMITS, cwd }, request);
}

/** `cvx ingest --json`. Keys are only ever added. */
function ingestJson({ seconds, ...report }: IngestReport): object {
  const { files, counts, pruned, interrupted, queued, unreachable } = report;
  return {
    schema: 1,
    files,
    counts,
    seconds: Math.round(seconds * 1000) / 1000,
    pruned,
    interrupted,
    queued,
    warnings: unreachable === undefined ? [] : [notIndexed(unreachable)],
  };
}

function notIndexed({ message }: CvxError): string {
  return `${message}: what was read is stored, and the next cvx ingest adds it to the index.`;
}

async function sayNext(session: Session, { dryRun, paths }: IngestRun, report: IngestReport): Promise<void> {
  const { open, say } = session;
  if (report.queued.length > 0 && !report.interrupted) {
    say('The rest is done by:  cvx worker   (how far they are: cvx queue status)');
    return;
  }
  if (report.files.length === 0 && !report.interrupted) {
    say('No CVs there. Supported: PDF, DOCX, ODT, RTF, HTML, Markdown, text.');
    return;
  }
  if (report.interrupted) {
    say('Run the same command again to go on from here.');
    return;
  }
  if (dryRun) {
    say(`To store this, leave out --dry-run:  cvx ingest ${paths.join(' ')}`);
    return;
  }
  if (report.unreachable !== undefined) return;
  const { store, index } = await open();
  const { candidates } = await store.stats(index.spec.name);
  if (candidates > 0)
    say(
      `${count(candidates, 'person is', 'people are')} searchable. Try:  cvx search "senior TypeScript developer"`,
    );
}

function exitCode({ files, interrupted, unreachable }: IngestReport, signal: AbortSignal): ExitCode {
  if (interrupted) return exitOfStop(signal, EXIT.interrupted);
  if (unreachable !== undefined) return EXIT.unavailable;
  return files.every(({ outcome }) => COMPLETE_OUTCOMES.has(outcome)) ? EXIT.ok : EXIT.findings;
}
