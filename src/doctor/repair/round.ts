import { describe } from './describe.ts';
import type { Diagnosed, Diagnosis } from '../diagnose.ts';
import { repairReason } from './repairs-made.ts';
import { type Applied, applyChanges } from './apply-changes.ts';
import { isLive, lookAgain } from './look-again.ts';
import { planRepairs } from './plan.ts';
import type { Known, RepairContext } from './repair.ts';
import { keyOf, outcomeOf, type Repaired } from './repaired.ts';
import { stillThere } from './still-there.ts';
import { serversLost, targetsNotUp } from './worse-live.ts';
import { recreate, recreateArgs, removeContainers, type Stack } from './restart.ts';

export interface RoundResult {
  readonly known: Known;
  readonly repaired: readonly Repaired[];
  /** Repaired, and not taken back. */
  readonly standing: readonly Diagnosed[];
  /** Taken back through no fault of their own. */
  readonly retry: readonly Diagnosed[];
}

export interface Round {
  /** What is repaired now. */
  readonly agreed: readonly Diagnosed[];
  /** What the rounds before repaired. */
  readonly earlier: readonly Diagnosed[];
  /** Of the run, which `cvx undo` takes back as one. */
  readonly id: string;
}

/** Writes one set of repairs, lets what runs take them up, looks again, and takes all of it back where one did not hold. */
export async function makeRound(
  context: RepairContext,
  before: Known,
  { agreed, earlier, id }: Round,
): Promise<RoundResult> {
  const { session, checks, request, run } = context;
  const { evidence } = before.collected;
  const stack = { project: evidence.project, files: request.files };
  const { changes } = planRepairs(evidence.project, agreed);
  const reason = repairReason(agreed.map(({ id }) => id));
  const applied = await applyChanges(evidence.project, changes, { reason, run: id });
  const since = Date.now();
  const services = servicesOf(agreed);
  const running = isLive(evidence.live);
  const restarts = run.restart && evidence.live.docker.seen && running;
  const restarted = restarts && services.length > 0;
  if (run.restart && services.length > 0 && !restarted)
    session.say('Nothing was restarted: no container of this project runs.');
  try {
    if (restarted) await recreate(services, applied.files, { ...stack, signal: session.signal });
  } catch (error) {
    session.signal.throwIfAborted();
    return takeBack(context, before, { applied, agreed, failed: agreed, services, why: describe(error) });
  }
  // What still runs as it did before this round, or an earlier one, cannot speak for the repair.
  const proving = running && (restarts || servicesOf([...earlier, ...agreed]).length === 0);
  const after = await lookAgain(session, {
    checks,
    request,
    touched: new Set([...earlier, ...agreed].map(({ id }) => id)),
    before: evidence,
    isSettled: (seen) => isSettled(agreed, before, seen),
    proving,
    since,
    proofWaitMs: Math.max(0, ...agreed.map(({ fix }) => fix?.proofWaitMs ?? 0)),
  });
  const failure = failureOf(agreed, before, after);
  if (failure !== undefined)
    return takeBack(context, before, {
      applied,
      agreed,
      services: restarted ? services : [],
      ...failure,
    });
  return {
    known: after,
    standing: agreed,
    repaired: agreed.map((finding) =>
      verdictOf(finding, after.diagnosis, { proving, running, applied, stack }),
    ),
    retry: [],
  };
}

/** Whether nothing is left to wait for: what starts anew needs a moment, and Prometheus its next scrape. */
function isSettled(agreed: readonly Diagnosed[], before: Known, after: Known): boolean {
  const [was, is] = [before.collected.evidence.live, after.collected.evidence.live];
  const bad = [stillThere(agreed, before, after), targetsNotUp(was, is), serversLost(was, is)];
  return bad.every((some) => some.length === 0);
}

