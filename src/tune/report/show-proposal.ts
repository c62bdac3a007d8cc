import type { Session } from '../../command.ts';
import type { FileChange } from '../../edits/apply-edits.ts';
import { unifiedDiff } from '../../edits/diff.ts';
import { count } from '../../lib/format.ts';
import { oneLine, toJson } from '../../lib/terminal-text.ts';
import type { Costs } from '../../sizing/cost.ts';
import type { Plan } from '../../sizing/plan.ts';
import type { Step } from '../next-steps.ts';
import { costText } from './cost-text.ts';
import { costJson, planJson } from './plan-json.ts';
import { planText } from './plan-text.ts';
import { wrap } from '../../lib/wrap.ts';

/** A setting that stands in no file of the project, and why. */
export interface Unmapped {
  readonly what: string;
  readonly why: string;
}

/** What is to be written, before anybody agreed to it. */
export interface Proposal {
  readonly plan: Plan;
  readonly costs: Costs;
  /** As a person would name it from here. */
  readonly folder: string;
  /** Compose files that were named, in the same way; none: Compose finds them by itself. */
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  readonly unmapped: readonly Unmapped[];
  readonly notes: readonly string[];
  /** Services that read a changed file which Compose does not watch. */
  readonly restart: readonly string[];
  /** Services whose images hold a changed file. */
  readonly build: readonly string[];
  /** Files that a container mounts by themselves. */
  readonly inPlace: ReadonlySet<string>;
  readonly fresh: boolean;
}

/** The plan, its cost, and the diff of what exists; files that are new are listed. */
export function showProposal({ io }: Session, proposal: Proposal): void {
  const { stdout } = io;
  const { plan, costs, changes, unmapped, notes } = proposal;
  const width = Math.min(stdout.columns, 120);
  const bullets = (title: string, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    stdout.line(`\n${stdout.style.bold(title)}`);
    for (const text of texts)
      for (const line of wrap(`  ${oneLine(text)}`, width, '      ')) stdout.line(line);
  };
  stdout.line(planText(plan, stdout));
  stdout.write(costText(costs, plan.inputs.users.value, stdout));
  bullets(
    'Not changed here',
    unmapped.map(({ what, why }) => `${what}: ${why}`),
  );
  bullets('Of the files', notes);
  const present = changes.filter(({ before }) => before !== undefined);
  const made = changes.filter(({ before }) => before === undefined);
  if (present.length > 0) {
    stdout.line(`\n${stdout.style.bold('Changes')}`);
    for (const change of present) stdout.write(unifiedDiff(change, { style: stdout.style }));
  }
  bullets(
    'New files',
    made.map(({ file }) => file),
  );
}

export interface Outcome {
  readonly steps: readonly Step[];
  /** Of the transaction; undefined where nothing was written. */
  readonly id: string | undefined;
  readonly dryRun: boolean;
}

/** What was done, and what to do next; the whole as one document under `--json`. */
export function showResult(session: Session, proposal: Proposal, { steps, id, dryRun }: Outcome): void {
  const { io, globals } = session;
  const { plan, costs, changes, unmapped, notes, folder } = proposal;
  if (globals.json) {
    io.stdout.write(
      toJson(
        {
          schema: 1,
          ...planJson(plan),
          cost: costJson(costs),
          unmapped,
          notes,
          written: id !== undefined,
          id: id ?? null,
          files: changes.map((change) => ({
            file: change.file,
            action: change.before === undefined ? 'made' : 'changed',
            diff: unifiedDiff(change),
          })),
          next: steps,
        },
        2,
      ),
    );
    return;
  }
  io.stdout.line();
  if (changes.length === 0) io.stdout.line('The files say all of this already: nothing to write.');
  else if (dryRun)
    io.stdout.line(`Nothing was written (--dry-run): ${count(changes.length, 'file')} would be.`);
  else if (id === undefined) io.stdout.line('Nothing was written.');
  else {
    io.stdout.line(
      `Wrote ${count(changes.length, 'file')} in ${folder === '.' ? 'this folder' : oneLine(folder)}.`,
    );
    showSteps(session, steps);
  }
}

function showSteps({ io }: Session, steps: readonly Step[]): void {
  const width = Math.min(io.stdout.columns, 120);
  io.stdout.line(`\n${io.stdout.style.bold('Next')}`);
  for (const { says, run } of steps) {
    for (const line of wrap(`  ${says}`, width, '  ')) io.stdout.line(line);
    if (run !== undefined) io.stdout.line(`    ${run}`);
  }
}
