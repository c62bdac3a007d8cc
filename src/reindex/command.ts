import { Option } from 'commander';
import { addCommand, type Register, waitOption } from '../command.ts';

interface ReindexFlags {
  readonly all?: true;
  readonly prune?: true;
  readonly verify?: true;
  readonly wait: number;
}

export const registerReindex: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'reindex',
    group: 'Look after',
    summary: 'Bring the search index up to what is stored, or prove that it is',
    details: [
      `Adds who is missing or outdated, for example after a change of EMBEDDING_MODEL or a new QDRANT_URL, and takes out
who is stored no more. No file is read again. Searches go on meanwhile, and after Ctrl+C the same command goes on.`,
    ],
    examples: [
      { run: 'cvx reindex', says: 'what is missing' },
      { run: 'cvx reindex --all', says: 'everybody anew' },
      { run: 'cvx reindex --verify', says: 'change nothing; exit 1 where index and store differ' },
    ],
  })
    .option('--all', 'index everybody anew')
    .option('--prune', 'also drop what other models left in the index')
    .addOption(
      new Option('--verify', 'only compare the index with what is stored').conflicts(['all', 'prune']),
    )
    .addOption(waitOption());
  runs(command, async (session) => {
    const { wait: waitMs, ...flags } = command.opts<ReindexFlags>();
    const { runReindex, verifyIndex } = await import('./run-reindex.ts');
    if (flags.verify === true) return verifyIndex(session, waitMs);
    return runReindex(session, { all: flags.all === true, prune: flags.prune === true, waitMs });
  });
};