/** Why it cannot stay; undefined where it holds. */
function failureOf(
  agreed: readonly Diagnosed[],
  before: Known,
  after: Known,
): Pick<TakingBack, 'failed' | 'why'> | undefined {
  const problems = after.collected.evidence.project.problems;
  if (problems.length > before.collected.evidence.project.problems.length)
    return {
      failed: agreed,
      why: `the files are no longer understood: ${after.collected.problems.at(-1)?.message ?? ''}`,
    };
  const failed = stillThere(agreed, before, after);
  if (failed.length > 0) return { failed, why: 'the check found the same fault again after the repair' };
  const [was, is] = [before.collected.evidence.live, after.collected.evidence.live];
  const [gone] = serversLost(was, is);
  if (gone !== undefined) return { failed: agreed, why: gone };
  const down = targetsNotUp(was, is).find(({ health }) => health === 'down');
  return down === undefined
    ? undefined
    : { failed: scraping(agreed, before), why: `Prometheus cannot scrape ${down.url}: ${down.lastError}` };
}

/** Those that change what Prometheus asks; all, where none says so. */
function scraping(agreed: readonly Diagnosed[], { collected }: Known): readonly Diagnosed[] {
  const { configs } = collected.evidence.project;
  const files = new Set(configs.filter(({ kind }) => kind === 'prometheus').map(({ file }) => file));
  const those = agreed.filter(({ fix }) => fix?.edits.some(({ file }) => files.has(file)));
  return those.length > 0 ? those : agreed;
}

/** Those that must start anew before the repairs take effect. */
function servicesOf(findings: readonly Diagnosed[]): string[] {
  return [...new Set(findings.flatMap(({ fix }) => fix?.restart ?? []))];
}

interface Standing {
  readonly proving: boolean;
  readonly running: boolean;
  readonly applied: Applied;
  readonly stack: Stack;
}

function verdictOf(
  finding: Diagnosed,
  after: Diagnosis,
  { proving, running, applied, stack }: Standing,
): Repaired {
  const unseen = after.notObservable.find(({ id }) => id === finding.id);
  if (proving && unseen === undefined)
    return outcomeOf(finding, 'proved', 'what runs was asked again and shows it no longer');
  if (proving) return outcomeOf(finding, 'unverified', `gone from the files; ${unseen?.why ?? ''}`);
  const restart = finding.fix?.restart ?? [];
  if (running)
    return {
      ...outcomeOf(finding, 'unverified', 'gone from the files; what runs has yet to take it up'),
      ...(restart.length === 0 ? {} : { restart: recreateArgs(restart, applied.files, stack) }),
    };
  return outcomeOf(finding, 'unverified', 'gone from the files; nothing runs here that could prove it');
}

interface TakingBack {
  readonly applied: Applied;
  readonly agreed: readonly Diagnosed[];
  readonly failed: readonly Diagnosed[];
  /** Services that run with the repair and must go back too. */
  readonly services: readonly string[];
  readonly why: string;
}

async function takeBack(
  context: RepairContext,
  before: Known,
  { applied, agreed, failed, services, why }: TakingBack,
): Promise<RoundResult> {
  const { session, request } = context;
  const { project } = before.collected.evidence;
  const call = { project, files: request.files, signal: session.signal };
  const known = new Set(project.services.map(({ name }) => name));
  const added = services.filter((name) => !known.has(name));
  const old = services.filter((name) => known.has(name));
  // The file that names them is about to go.
  if (added.length > 0)
    await removeContainers(added, call).catch((error: unknown) => session.say(describe(error)));
  await applied.undo();
  if (old.length > 0)
    await recreate(old, applied.files, call).catch((error: unknown) => session.say(describe(error)));
  const faulty = new Set(failed.map(keyOf));
  return {
    known: before,
    standing: [],
    repaired: failed.map((finding) =>
      outcomeOf(finding, 'rolled-back', `${why}; the files are as they were`),
    ),
    retry: agreed.filter((finding) => !faulty.has(keyOf(finding))),
  };
}
