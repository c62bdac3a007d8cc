import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Session } from '../command.ts';
import { unifiedDiff } from '../edits/diff.ts';
import { type ByteChange, sameBytes } from '../edits/transaction/apply-transaction.ts';
import type { Manifest } from '../edits/transaction/manifest.ts';
import { recoverTransactions } from '../edits/transaction/recover.ts';
import {
  lastStanding,
  listTransactions,
  type PastTransaction,
  planUndo,
  standingOfRun,
  undoTransactions,
} from '../edits/transaction/undo-transaction.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import { commandOf } from './command-of.ts';

export interface UndoRequest {
  readonly project: string;
  /** An id or the start of one; undefined for the last change that stands. */
  readonly id: string | undefined;
  readonly dryRun: boolean;
}

/** `cvx undo [id]`: a run of several changes is taken back as one. Exits 0 also where there is nothing to take back. */
export async function runUndo(session: Session, { project, id, dryRun }: UndoRequest): Promise<ExitCode> {
  const { io, globals } = session;
  const root = await projectFolder(session, project);
  const past = await pastOf(session, root);
  const manifests = id === undefined ? lastOf(past) : named(past, id);
  const [newest] = manifests;
  if (newest === undefined) {
    if (globals.json) io.stdout.write(toJson({ schema: 1, undone: null }, 2));
    else io.stdout.line('There is nothing to undo here.');
    return EXIT.ok;
  }
  const several = manifests.length > 1;
  const name = several ? (newest.run ?? newest.id) : newest.id;
  const transactions = several ? { transactions: manifests.map((one) => one.id) } : {};
  const changes = (await planUndo(root, manifests)).filter(({ before, after }) => !sameBytes(before, after));
  if (dryRun) return showDiff(session, { id: name, ...transactions }, changes);
  const files = changes.map(({ file, before, after }) => ({ file, action: actionOf(before, after) }));
  const back = await undoTransactions(root, manifests, { reason: 'cvx undo' });
  if (globals.json) {
    const { time } = manifests.at(-1) ?? newest;
    const undone = { id: name, time, command: commandOf(manifests), files, ...transactions };
    io.stdout.write(toJson({ schema: 1, undone, id: back ?? null }, 2));
    return EXIT.ok;
  }
  io.stdout.line(`Took back ${said(manifests)}:`);
  for (const { file, action } of files) io.stdout.line(`  ${action.padEnd(8)}  ${oneLine(file)}`);
  session.say(`Services that read these files need a restart. Changed your mind?  cvx undo ${back ?? ''}`);
  return EXIT.ok;
}

function showDiff({ io, globals }: Session, of: object, changes: readonly ByteChange[]): ExitCode {
  const coloured = globals.json ? {} : { style: io.stdout.style };
  const diffs = changes.map(({ file, before, after }) => ({
    file,
    diff: unifiedDiff({ file, before: text(before), after: text(after) }, coloured),
  }));
  if (globals.json) io.stdout.write(toJson({ schema: 1, dryRun: true, ...of, files: diffs }, 2));
  else io.stdout.write(diffs.map(({ diff }) => diff).join(''));
  return EXIT.ok;
}

/** What stands after whatever a killed cvx left half done was rolled back. */
export async function pastOf(session: Session, root: string): Promise<readonly PastTransaction[]> {
  for (const manifest of await recoverTransactions(root))
    session.say(`Rolled back ${said([manifest])}, which was interrupted.`);
  return listTransactions(root);
}

/** All that stands of the last run. */
function lastOf(past: readonly PastTransaction[]): readonly Manifest[] {
  const last = lastStanding(past);
  if (last === undefined) return [];
  return last.run === undefined ? [last] : standingOfRun(past, last.run);
}

/** One transaction by its id, or those of a run by the run's. */
function named(past: readonly PastTransaction[], id: string): readonly Manifest[] {
  const found = past.filter(({ manifest }) => manifest.id.startsWith(id));
  const runs = [...new Set(past.flatMap(({ manifest: { run } }) => (run?.startsWith(id) ? [run] : [])))];
  const hint = 'cvx undo --list names them all.';
  const matches = found.length + runs.length;
  if (matches === 0) throw new CvxError('CVX_USAGE', `No change here is called ${oneLine(id)}.`, { hint });
  if (matches > 1) throw new CvxError('CVX_USAGE', `${matches} changes start with ${oneLine(id)}.`, { hint });
  const [run] = runs;
  const standing =
    run === undefined
      ? found.flatMap(({ manifest, undone }) => (undone ? [] : [manifest]))
      : standingOfRun(past, run);
  if (standing.length === 0) throw new CvxError('CVX_USAGE', `That change was taken back already.`, { hint });
  return standing;
}

export async function projectFolder({ io }: Session, project: string): Promise<string> {
  const root = resolve(io.cwd, project);
  const isFolder = await stat(root).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (isFolder) return root;
  throw new CvxError('CVX_USAGE', `There is no folder ${oneLine(project)}.`, {
    hint: 'Give the folder of the project: --project DIR',
  });
}

function actionOf(
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
): 'restored' | 'removed' | 'made' {
  if (after === undefined) return 'removed';
  return before === undefined ? 'made' : 'restored';
}

function said(manifests: readonly Manifest[]): string {
  const rounds = manifests.length > 1 ? `, ${manifests.length} changes` : '';
  return `${oneLine(commandOf(manifests))} of ${manifests.at(-1)?.time ?? ''}${rounds}`;
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}
