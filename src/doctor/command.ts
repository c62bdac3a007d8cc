import { type Command, InvalidArgumentError, Option } from 'commander';
import { addCommand, collected, type CommandSpec, type Register, wholeNumber } from '../command.ts';
import { parseDuration } from '../lib/format.ts';
import type { Severity } from './check.ts';
import type { SizeProject } from './sized-for.ts';
import type { Format } from './report/write-report.ts';

interface DoctorFlags {
  readonly project: string;
  readonly file: readonly string[];
  readonly logs: readonly string[];
  readonly since: string;
  readonly service: readonly (readonly [string, string])[];
  readonly live: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly list?: true;
  readonly explain?: string;
  readonly failOn: Severity | 'never';
  readonly requireLive?: true;
  readonly format?: Format;
  readonly output?: string;
  readonly fix?: true;
  readonly yes?: true;
  readonly allow: readonly string[];
  readonly dryRun?: true;
  readonly restart?: true;
  readonly users?: number;
}

const SPEC: CommandSpec = {
  usage: 'doctor',
  group: 'Look after',
  summary: 'Find what is wrong with a Compose stack, and repair it',
  details: [
    `Looks at the compose files, .env files, configurations and sources of a project, at logs, and at the services that run, and
joins them: a line in a log, the container that caused it, and the place in a file to edit. What cannot be seen is told apart from
what is healthy.`,
    `--fix edits files as a person would: comments and order stay, every file is backed up (cvx undo), and what runs is asked
again afterwards. Plain --fix makes safe edits only; those that change behaviour, exposure or a secret need --allow ID.`,
    'To live with a finding, write on its line or the line before:  # cvx-ignore ID until=2027-06-30 -- reason',
  ],
  examples: [
    { run: 'cvx doctor', says: 'the project in this folder, and what runs of it' },
    { run: 'cvx doctor --logs app.log --no-live', says: 'a log, and files only' },
    { run: 'cvx doctor --fix --dry-run', says: 'what would be repaired, as a patch' },
    { run: 'cvx doctor --fix --restart', says: 'repair, restart what changed, look again' },
    { run: 'cvx doctor --explain redis-http-probe', says: 'why, and where it is known from' },
  ],
};

/** Features are strangers: whoever composes them says what sizes a project, loaded where it is asked for. */
export interface DoctorParts {
  readonly loadSizing: () => Promise<SizeProject>;
}

export const registerDoctor: (parts: DoctorParts) => Register = (parts) => (program, runs) => {
  const command = repairOptions(reportOptions(evidenceOptions(addCommand(program, SPEC))));
  runs(command, async (session) => {
    const flags = command.opts<DoctorFlags>();
    if (flags.list === true) return (await import('./explain.ts')).listChecks(session);
    if (flags.explain !== undefined)
      return (await import('./explain.ts')).explainCheck(session, flags.explain);
    const { runDoctor } = await import('./run-doctor.ts');
    return runDoctor(session, {
      ...flags,
      sizing: flags.users === undefined ? undefined : { users: flags.users, size: await parts.loadSizing() },
      files: flags.file,
      services: new Map(flags.service),
      requireLive: flags.requireLive === true,
      format: session.globals.json ? 'json' : (flags.format ?? 'text'),
      output: flags.output,
      fix: flags.fix === true || flags.dryRun === true,
      yes: flags.yes === true,
      dryRun: flags.dryRun === true,
      restart: flags.restart === true,
    });
  });
};

/** Where to look. */
function evidenceOptions(command: Command): Command {
  return command
    .option('--project <dir>', 'folder of the compose file', '.')
    .option('-f, --file <file>', 'compose file, as for docker compose; may be repeated', collected, [])
    .option(
      '--logs <source>',
      'FILE, - (stdin) or journald[:UNIT], also SERVICE=…; may be repeated',
      collected,
      [],
    )
    .option('--since <time>', "how far back Docker's and journald's logs are read", sinceOption, '24h')
    .option('--service <name=host:port>', 'a service that runs elsewhere; may be repeated', serviceOption, [])
    .option('--no-live', 'ask nothing that runs: files and given logs only');
}

/** Which checks, and how their answer is told. */
function reportOptions(command: Command): Command {
  return command
    .option('--only <ids>', 'these checks or areas only', listed, [])
    .option('--skip <ids>', 'all checks but these', listed, [])
    .option('--list', 'print every check')
    .option('--explain <id>', 'print what a check looks for, why, and its source')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices(['error', 'warning', 'info', 'never'])
        .default('warning'),
    )
    .option('--require-live', 'exit 3 where a check could not observe what it needs')
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'json', 'sarif', 'github']),
    )
    .option('--output <file>', 'write the report to a file');
}

function repairOptions(command: Command): Command {
  return command
    .option('--fix', 'repair what can be repaired')
    .option('--yes', 'do not ask')
    .option('--allow <ids>', 'with --fix: also these, which change more than a mistake', listed, [])
    .option('--dry-run', 'with --fix: print the patch, change nothing')
    .option(
      '--users <n>',
      'also: whether it is sized for so many users; with --fix size it',
      wholeNumber(1, 1_000_000),
    )
    .option('--restart', 'with --fix: recreate the services that changed, then prove the repair');
}

function listed(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').map((id) => id.trim())].filter((id) => id !== '');
}

function serviceOption(
  text: string,
  before: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const match = /^([\w.-]+)=(\S+:\d+)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError('Give a service and its address, such as redis=localhost:6379.');
  return [...before, [match[1], match[2]]];
}

/** A duration that Docker and journald both read. */
function sinceOption(text: string): string {
  if (parseDuration(text) === undefined || !/^\d+[smh]$/.test(text))
    throw new InvalidArgumentError('Give a duration such as 90m or 24h.');
  return text;
}
