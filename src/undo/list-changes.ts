import type { Session } from '../command.ts';
import type { PastTransaction } from '../edits/transaction/undo-transaction.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { oneLine, toJson } from '../lib/terminal-text.ts';
import { commandOf } from './command-of.ts';
import { pastOf, projectFolder } from './run-undo.ts';

/** `cvx undo --list`: every change, newest first, those of one run together, and whether each still stands. */
export async function listChanges(session: Session, project: string): Promise<ExitCode> {
  const { stdout } = session.io;
  const past = await pastOf(session, await projectFolder(session, project));
  if (session.globals.json) {
    stdout.write(toJson({ schema: 1, changes: past.map(changeJson) }, 2));
    return EXIT.ok;
  }
  if (past.length === 0) stdout.line('cvx has changed nothing here.');
  for (const changes of byRun(past)) {
    const [first] = changes;
    const run = changes.length > 1 ? first?.manifest.run : undefined;
    const indent = run === undefined ? '' : '  ';
    if (run !== undefined) {
      const command = commandOf(changes.map(({ manifest }) => manifest));
      stdout.line(`${stdout.style.bold(run)}  ${oneLine(command)}, ${changes.length} changes`);
    }
    for (const { manifest, undone } of changes) {
      const { id, command, undoes, files } = manifest;
      const takes = undoes === undefined ? '' : ` (takes back ${undoes})`;
      const state = stdout.style.dim(takes + (undone ? ' (taken back)' : ''));
      stdout.line(`${indent}${stdout.style.bold(id)}  ${oneLine(command)}${state}`);
      for (const { file } of files) stdout.line(`${indent}  ${oneLine(file)}`);
    }
  }
  return EXIT.ok;
}

function changeJson({ manifest: { id, time, command, undoes, run, files }, undone }: PastTransaction) {
  return {
    id,
    time,
    command,
    ...(undoes === undefined ? {} : { undoes }),
    ...(run === undefined ? {} : { run }),
    undone,
    files: files.map(({ file }) => file),
  };
}

/** Where the newest of a run stands, all of it. */
function byRun(past: readonly PastTransaction[]): readonly (readonly PastTransaction[])[] {
  const runs = new Map<string, PastTransaction[]>();
  for (const one of past) {
    const key = one.manifest.run ?? one.manifest.id;
    runs.set(key, [...(runs.get(key) ?? []), one]);
  }
  return [...runs.values()];
}
