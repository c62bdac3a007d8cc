import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Session } from '../command.ts';
import { unifiedDiff } from '../edits/diff.ts';
import type { ByteChange } from '../edits/transaction/apply-transaction.ts';
import type { Manifest } from '../edits/transaction/manifest.ts';
import { recoverTransactions } from '../edits/transaction/recover.ts';
import {
  lastStanding,
  listTransactions,
  type PastTransaction,
  planUndo,
  undoTransaction,
} from '../edits/transaction/undo-transaction.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';

export interface UndoRequest {
  readonly project: string;
  /** An id or the start of one; undefined for the last change that stands. */
  readonly id: string | undefined;
  readonly dryRun: boolean;
}

/** `cvx undo [id]`. Exits 0 also where there is nothing to take back. */
export async function runUndo(session: Session, { project, id, dryRun }: UndoRequest): Promise<ExitCode> {
  const root = await projectFolder(session, project);
  const past = await pastOf(session, root);
  const manifest = id === undefined ? lastStanding(past) : named(past, id);
  if (manifest === undefined) {
    if (session.globals.json) session.io.stdout.write(toJson({ schema: 1, undone: null }, 2));
    else session.io.stdout.line('There is nothing to undo here.');
    return EXIT.ok;
  }
  const changes = await planUndo(root, manifest);
  const files = changes.map(({ file, before, after }) => ({ file, action: actionOf(before, after) }));
  if (dryRun) return showDiff(session, manifest, changes);
  const done = await undoTransaction(root, manifest, { reason: 'cvx undo' });
  if (session.globals.json) {
    const { time, command } = manifest;
    session.io.stdout.write(
      toJson({ schema: 1, undone: { id: manifest.id, time, command, files }, id: done?.id ?? null }, 2),
    );
    return EXIT.ok;
  }
  session.io.stdout.line(`Took back ${said(manifest)}:`);
  for (const { file, action } of files) session.io.stdout.line(`  ${action.padEnd(8)}  ${oneLine(file)}`);
  session.say(
    'Services that read these files need a restart. Changed your mind?  cvx undo ' + (done?.id ?? ''),
  );
  return EXIT.ok;
}

/** `cvx undo --list`: every change, newest first, and whether it still stands. */
export async function listChanges(session: Session, project: string): Promise<ExitCode> {
  const { stdout } = session.io;
  const past = await pastOf(session, await projectFolder(session, project));
  if (session.globals.json) {
    const changes = past.map(({ manifest: { id, time, command, undoes, files }, undone }) => ({
      id,
      time,
      command,
      ...(undoes === undefined ? {} : { undoes }),
      undone,
      files: files.map(({ file }) => file),
    }));
    stdout.write(toJson({ schema: 1, changes }, 2));
    return EXIT.ok;
  }
  if (past.length === 0) stdout.line('cvx has changed nothing here.');
  for (const { manifest, undone } of past) {
    const state = undone ? ' (taken back)' : '';
    stdout.line(`${stdout.style.bold(manifest.id)}  ${oneLine(manifest.command)}${stdout.style.dim(state)}`);
    for (const { file } of manifest.files) stdout.line(`  ${oneLine(file)}`);
  }
  return EXIT.ok;
}

function showDiff({ io, globals }: Session, manifest: Manifest, changes: readonly ByteChange[]): ExitCode {
  const coloured = globals.json ? {} : { style: io.stdout.style };
  const diffs = changes.map(({ file, before, after }) => ({
    file,
    diff: unifiedDiff({ file, before: text(before), after: text(after) }, coloured),
  }));
  if (globals.json) io.stdout.write(toJson({ schema: 1, dryRun: true, id: manifest.id, files: diffs }, 2));
  else io.stdout.write(diffs.map(({ diff }) => diff).join(''));
  return EXIT.ok;
}

/** What stands after whatever a killed cvx left half done was rolled back. */
async function pastOf(session: Session, root: string): Promise<readonly PastTransaction[]> {
  for (const manifest of await recoverTransactions(root))
    session.say(`Rolled back ${said(manifest)}, which was interrupted.`);
  return listTransactions(root);
}

function named(past: readonly PastTransaction[], id: string): Manifest {
  const found = past.filter(({ manifest }) => manifest.id.startsWith(id));
  const [only] = found;
  const hint = 'cvx undo --list names them all.';
  if (only === undefined)
    throw new CvxError('CVX_USAGE', `No change here is called ${oneLine(id)}.`, { hint });
  if (found.length > 1)
    throw new CvxError('CVX_USAGE', `${found.length} changes start with ${oneLine(id)}.`, { hint });
  if (only.undone) throw new CvxError('CVX_USAGE', `That change was taken back already.`, { hint });
  return only.manifest;
}

async function projectFolder({ io }: Session, project: string): Promise<string> {
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

function said({ command, time }: Manifest): string {
  return `${oneLine(command)} of ${time}`;
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}
