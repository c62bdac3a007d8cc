import { Option } from 'commander';
import { addCommand, type Register, wholeNumber } from '../command.ts';
import { CvxError } from '../lib/errors.ts';
import type { SearchMode } from './report.ts';

/** Ten fill one screen with their reasons. */
const DEFAULT_LIMIT = 10;

/** More people than anybody reads; a bound on what one query may cost. */
const MAX_LIMIT = 1000;

interface SearchFlags {
  readonly limit: number;
  readonly offset: number;
  readonly mode: SearchMode;
  readonly explain?: true;
  readonly csv?: true;
  readonly md?: true;
  readonly plain?: true;
  readonly failIfEmpty?: true;
}

export const registerSearch: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'search <query...>',
    group: 'Find people',
    summary: 'Find people by what they can do, where, and for how long',
    details: [
      `Words and meaning count alike; short forms are understood (TS, k8s). Each person comes with the passage
that fits best and the reasons. Piped, the output is one person per line, separated by tabs:
rank, score, id, name, headline, location, years, file, passage.`,
    ],
    examples: [
      { run: 'cvx search "senior TS dev, Berlin, 5+ years"', says: 'the ten best, and why' },
      { run: 'cvx search kubernetes -n 50 --csv > people.csv', says: 'for a spreadsheet' },
      { run: "cvx search kubernetes --json | jq '.hits[].name'", says: 'for scripts' },
      { run: 'cvx search "machine learning" --explain', says: 'how each score came about' },
    ],
  })
    .option('-n, --limit <count>', 'people shown', wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .option('--offset <count>', 'people passed over first', wholeNumber(0), 0)
    .addOption(
      new Option('--mode <mode>', 'rank by words and meaning, by meaning, or by words')
        .choices(['hybrid', 'dense', 'lexical'])
        .default('hybrid'),
    )
    .option('--explain', 'show the parts of each score')
    .addOption(new Option('--csv', 'as CSV').conflicts(['json', 'md', 'plain']))
    .addOption(new Option('--md', 'as a Markdown table').conflicts(['json', 'csv', 'plain']))
    .addOption(
      new Option('--plain', 'one person per line, separated by tabs').conflicts(['json', 'csv', 'md']),
    )
    .option('--fail-if-empty', 'exit 1 where nobody is found');

  runs(command, async (session, words) => {
    const flags = command.opts<SearchFlags>();
    const text = words.join(' ').trim();
    if (text === '')
      throw new CvxError('CVX_USAGE', 'The query is empty.', { hint: 'Usage: cvx search --help' });
    const format = flags.csv ? 'csv' : flags.md ? 'md' : flags.plain ? 'plain' : undefined;
    const { runSearch } = await import('./run-search.ts');
    return runSearch(session, {
      request: { text, mode: flags.mode, limit: flags.limit, offset: flags.offset, signal: session.signal },
      format,
      explain: flags.explain === true,
      failIfEmpty: flags.failIfEmpty === true,
    });
  });
};
