import { Argument } from 'commander';
import { addCommand, type Register, wholeNumber } from '../command.ts';

/** One screen; --limit shows more. */
const DEFAULT_LIMIT = 20;

interface QueueFlags {
  readonly all?: true;
  readonly limit: number;
}

export const registerQueue: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'queue',
    group: 'Look after',
    summary: 'Look at what cvx worker has before it, and at what failed',
    details: [
      `A file whose job failed for good waits with the reason until it is tried again (retry) or given up (drop, which
also removes its staged bytes). A CV that cannot be read is no such failure: it has its outcome, which cvx stats counts.`,
    ],
    examples: [
      { run: 'cvx queue status', says: 'how much waits, and what failed' },
      { run: 'cvx queue retry --all', says: 'try again all that failed' },
      { run: 'cvx queue drop ./cvs/broken.pdf', says: 'give it up' },
    ],
  })
    .addArgument(new Argument('<action>', 'what to do').choices(['status', 'retry', 'drop']))
    .argument('[paths...]', 'failed files to retry or to drop')
    .option('--all', 'all that failed')
    .option('-n, --limit <count>', 'failed files shown', wholeNumber(0), DEFAULT_LIMIT);
  runs(command, async (session, [action, ...paths]) => {
    const { all, limit } = command.opts<QueueFlags>();
    if (action === 'retry' || action === 'drop') {
      const { reviveDead } = await import('./revive-dead.ts');
      return reviveDead(session, { action, paths, all: all === true });
    }
    return (await import('./queue-status.ts')).printQueueStatus(session, limit);
  });
};
