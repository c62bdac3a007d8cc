import { expect, test } from 'vitest';
import { runCvx } from './run-cvx.ts';

test.each([
  [['serach', 'x'], "Unknown command 'serach'.\n  Did you mean search?\n  Usage: cvx --help\n"],
  [
    ['search', '--limt', '3', 'x'],
    "Unknown option '--limt'.\n  Did you mean --limit?\n  Usage: cvx search --help\n",
  ],
  [['search'], "Missing required argument 'query'.\n  Usage: cvx search --help\n"],
  [['search', ' '], 'The query is empty.\n  Usage: cvx search --help\n'],
  [
    ['search', 'x', '-n', '0'],
    "Option '-n, --limit <count>' argument '0' is invalid. Give a whole number from 1 to 1000.\n  Usage: cvx search --help\n",
  ],
  [
    ['search', 'x', '--mode', 'vector'],
    "Option '--mode <mode>' argument 'vector' is invalid. Allowed choices are hybrid, dense, lexical.\n  Usage: cvx search --help\n",
  ],
  [
    ['search', 'x', '--csv', '--md'],
    "Option '--csv' cannot be used with option '--md'.\n  Usage: cvx search --help\n",
  ],
  [['ingest'], "Missing required argument 'paths'.\n  Usage: cvx ingest --help\n"],
  [
    ['ingest', '.', '--wait', 'long'],
    "Option '--wait <time>' argument 'long' is invalid. Give a duration such as 10s or 2m.\n  Usage: cvx ingest --help\n",
  ],
  [['ingest', '-'], 'The list of paths on stdin is empty.\n'],
  [
    ['list', 'everybody'],
    "Too many arguments for 'list'. Expected 0 arguments but got 1.\n  Usage: cvx list --help\n",
  ],
])('cvx %j: exit 2, words on stderr, nothing on stdout', async (args, message) => {
  expect(await runCvx(args)).toEqual({ stdout: '', stderr: message, code: 2 });
});

test('under --json an error is JSON, before or after the command', async () => {
  const after = await runCvx(['search', '--json']);
  expect({ ...after, stderr: JSON.parse(after.stderr) as unknown }).toEqual({
    stdout: '',
    stderr: {
      error: {
        code: 'CVX_USAGE',
        message: "Missing required argument 'query'.",
        hint: 'Usage: cvx search --help',
      },
    },
    code: 2,
  });
  expect(await runCvx(['--json', 'search'])).toEqual(after);
});

test('an error repeats a foreign escape sequence only as visible text', async () => {
  const { stderr } = await runCvx(['\u001b[2Jsearch']);
  expect(stderr).toContain("Unknown command '␛[2Jsearch'");
});

test('a PostgreSQL that cannot be reached is exit 3, named without its password', async () => {
  const { stdout, stderr, code } = await runCvx(['list'], {
    env: { DATABASE_URL: 'postgresql://u:hunter2@127.0.0.1:1/x' },
  });
  expect({ stdout, code }).toEqual({ stdout: '', code: 3 });
  expect(stderr).toContain('127.0.0.1:1');
  expect(stderr).not.toContain('hunter2');
});
