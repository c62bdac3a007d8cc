import { addCommand, type Register, wholeNumber } from '../command.ts';

/** One screen; the footer says how to see the rest. */
const DEFAULT_LIMIT = 50;

interface ListFlags {
  readonly limit: number;
  readonly offset: number;
}

interface ForgetFlags {
  readonly yes?: true;
}

export const registerPeople: Register = (program, runs) => {
  const show = addCommand(program, {
    usage: 'show <id>',
    group: 'Find people',
    summary: 'Show all that the CVs say of one person',
    details: ['An id may be shortened to any beginning of at least 4 characters that only one person has.'],
    examples: [
      { run: 'cvx show 3f2a9c1e', says: 'the id is shown by cvx search and cvx list' },
      { run: 'cvx show 3f2a9c1e --json', says: 'each value with the place that it was read from' },
    ],
  });
  runs(show, async (session, [id = '']) => (await import('./show.ts')).showPerson(session, id));

  const list = addCommand(program, {
    usage: 'list',
    group: 'Find people',
    summary: 'List everybody by name',
    examples: [
      { run: 'cvx list', says: 'the first 50' },
      { run: 'cvx list -n 20 --offset 20', says: 'the second page of 20' },
      { run: 'cvx list --json', says: 'for scripts' },
    ],
  })
    .option('-n, --limit <count>', 'people shown', wholeNumber(1), DEFAULT_LIMIT)
    .option('--offset <count>', 'people passed over first', wholeNumber(0), 0);
  runs(list, async (session) => (await import('./list.ts')).listPeople(session, list.opts<ListFlags>()));

  const forget = addCommand(program, {
    usage: 'forget <id...>',
    group: 'Look after',
    summary: 'Erase people: their data, vectors and cached answers',
    details: [
      'The files stay where they are. Delete them too, or the next cvx ingest brings the people back.',
    ],
    examples: [
      { run: 'cvx forget 3f2a9c1e', says: 'asks first' },
      { run: 'cvx forget 3f2a9c1e 77b0d2aa --yes', says: 'for scripts' },
    ],
  }).option('-y, --yes', 'do not ask');
  runs(forget, async (session, ids) =>
    (await import('./forget.ts')).forgetPeople(session, ids, forget.opts<ForgetFlags>().yes === true),
  );

  const stats = addCommand(program, {
    usage: 'stats',
    group: 'Look after',
    summary: 'Say what is stored: people, files by outcome, index, size',
    examples: [
      { run: 'cvx stats', says: 'at a glance' },
      { run: 'cvx stats --json', says: 'for scripts' },
    ],
  });
  runs(stats, async (session) => (await import('./stats.ts')).printStats(session));
};
