import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Session } from '../command.ts';
import type { FileChange } from '../edits/apply-edits.ts';
import { applyTransaction } from '../edits/transaction/apply-transaction.ts';
import { recoverAndSay } from '../edits/transaction/recover.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { shownPath } from '../lib/format.ts';
import { oneLine } from '../lib/terminal-text.ts';
import type { Wishes } from '../sizing/inputs.ts';
import { inputsOf } from '../sizing/inputs-of.ts';
import type { Plan } from '../sizing/plan.ts';
import { readPrices } from '../sizing/prices.ts';
import { agree } from './agree.ts';
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
  const destination = await findDestination({ ...request, cwd: io.cwd });
  await recoverAndSay(destination.root, session.say);
  const project =
    destination.kind === 'project' ? await openProject(destination.root, io.env, { signal }) : undefined;
  const known: Wishes = {
    ...(project === undefined ? {} : wishesOfProject(project)),
    ...(request.prometheus === undefined ? {} : await measurePrometheus(request.prometheus, { signal })),
  };
  const sources: WishSources = { prices, folder: await existing(destination.root), known };
  const wishes = wishesOf(request.size, sources);
  if (request.cost) return showCost(session, inputsOf(wishes), prices);
  const plan = planFor(wishes);
  if (request.explain !== undefined) return showExplanation(session, plan, request.explain);
  if (request.whatIf !== undefined)
    return showWhatIf(session, plan, {
      changes: request.whatIf,
      planOf: (changes) => planFor(wishesOf(changed(request.size, changes), sources)),
    });
  const proposal: Proposal = {
    plan,
    prices,
    folder: destination.root === io.cwd ? '.' : shownPath(destination.root, io.cwd),
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
): Promise<Omit<Proposal, 'plan' | 'prices' | 'folder'>> {
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
    inPlace: new Set(changes.filter(isMounted).map(({ file }) => file)),
    fresh: empty || changes.every(({ before }) => before === undefined),
  };
}

/** Everything that exists but what Compose itself reads. */
function isMounted({ file, before }: FileChange): boolean {
  return before !== undefined && !/(?:^|\/)(?:compose\.yaml|\.env)$/.test(file);
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
  const { changes, plan, folder, restart, fresh, inPlace } = proposal;
  const steps = nextSteps({ plan, folder, changes, restart, fresh });
  const human = !session.globals.json;
  if (human) showProposal(session, proposal);
  let wanted = !request.dryRun;
  if (wanted && changes.length > 0 && !empty && !request.yes) wanted = await agree(session, changes.length);
  const id = wanted ? await write(root, changes, inPlace) : undefined;
  showResult(session, proposal, { steps, id, dryRun: request.dryRun });
  return EXIT.ok;
}

/** Writes all or nothing. A folder that was made for it goes where that fails. */
async function write(
  root: string,
  changes: readonly FileChange[],
  inPlace: ReadonlySet<string>,
): Promise<string | undefined> {
  if (changes.length === 0) return undefined;
  const made = await makeFolder(root);
  try {
    return (await applyTransaction({ root, changes, inPlace, reason: COMMAND }))?.id;
  } catch (error) {
    if (made !== undefined) await removeEmpty(root, made);
    throw error;
  }
}

/**
 * The outermost folder that had to be made; undefined where it was there. One level at a time: Node's recursive mkdir never
 * returns below a folder that takes none and says ENOENT, as /proc does (seen with Node 20).
 */
async function makeFolder(root: string): Promise<string | undefined> {
  const there = await existing(root);
  const missing = relative(there, root)
    .split(sep)
    .filter((name) => name !== '');
  try {
    for (const [depth] of missing.entries()) await mkdir(join(there, ...missing.slice(0, depth + 1)));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new CvxError('CVX_NOT_WRITABLE', `${oneLine(root)} cannot be made (${code}).`, {
      hint: 'Nothing was written. Name another folder: --out DIR',
      cause,
    });
  }
  return missing[0] === undefined ? undefined : join(there, missing[0]);
}

async function removeEmpty(root: string, outermost: string): Promise<void> {
  for (let at = root; at.length >= outermost.length; at = dirname(at))
    if (
      !(await rmdir(at).then(
        () => true,
        () => false,
      ))
    )
      return;
}

/** The folder, or the nearest one above it that exists: its disk is the one that counts. */
async function existing(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(at) === at) return at;
  }
}

/** Another size of the machine takes the place of the one that was named, in whichever way. */
function changed(size: SizeFlags, changes: SizeFlags): SizeFlags {
  const { host: _host, instance: _instance, ...rest } = size;
  const other = changes.host !== undefined || changes.instance !== undefined;
  const { tier: _tier, ...withoutTier } = other ? rest : size;
  const base = other ? rest : size;
  return { ...(changes.users === undefined ? base : withoutTier), ...changes };
}
