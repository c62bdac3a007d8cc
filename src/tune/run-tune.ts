import { resolve } from 'node:path';
import type { Session } from '../command.ts';
import type { FileChange } from '../edits/apply-edits.ts';
import { applyTransaction } from '../edits/transaction/apply-transaction.ts';
import { recoverAndSay } from '../edits/transaction/recover.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { shownPath } from '../lib/format.ts';
import type { Wishes } from '../sizing/inputs.ts';
import { costsOf } from '../sizing/cost.ts';
import { inputsOf } from '../sizing/inputs-of.ts';
import type { Plan } from '../sizing/plan.ts';
import { readPrices } from '../sizing/prices.ts';
import { agree } from './agree.ts';
import { claimFolder, nearestFolder } from './claim-folder.ts';
import { type Destination, findDestination } from './destination.ts';
import { measurePrometheus } from './measure-prometheus.ts';
import { mergeProject } from './merge/merge-project.ts';
import { openProject } from './merge/open-project.ts';
import { wishesOfProject } from './merge/wishes-of-project.ts';
import { nextSteps } from './next-steps.ts';
import { planFor } from './plan-for.ts';
import { type Proposal, showProposal, showResult } from './report/show-proposal.ts';
import { showCost, showExplanation, showWhatIf } from './report/show-views.ts';
import type { SizeFlags, TuneRequest } from './request.ts';
import { COMMAND, stackFiles } from './stack-files.ts';
import { type WishSources, wishesOf } from './wishes-of.ts';

/**
 * `cvx tune`, from users to files:
 *
 * 1. {@link findDestination} tells what the folder is: empty, a stack of cvx's own, or a stranger's Compose project.
 * 2. {@link wishesOf} joins the command line, what the project says and what Prometheus measured, each with its origin.
 * 3. {@link planFor} plans (src/sizing), or refuses with the ways out.
 * 4. {@link stackFiles} renders a whole stack; {@link mergeProject} edits the files of a project. Both give changes as data.
 * 5. They are shown, agreed to, and written by one transaction that `cvx undo` takes back.
 */
export async function runTune(session: Session, request: TuneRequest): Promise<ExitCode> {
  const { io, signal } = session;
  const { users, tier } = request.size;
  if (users === undefined && tier === undefined) throw noUsers();
  const prices = readPrices(request.prices === undefined ? undefined : resolve(io.cwd, request.prices));
  const destination = await findDestination({ ...request, cwd: io.cwd, env: io.env });
  await recoverAndSay(destination.root, session.say);
  const project =
    destination.kind === 'project'
      ? await openProject({ root: destination.root, files: destination.files, env: io.env }, { signal })
      : undefined;
  const known: Wishes = {
    ...(project === undefined ? {} : wishesOfProject(project)),
    ...(request.prometheus === undefined ? {} : await measurePrometheus(request.prometheus, { signal })),
  };
  // Its disk is the one that counts.
  const sources: WishSources = { prices, folder: await nearestFolder(destination.root), known };
  const wishes = wishesOf(request.size, sources);
  const today = new Date();
  if (request.cost) {
    const inputs = inputsOf(wishes);
    return showCost(session, inputs, costsOf(inputs, prices, today));
  }
  const plan = planFor(wishes);
  if (request.explain !== undefined) return showExplanation(session, plan, request.explain);
  if (request.whatIf !== undefined)
    return showWhatIf(session, plan, {
      changes: request.whatIf,
      planOf: (changes) => planFor(wishesOf(changed(request.size, changes), sources), request.whatIf),
    });
  const fromHere = (path: string): string => (path === io.cwd ? '.' : shownPath(path, io.cwd));
  const proposal: Proposal = {
    plan,
    costs: costsOf(plan.inputs, prices, today),
    folder: fromHere(destination.root),
    files: destination.files.map(fromHere),
    ...(project === undefined ? await ofStack(destination, plan) : mergeProject(project, plan)),
  };
  return propose(session, request, destination, proposal);
}

function noUsers(): CvxError {
  return new CvxError('CVX_USAGE', 'For how many users?', {
    hint: 'Give the people who use the stack in the busiest hour: --users 500, or a tier: --tier medium',
  });
}

async function ofStack(
  { root, empty }: Destination,
  plan: Plan,
): Promise<Omit<Proposal, 'plan' | 'costs' | 'folder' | 'files'>> {
  const { changes, overwritten, left } = await stackFiles(root, plan);
  return {
    changes,
    unmapped: [],
    notes: [
      ...overwritten.map(
        (file) =>
          `${file} was changed by hand on lines that the plan changes too: those changes go. cvx undo gives them back.`,
      ),
      ...(left.length === 0
        ? []
        : [`No longer part of the stack, and left as they are: ${left.join(', ')}.`]),
    ],
    restart: [
      ...new Set(changes.flatMap(({ file, before }) => (before === undefined ? [] : restartOf(file)))),
    ],
    build: [],
    inPlace: new Set(changes.filter(isMounted).map(({ file }) => file)),
    fresh: empty || changes.every(({ before }) => before === undefined),
  };
}

/** Everything that exists but what Compose itself, or git, reads. */
function isMounted({ file, before }: FileChange): boolean {
  return before !== undefined && !/(?:^|\/)(?:compose\.yaml|\.env|\.gitignore)$/.test(file);
}

/** Services that mount a file of a rendered stack. */
function restartOf(file: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^postgres.*\.conf$/.test(name)) return ['postgres'];
  const known = /^(nginx|qdrant|redis-cache|redis-queue|pgbouncer|prometheus)\./.exec(name)?.[1];
  if (known !== undefined) return [known];
  return /(?:^|\/)rules\//.test(file) ? ['prometheus'] : [];
}

async function propose(
  session: Session,
  request: TuneRequest,
  { root, empty }: Destination,
  proposal: Proposal,
): Promise<ExitCode> {
  const { changes, inPlace } = proposal;
  const steps = nextSteps(proposal);
  // Before anybody reads the plan: what cannot be written is said first.
  const claim =
    request.dryRun || changes.length === 0 ? undefined : await claimFolder({ root, changes, inPlace });
  try {
    if (!session.globals.json) showProposal(session, proposal);
    const wanted = claim !== undefined && (empty || request.yes || (await agree(session, changes.length)));
    const done = wanted ? await applyTransaction({ root, changes, inPlace, reason: COMMAND }) : undefined;
    showResult(session, proposal, { steps, id: done?.id, dryRun: request.dryRun });
  } finally {
    await claim?.release();
  }
  return EXIT.ok;
}

/** Another size of the machine takes the place of the one that was named, in whichever way. */
function changed(size: SizeFlags, changes: SizeFlags): SizeFlags {
  const { host: _host, instance: _instance, ...rest } = size;
  const other = changes.host !== undefined || changes.instance !== undefined;
  const { tier: _tier, ...withoutTier } = other ? rest : size;
  const base = other ? rest : size;
  return { ...(changes.users === undefined ? base : withoutTier), ...changes };
}
