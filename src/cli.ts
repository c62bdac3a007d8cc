import cluster from 'node:cluster';
import { setMaxListeners } from 'node:events';
import { Command, CommanderError } from 'commander';
import type { Example, Globals, Runs } from './command.ts';
import { examplesText } from './command.ts';
import { registerConfig } from './config/command.ts';
import { registerDoctor } from './doctor/command.ts';
import { registerMetricsServer } from './exporter/command.ts';
import { registerIngest } from './ingest/command.ts';
import { describeError, errorStack, errorText } from './lib/error-report.ts';
import type { ExitCode } from './lib/errors.ts';
import { CvxError, EXIT } from './lib/errors.ts';
import type { Io } from './lib/io.ts';
import { processIo } from './lib/io.ts';
import { packageVersion } from './lib/package-version.ts';
import { Stopped, stopOnSignals } from './lib/shutdown.ts';
import { createStyle } from './lib/style.ts';
import { toJson } from './lib/terminal-text.ts';
import { registerPeople } from './people/command.ts';
import { registerQueue } from './queue/command.ts';
import { registerReindex } from './reindex/command.ts';
import { registerSearch } from './search/command.ts';
import { registerServe } from './serve/command.ts';
import { registerTune } from './tune/command.ts';
import { registerUndo } from './undo/command.ts';
import { registerWorker } from './worker/command.ts';
import { createSession } from './session.ts';

const VERSION = packageVersion();

const EXAMPLES: readonly Example[] = [
  { run: 'cvx ingest ./cvs', says: 'read a folder of CVs' },
  { run: 'cvx search "senior TypeScript developer, Berlin"', says: 'the ten best people, and why' },
  { run: 'cvx search kubernetes --json', says: 'for scripts' },
  { run: 'cvx ingest ./cvs --dry-run', says: 'what would be read, and what not' },
];

const EXIT_CODES = `Exit codes:
  0 done   1 done, and something was lost (a file could not be read)   2 usage or configuration
  3 a store cannot be reached   70 a bug in cvx   130, 143 stopped by Ctrl+C, by SIGTERM`;

/**
 * Runs one command line (without node and script) and resolves to its exit code. Never rejects: an error becomes text
 * on stderr, or `{error: {code, message, hint}}` under --json.
 */
export async function main(argv: readonly string[], given?: Io): Promise<ExitCode> {
  const stop = new AbortController();
  // Every file under way listens to it; Node's warning at eleven listeners is meant for leaks.
  setMaxListeners(0, stop.signal);
  const io =
    given ?? processIo(argv, () => stop.abort(new Stopped('The reader of the output has gone.', EXIT.ok)));
  // Ctrl+C reaches the workers of cvx serve, too; their primary answers it.
  const isHeard = cluster.isPrimary && !isForProgram(argv);
  const ignoreSignals = stopOnSignals({
    controller: stop,
    say: isHeard ? (text) => io.stderr.line(text) : () => undefined,
    exit: io.exit,
  });
  const json = flagged(argv, '--json');
  try {
    const code = await run(argv, io, stop);
    await io.stdout.flush();
    return code;
  } catch (error) {
    return report(error, { io, json, debug: flagged(argv, '--debug'), stop: stop.signal });
  } finally {
    ignoreSignals();
    await io.stderr.flush();
  }
}

/** The code of the command that ran; 0 where only help or the version was asked for. */
async function run(argv: readonly string[], io: Io, stop: AbortController): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const runs: Runs = (command, action) =>
    command.action(async () => {
      const session = createSession({
        io,
        stop: stop.signal,
        command: command.name(),
        globals: globalsOf(command, isForProgram(argv)),
        loadContext: async () => (await import('./context.ts')).openContext,
        loadProbes: async () => (await import('./context/probes.ts')).openProbes,
      });
      try {
        code = await action(session, command.processedArgs.flat());
      } finally {
        await session.close();
      }
    });
  const program = buildProgram(io, runs);
  if (argv.length === 0) {
    io.stdout.write(shortHelp(program));
    return code;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') io.stdout.write(shortHelp(program));
    else if (error.exitCode !== 0) throw usageError(error, program, argv);
  }
  return code;
}

