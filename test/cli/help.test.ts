import { expect, test } from 'vitest';
import { runCvx } from './run-cvx.ts';

const COMMANDS = [
  'search',
  'show',
  'list',
  'ingest',
  'forget',
  'stats',
  'metrics',
  'doctor',
  'tune',
  'config',
];

test('bare cvx says what it is, leads with examples, and groups the commands', async () => {
  const { stdout, stderr, code } = await runCvx([]);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toMatchInlineSnapshot(`
    "Find the right person in a folder of CVs. Everything stays on this machine.

    Examples:
      $ cvx ingest ./cvs                                  read a folder of CVs
      $ cvx search "senior TypeScript developer, Berlin"  the ten best people, and why
      $ cvx search kubernetes --json                      for scripts
      $ cvx ingest ./cvs --dry-run                        what would be read, and what not

    Find people:
      search   Find people by what they can do, where, and for how long
      show     Show all that the CVs say of one person
      list     List everybody by name
      serve    Answer searches over HTTP: an API, a page to search from, health and metrics

    Look after:
      ingest   Read CVs: files, folders, globs; - takes a list from stdin
      worker   Read what cvx ingest --queue handed over, on any number of machines
      queue    Look at what cvx worker has before it, and at what failed
      reindex  Bring the search index up to what is stored, or prove that it is
      forget   Erase people: their data, vectors and cached answers
      stats    Say what is stored: people, files by outcome, index, size
      metrics  Serve metrics of this host and of PostgreSQL, Qdrant and Redis for Prometheus
      doctor   Find what is wrong with a Compose stack, and repair it
      tune     Size a stack for so many users, and write its files
      undo     Take back what cvx doctor --fix or cvx tune wrote
      config   Print every setting and where its value comes from

    All options: cvx --help
    "
  `);
});

test('--help tells the exit codes and every command', async () => {
  const { stdout, code } = await runCvx(['--help']);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  for (const exit of ['0 done', '2 usage', '3 a store', '70 a bug', '130, 143'])
    expect(stdout).toContain(exit);
});

test.each(COMMANDS)('cvx %s -h is its help, with examples, on stdout', async (command) => {
  const { stdout, stderr, code } = await runCvx([command, '-h']);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout).toContain(`Usage: cvx ${command}`);
  expect(stdout).toContain(`Examples:\n  $ `);
  expect((await runCvx([command, '--help'])).stdout).toBe(stdout);
});

test('cvx config --help documents each setting', async () => {
  const { stdout } = await runCvx(['config', '--help']);
  for (const name of ['CVX_HOME', 'EMBEDDING_MODEL', 'CVX_CONCURRENCY', 'CVX_FILE_TIMEOUT', 'DATABASE_URL']) {
    expect(stdout).toContain(`, ${name}\n`);
  }
});

test('help is coloured only where colour is wanted', async () => {
  expect((await runCvx(['--help'])).stdout).not.toContain('\u001b');
  expect((await runCvx(['--help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[1mUsage:');
  expect((await runCvx(['--help', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(
    '\u001b',
  );
  expect((await runCvx(['--help'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
    '\u001b',
  );
});

test('--version is one line', async () => {
  expect((await runCvx(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
