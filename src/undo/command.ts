import { addCommand, type Register } from '../command.ts';

interface UndoFlags {
  readonly project: string;
  readonly list?: true;
  readonly dryRun?: true;
}

export const registerUndo: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'undo',
    group: 'Look after',
    summary: 'Take back what cvx doctor --fix or cvx tune wrote',
    details: [
      `Every file gets back the very bytes and permissions that it had, and files that were made go: all that one run of a
command wrote. A file that has been edited since is left alone, and so is the rest. Run it again to take back the run before; undo
an undo by its id.`,
      `The backups lie in .cvx/backups of the project, for its owner only. They hold what the files held, secrets too.`,
    ],
    examples: [
      { run: 'cvx undo --dry-run', says: 'show what would change' },
      { run: 'cvx undo', says: 'take back what the last run wrote' },
      { run: 'cvx undo --list', says: 'all changes, newest first' },
    ],
  })
    .argument(
      '[id]',
      'which run or single change, as --list names it, or the start of that; the last run unless given',
    )
    .option('--list', 'list the changes instead')
    .option('--dry-run', 'show the diff and change nothing')
    .option('--project <dir>', 'the folder of the project', '.');
  runs(command, async (session, [id]) => {
    const { project, list, dryRun } = command.opts<UndoFlags>();
    if (list === true) return (await import('./list-changes.ts')).listChanges(session, project);
    const { runUndo } = await import('./run-undo.ts');
    return runUndo(session, { project, id, dryRun: dryRun === true });
  });
};
