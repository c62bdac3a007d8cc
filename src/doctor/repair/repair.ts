import type { Session } from '../../command.ts';
import { count } from '../../lib/format.ts';
import { newRun } from '../../edits/transaction/manifest.ts';
import { neutralise } from '../../lib/terminal-text.ts';
import type { Check, FixClass } from '../check.ts';
import type { Collected, CollectRequest } from '../collect.ts';
import type { Diagnosed, Diagnosis } from '../diagnose.ts';
import type { Redact } from '../report/redact.ts';
import { ask } from './ask.ts';
import { type Plan, planRepairs, unifiedDiff } from './plan.ts';
import { makeRound } from './round.ts';
import { keyOf, outcomeOf, type Repaired } from './repaired.ts';

/** More rounds than repairs that stand in each other's way in one file; a bound for checks that contradict one another. */
const MAX_ROUNDS = 12;

export interface RepairOptions {
  readonly yes: boolean;
  /** Ids of `confirm` repairs that the user wants. */
  readonly allow: readonly string[];
  readonly dryRun: boolean;
  readonly restart: boolean;
  /** Whether stdout is for the report alone: another form than text. */
  readonly format: string;
  readonly output: string | undefined;
}

export interface RepairContext {
  readonly session: Session;
  readonly run: RepairOptions;
  readonly checks: readonly Check[];
  readonly request: CollectRequest;
  readonly redact: Redact;
}

/** What is known at some moment of a run. */
export interface Known {
  readonly collected: Collected;
  readonly diagnosis: Diagnosis;
}

/**
 * Repairs what the user lets it, in rounds: plan, show, ask, write, look again, take back what did not prove itself. A repair that
 * stood in another's way is planned anew in the next round, on what the files say then. What is suppressed is no finding and is
 * never repaired.
 */
export async function repair(
  context: RepairContext,
  start: Known,
): Promise<Known & { readonly repaired: readonly Repaired[] }> {
  const { run } = context;
  const answers = new Map<FixClass, boolean>();
  const repaired: Repaired[] = [];
  const standing: Diagnosed[] = [];
  const tried = new Set<string>();
  const id = newRun();
  let known = start;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wanted = known.diagnosis.findings.filter(
      (finding) => isAllowed(finding, run) && !tried.has(keyOf(finding)),
    );
    const plan = planRepairs(known.collected.evidence.project, wanted);
    for (const { finding, why } of plan.refused) {
      tried.add(keyOf(finding));
      repaired.push(outcomeOf(finding, 'refused', why));
    }
    if (plan.taken.length === 0) break;
    showPatch(context, plan);
    if (run.dryRun) {
      repaired.push(
        ...plan.taken.map((finding) => outcomeOf(finding, 'skipped', '--dry-run: nothing was written')),
      );
      break;
    }
    const agreed = await agreedOf(context, plan, answers);
    for (const finding of plan.taken)
      if (!agreed.includes(finding)) repaired.push(outcomeOf(finding, 'skipped', 'not wanted'));
    for (const finding of plan.taken) tried.add(keyOf(finding));
    if (agreed.length === 0) continue;
    const made = await makeRound(context, known, { agreed, earlier: standing, id });
    standing.push(...made.standing);
    repaired.push(...made.repaired);
    // What was taken back only because it was written together with a repair that failed may try again without that one.
    for (const finding of made.retry) tried.delete(keyOf(finding));
    known = made.known;
  }
  return { ...known, repaired };
}

function isAllowed({ id, fix }: Diagnosed, { allow }: RepairOptions): boolean {
  if (fix === undefined || fix.edits.length === 0) return false;
  return fix.class === 'safe' || (fix.class === 'confirm' && allow.includes(id));
}

/** Every patch is seen before it is made: on stderr, and as the result where nothing else is asked for. */
function showPatch({ session, run, redact }: RepairContext, { taken, changes }: Plan): void {
  const { io, globals } = session;
  const text = `${count(taken.length, 'repair')}:\n${neutralise(redact(unifiedDiff(changes)))}\n`;
  if (run.dryRun && run.format === 'text' && run.output === undefined) io.stdout.write(text);
  else if (!globals.quiet && !globals.json) io.stderr.write(text);
}

/** One question for each class; `--yes` answers it, and an answer holds for the rounds that follow. */
async function agreedOf(
  { session, run }: RepairContext,
  { taken }: Plan,
  answers: Map<FixClass, boolean>,
): Promise<Diagnosed[]> {
  for (const kind of ['safe', 'confirm'] as const) {
    const own = taken.filter(({ fix }) => fix?.class === kind);
    if (own.length === 0 || answers.has(kind)) continue;
    answers.set(kind, run.yes || (await ask(session, kind, own.length)));
  }
  return taken.filter(({ fix }) => fix !== undefined && answers.get(fix.class) === true);
}