function buildProgram(io: Io, runs: Runs): Command {
  const program = new Command('cvx')
    .description('Find the right person in a folder of CVs. Everything stays on this machine.')
    .usage('<command> [options]')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are worded in usageError, once, for text and JSON alike.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns,
      getOutHasColors: () => true,
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => createStyle(io.stdout.style.bold('x') !== 'x').bold(title),
    })
    .optionsGroup('Options for every command:')
    .option('--json', 'print one JSON document (for scripts)')
    .option('-q, --quiet', 'no progress and no hints')
    .option('--debug', 'say what happens inside, and print stacks of errors')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded too)')
    .option('--home <dir>', "folder of cvx's data, instead of CVX_HOME")
    .option('--env-file <file>', 'read settings from a file of NAME=value lines');
  for (const register of [
    registerSearch,
    registerIngest,
    registerWorker,
    registerQueue,
    registerReindex,
    registerPeople,
    registerServe,
    registerMetricsServer,
    registerDoctor({ loadSizing: async () => (await import('./tune/tune-project.ts')).tuneProject }),
    registerTune,
    registerUndo,
    registerConfig,
  ])
    register(program, runs);
  return program.addHelpText('after', () => `\n${examplesText(EXAMPLES)}\n\n${EXIT_CODES}`);
}

function globalsOf(command: Command, forProgram: boolean): Globals {
  const all = command.optsWithGlobals<Partial<Globals>>();
  return {
    json: all.json === true,
    quiet: all.quiet === true || forProgram,
    debug: all.debug === true,
    envFile: all.envFile,
    home: all.home,
  };
}

/** What bare `cvx` prints: enough to start. */
function shortHelp(program: Command): string {
  const helper = program.createHelp();
  const groups = new Map<string, Command[]>();
  for (const command of helper.visibleCommands(program)) {
    groups.set(command.helpGroup(), [...(groups.get(command.helpGroup()) ?? []), command]);
  }
  const width = Math.max(...program.commands.map((command) => command.name().length));
  const commands = [...groups].map(([title, members]) =>
    [title, ...members.map((command) => `  ${command.name().padEnd(width)}  ${command.summary()}`)].join(
      '\n',
    ),
  );
  const blocks = [program.description(), examplesText(EXAMPLES), ...commands, 'All options: cvx --help'];
  return `${blocks.join('\n\n')}\n`;
}

/** commander's words, with the command whose help to read. */
function usageError(error: CommanderError, program: Command, argv: readonly string[]): CvxError {
  const named = program.commands.find((command) => argv.includes(command.name()));
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.?!]$/.test(first) ? '' : '.'}`;
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  const help = `Usage: ${named === undefined ? 'cvx --help' : `cvx ${named.name()} --help`}`;
  return new CvxError('CVX_USAGE', message, { hint: suggestion === '' ? help : `${suggestion}\n${help}` });
}

interface Failure {
  readonly io: Io;
  readonly json: boolean;
  readonly debug: boolean;
  readonly stop: AbortSignal;
}

/** Says what went wrong and resolves to the exit code. */
function report(error: unknown, { io, json, debug, stop }: Failure): ExitCode {
  // Whatever fails after the stop fails because of it.
  const reason: unknown = stop.reason;
  if (stop.aborted && reason instanceof Stopped) {
    if (debug) io.stderr.line(errorStack(error));
    return reason.exit;
  }
  const described = describeError(error, VERSION);
  if (debug) io.stderr.line(errorStack(error));
  if (json) io.stderr.write(toJson({ error: described }));
  else
    io.stderr.line(
      io.stderr.style.bad(errorText(described).split('\n')[0] ?? '') + restOf(errorText(described)),
    );
  return error instanceof CvxError ? error.exit : EXIT.bug;
}

/** All lines but the first. */
function restOf(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? '' : text.slice(end);
}

/** Whether a program reads stderr, which then holds JSON only. */
function isForProgram(argv: readonly string[]): boolean {
  const progress = argv.indexOf('--progress');
  return (
    flagged(argv, '--json') ||
    flagged(argv, '--progress=json') ||
    (progress !== -1 && argv[progress + 1] === 'json')
  );
}

/** Whether a global flag is given; asked before, or without, a successful parse. */
function flagged(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes(flag);
}
