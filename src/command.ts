import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { Config } from './config/schema.ts';
import type { SettingKey } from './config/settings.ts';
import type { Context } from './context.ts';
import type { Probes } from './context/probes.ts';
import type { ExitCode } from './lib/errors.ts';
import { expectedWhole, parseDuration, parseWhole } from './lib/format.ts';
import type { Io } from './lib/io.ts';

/** Flags that every command understands, before or after its name. */
export interface Globals {
  readonly json: boolean;
  /** No progress, no hints: results and errors only. */
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly envFile: string | undefined;
  readonly home: string | undefined;
}

/** What a command gets from cli.ts. */
export interface Session {
  readonly io: Io;
  readonly globals: Globals;
  /** Aborts on Ctrl-C, SIGTERM, and when the reader of stdout has gone. */
  readonly signal: AbortSignal;
  readonly config: () => Promise<{
    readonly config: Config;
    readonly origins: ReadonlyMap<SettingKey, string>;
  }>;
  /** Opens the stores, once. cli.ts closes them. */
  readonly open: (options?: OpenRequest) => Promise<Context>;
  /** Ways to look at the stores from outside, also where they are away, once. cli.ts closes them. */
  readonly probe: () => Promise<Probes>;
  /** A line on stderr that is no result: what happened beside it, what to do next. Silent under --quiet and --json. */
  readonly say: (text: string) => void;
}

/** How long a command waits while another cvx holds the stores; then it says who does and exits 3. */
export const DEFAULT_WAIT_MS = 10_000;

export interface OpenRequest {
  /** How long to wait while another cvx holds the stores; 10 s unless given. */
  readonly waitMs?: number;
  /** Let other commands work in the embedded store meanwhile; see context/open-options.ts. */
  readonly share?: boolean;
}

export interface Example {
  /** A whole command line. The tests run those that need no file of the user. */
  readonly run: string;
  readonly says: string;
}

export interface CommandSpec {
  /** Name and arguments as commander reads them: `show <id>`. */
  readonly usage: string;
  readonly group: 'Find people' | 'Look after';
  readonly summary: string;
  /** Further paragraphs of `--help`. */
  readonly details?: readonly string[];
  readonly examples: readonly Example[];
}

/** Adds a command to the program; its action runs under the session that cli.ts made. */
export type Register = (program: Command, runs: Runs) => void;

/** Binds an action to a command. The action returns the exit code, and loads what it needs by `import()`. */
export type Runs = (command: Command, action: Action) => Command;
type Action = (session: Session, operands: readonly string[]) => Promise<ExitCode>;

/** A subcommand with its help: summary, details, examples from data. */
export function addCommand(program: Command, spec: CommandSpec): Command {
  return (
    program
      .command(spec.usage)
      .helpGroup(`${spec.group}:`)
      .summary(spec.summary)
      // Details are wrapped in the source; commander wraps them anew to the terminal.
      .description(
        [`${spec.summary}.`, ...(spec.details ?? []).map((text) => text.replaceAll(/\s+/g, ' '))].join(
          '\n\n',
        ),
      )
      .addHelpText('after', `\n${examplesText(spec.examples)}`)
  );
}

/** `Examples:`, one line each, the explanations aligned. */
export function examplesText(examples: readonly Example[]): string {
  const width = Math.max(...examples.map(({ run }) => run.length));
  return ['Examples:', ...examples.map(({ run, says }) => `  $ ${run.padEnd(width)}  ${says}`)].join('\n');
}

/** Parser of a whole number in a range, for `option()`. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = parseWhole(text);
    if (value !== undefined && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(expectedWhole(text, `Give a whole number ${range}.`));
  };
}

/** `--wait`, of commands that may have to wait for another cvx to give the stores back. In ms. */
export function waitOption(): Option {
  return new Option('--wait <time>', 'how long to wait while another cvx holds the data')
    .argParser(durationOption)
    .default(DEFAULT_WAIT_MS, '10s');
}

/** Parser of `10s`, `500ms`, `2m` to milliseconds, for `option()`. */
function durationOption(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Give a duration such as 10s or 2m.');
  return ms;
}

/** Parser of an option that may be repeated, for `option()` with `[]` as its default. */
export function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
