import { addCommand, type Register } from '../command.ts';

export const registerWorker: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'worker',
    group: 'Look after',
    summary: 'Read what cvx ingest --queue handed over, on any number of machines',
    details: [
      `It needs DATABASE_URL and REDIS_URL (or REDIS_QUEUE_URL), and runs until it is stopped. Ctrl+C or SIGTERM lets it
finish what it is reading for up to 10 s; what it does not finish, and what a killed worker leaves, is read by another
one.`,
    ],
    examples: [
      { run: 'cvx worker', says: 'until Ctrl+C' },
      { run: 'cvx worker --until-empty', says: 'until nothing waits any more' },
      { run: 'cvx worker --json', says: 'one JSON document for each file' },
    ],
  }).option('--until-empty', 'end once nothing waits and nothing runs');
  runs(command, async (session) => {
    const { runWorker } = await import('./run-worker.ts');
    return runWorker(session, { untilEmpty: command.opts<{ untilEmpty?: true }>().untilEmpty === true });
  });
};
