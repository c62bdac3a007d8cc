import { Option } from 'commander';
import { addCommand, type Register, waitOption } from '../command.ts';
import type { ProgressMode } from './progress.ts';

interface IngestFlags {
  readonly dryRun?: true;
  readonly prune?: true;
  readonly queue?: true;
  readonly sharedPaths?: true;
  readonly wait: number;
  readonly progress: ProgressMode;
}

/** What only the process that reads the files can do. */
const ALONE = ['dryRun', 'prune'];

export const registerIngest: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'ingest <paths...>',
    group: 'Look after',
    summary: 'Read CVs: files, folders, globs; - takes a list from stdin',
    details: [
      `PDF, DOCX, ODT, RTF, HTML, Markdown and text. What is unchanged is passed over, so running it again is
cheap, also after Ctrl+C. A file that cannot be read costs one line and exit code 1, never the run.`,
    ],
    examples: [
      { run: 'cvx ingest ./cvs', says: 'a folder and all below it' },
      { run: 'cvx ingest ./cvs --dry-run', says: 'what would be read, and why not the rest' },
      { run: 'cvx ingest ./cvs --prune', says: 'also forget files that are gone' },
      { run: 'cvx ingest ./cvs --queue', says: 'leave the reading to cvx worker, on any machine' },
      { run: 'find . -name "*.pdf" -print0 | cvx ingest -', says: 'a list, one per line or NUL separated' },
    ],
  })
    .option('--dry-run', 'read and report, store nothing')
    .option('--prune', 'forget files below the paths that are gone')
    .addOption(
      new Option('--queue', 'hand the files to cvx worker; needs PostgreSQL and Redis').conflicts(ALONE),
    )
    .addOption(
      new Option('--shared-paths', 'hand over paths only, which the workers must see, too')
        .implies({ queue: true })
        .conflicts(ALONE),
    )
    .addOption(waitOption())
    .addOption(
      new Option('--progress <how>', 'how to show progress on stderr')
        .choices(['auto', 'plain', 'json', 'none'])
        .default('auto'),
    );
  runs(command, async (session, paths) => {
    const { wait, ...flags } = command.opts<IngestFlags>();
    const { runIngest } = await import('./run-ingest.ts');
    return runIngest(session, {
      paths,
      waitMs: wait,
      dryRun: flags.dryRun === true,
      prune: flags.prune === true,
      queue: flags.queue !== true ? undefined : flags.sharedPaths === true ? 'shared' : 'staged',
      progress: flags.progress,
    });
  });
};
