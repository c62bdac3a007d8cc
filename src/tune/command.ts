import { type Command, InvalidArgumentError, Option } from 'commander';
import { addCommand, collected, type CommandSpec, type Register } from '../command.ts';
import type { SizeFlags } from './request.ts';
import { SIZE_READERS, type SizeName } from './size-readers.ts';

interface TuneFlags extends SizeFlags {
  readonly prometheus?: string;
  readonly prices?: string;
  readonly out?: string;
  readonly project?: string;
  readonly file: readonly string[];
  readonly explain?: string | true;
  readonly whatIf?: string;
  readonly cost?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

const SPEC: CommandSpec = {
  usage: 'tune',
  group: 'Look after',
  summary: 'Size a stack for so many users, and write its files',
  details: [
    `Works out from users, CVs and the host what every service needs: processes, pools, memory and CPU limits, PostgreSQL, Redis,
Qdrant, nginx and Prometheus settings. Each value has a reason (--explain), every sum is checked, and what cannot fit is refused with
the ways out.`,
    `In an empty folder it writes a complete stack around cvx: compose file, .env, configurations, alerts. In the folder of a
Compose project it changes that project: only what is there, with its names, comments and further variables. It shows the diff
and asks; every file is backed up (cvx undo).`,
  ],
  examples: [
    { run: 'cvx tune --users 500 --host 8x32 --dry-run', says: 'what it would be, and write nothing' },
    { run: 'cvx tune --users 500 --out ./stack', says: 'write a stack for this machine' },
    { run: 'cvx tune --users 200 --project . --yes', says: 'size the project in this folder' },
    { run: 'cvx tune --users 500 --host 8x32 --explain work_mem', says: 'formula, inputs, source' },
    { run: 'cvx tune --users 500 --host 8x32 --what-if users=1000', says: 'what would change' },
    { run: 'cvx tune --users 1000 --host 8x32 --cost', says: 'machines to buy, and their price' },
  ],
};

export const registerTune: Register = (program, runs) => {
  const command = writeOptions(viewOptions(sizeOptions(addCommand(program, SPEC))));
  runs(command, async (session) => {
    const { prometheus, prices, out, project, file, explain, whatIf, cost, dryRun, yes, ...size } =
      command.opts<TuneFlags>();
    const { runTune } = await import('./run-tune.ts');
    return runTune(session, {
      size,
      prometheus,
      prices,
      out,
      project,
      files: file,
      explain,
      whatIf,
      cost: cost === true,
      dryRun: dryRun === true,
      yes: yes === true,
    });
  });
};

/** What is known of the load and of the machines. */
function sizeOptions(command: Command): Command {
  return command
    .addOption(sized('users', '--users <n>', 'people who use it in the busiest hour'))
    .addOption(
      sized('tier', '--tier <name>', 'baseline, optimized, medium, high or enterprise, instead of users'),
    )
    .addOption(sized('cvs', '--cvs <n>', 'CVs; 200 per user unless given'))
    .addOption(
      sized(
        'vectorsPerCv',
        '--vectors-per-cv <n>',
        'passages of one CV that have a vector: the largest lever',
      ),
    )
    .addOption(sized('dimensions', '--dimensions <n>', 'numbers in a vector'))
    .addOption(sized('growth', '--growth <factor>', 'CVs in 12 months as a multiple of those now'))
    .addOption(sized('thinkTime', '--think-time <time>', 'pause of a user between two requests; 20s'))
    .addOption(sized('peak', '--peak <factor>', 'busiest minute over the mean; 2'))
    .addOption(sized('slo', '--slo <time>', 'time that 95 in 100 answers keep, such as 500ms'))
    .addOption(sized('host', '--host <cores>x<GiB>', 'the machine, such as 4x16; this one unless given'))
    .addOption(sized('instance', '--instance <name>', 'the machine by its name in the price table'))
    .addOption(sized('hosts', '--hosts <n>', 'so many of these machines; 1'))
    .addOption(sized('storage', '--storage <kind>', 'hdd, ssd or nvme; ssd'))
    .addOption(sized('gpu', '--gpu [GiB]', 'backends embed on a graphics card of so much memory'))
    .addOption(sized('postgres', '--postgres <major>', 'version of PostgreSQL: 15 to 18'))
    .addOption(sized('quantization', '--quantization <kind>', 'none, int8 or auto: int8 where it must be'))
    .option('--prometheus <url>', 'take what was measured from there: durations, peak, memory')
    .option('--prices <file>', 'another price table');
}

/** What to see instead of writing: one of them. */
function viewOptions(command: Command): Command {
  const view = (flags: string, says: string, others: readonly string[]): Option =>
    new Option(flags, says).conflicts([...others]);
  return command
    .addOption(
      view(
        '--explain [setting]',
        'why a setting, or all of a part such as postgres, has its value; all of them without a name',
        ['whatIf', 'cost'],
      ),
    )
    .addOption(
      view('--what-if <changes>', 'compare with other inputs, such as users=1000,host=8x32', ['cost']),
    )
    .option('--cost', 'machines that carry it, and what they cost');
}

function writeOptions(command: Command): Command {
  return command
    .option('--out <dir>', 'write a new stack into this folder')
    .option('--project <dir>', 'change the Compose project in this folder')
    .option('-f, --file <file>', 'its compose file, as for docker compose; may be repeated', collected, [])
    .option('--dry-run', 'show the plan and the diff, write nothing')
    .option('--yes', 'do not ask');
}

function sized(name: SizeName, flags: string, says: string): Option {
  return new Option(flags, says).argParser((text: string) => {
    const read = SIZE_READERS[name](text);
    if (typeof read === 'object') throw new InvalidArgumentError(read.expected);
    return read;
  });
}
