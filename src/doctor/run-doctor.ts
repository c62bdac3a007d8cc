import { resolve } from 'node:path';
import type { Session } from '../command.ts';
import { SERVER_KEYS } from '../config/settings.ts';
import { recoverAndSay } from '../edits/transaction/recover.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import type { Severity } from './check.ts';
import { CHECKS } from './checks/index.ts';
import { chooseChecks } from './choose-checks.ts';
import { collect, type Collected, type CollectRequest } from './collect.ts';
import { diagnose, type Diagnosis, isAtLeast } from './diagnose.ts';
import type { OwnStores } from './live/cvx.ts';
import { nothingToExamine } from './nothing-to-examine.ts';
import { planFindings } from './repair/plan.ts';
import { repair } from './repair/repair.ts';
import type { Repaired } from './repair/repaired.ts';
import { containerRows } from './report/containers.ts';
import { createRedact, type Redact } from './report/redact.ts';
import { redactReport } from './report/redact-report.ts';
import type { Report } from './report/report.ts';
import { type Format, writeReport } from './report/write-report.ts';
import { SIZED_FOR, type SizeProject, sizedFor } from './sized-for.ts';

export interface DoctorRun {
  readonly project: string;
  readonly files: readonly string[];
  readonly logs: readonly string[];
  readonly since: string;
  readonly services: ReadonlyMap<string, string>;
  readonly live: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly failOn: Severity | 'never';
  readonly requireLive: boolean;
  readonly format: Format;
  readonly output: string | undefined;
  readonly fix: boolean;
  readonly yes: boolean;
  readonly allow: readonly string[];
  readonly dryRun: boolean;
  readonly restart: boolean;
  /** For how many users the project is to be sized, and what sizes it. */
  readonly sizing?: { readonly users: number; readonly size: SizeProject } | undefined;
}

/**
 * `cvx doctor`, from the symptom to the cure:
 *
 * 1. {@link collect} looks once at everything: the project's files as Docker Compose understands them (src/project), the logs (each
 *    read once for the lines of all checks, src/doctor/logs) and what runs (src/doctor/live). That is the `Evidence`.
 * 2. {@link diagnose} lets every check of src/doctor/checks look at the evidence. A check is pure: it returns a verdict, and with a
 *    finding the edits that would end it, as data.
 * 3. With `--fix`, {@link repair} applies those edits (src/edits), looks again, and takes back what does not prove itself.
 * 4. The {@link Report} is freed of secrets once, and printed in one of four forms.
 *
 * A new check is one file and its test: `npx tsx scripts/new-check.ts <area>/<id>`.
 */
export async function runDoctor(session: Session, asked: DoctorRun): Promise<ExitCode> {
  const { io, signal } = session;
  const { sizing } = asked;
  const known = sizing === undefined ? CHECKS : [...CHECKS, sizedFor(sizing.size, sizing.users)];
  // Who names users asks for that repair.
  const run = sizing === undefined ? asked : { ...asked, allow: [...asked.allow, SIZED_FOR] };
  const checks = chooseChecks(known, run);
  chooseChecks(known, { only: run.allow });
  const request = requestOf(session, run);
  // Whatever a killed run left half written is put right before anything is read.
  await recoverAndSay(request.root, session.say);
  const first = await collect(checks, request, { signal });
  if (isNothing(first, run)) throw await nothingToExamine(request.root);
  const found = diagnose(checks, first.evidence);
  const redact = createRedact(first.evidence.project);
  const { collected, diagnosis, repaired } = run.fix
    ? await repair({ session, run, checks, request, redact }, { collected: first, diagnosis: found })
    : { collected: first, diagnosis: found, repaired: [] };
  const report = redactReport(reportOf(collected, diagnosis, repaired), redactBoth(redact, collected));
  await writeReport(report, checks, { io, format: run.format, output: run.output });
  return exitOf(run, diagnosis, repaired);
}

function requestOf(session: Session, run: DoctorRun): CollectRequest {
  const { files, logs, since, live, services, project } = run;
  const { cwd, stdin, env } = session.io;
  const root = resolve(cwd, project);
  const ownStores = () => ownStoresOf(session);
  return {
    root,
    files,
    logs,
    since,
    live,
    services,
    ownStores,
    cwd,
    stdin,
    env,
    now: new Date(),
  };
}

/** cvx itself is examined as configured for it; never by the project's .env, which is a stranger's. */
async function ownStoresOf(session: Session): Promise<OwnStores> {
  const { config } = await session.config();
  const { stores, queue } = await session.probe();
  const servers = SERVER_KEYS.some((key) => config[key] !== undefined);
  return { home: config.home, servers, stores, queue };
}

/** Neither a stack's files, nor a log, nor a service: whatever was asked, this is the wrong folder. */
function isNothing({ evidence }: Collected, { logs, services }: DoctorRun): boolean {
  const { composeFiles, configs } = evidence.project;
  const files = composeFiles.length + configs.length;
  return files === 0 && logs.length === 0 && services.size === 0 && !evidence.live.cvx.seen;
}

function reportOf(
  { evidence, problems }: Collected,
  diagnosis: Diagnosis,
  repaired: readonly Repaired[],
): Report {
  const { project, live } = evidence;
  const plans = planFindings(project, diagnosis.findings);
  return {
    ...diagnosis,
    findings: diagnosis.findings.map((finding, i) => ({ ...finding, diff: plans[i] })),
    project: project.name,
    root: project.root,
    composeFiles: project.composeFiles,
    problems,
    repaired,
    ...(live.docker.seen ? { containers: containerRows(live.docker.value) } : {}),
  };
}

/** What was a secret before the repair still is one. */
function redactBoth(before: Redact, { evidence }: Collected): Redact {
  const after = createRedact(evidence.project);
  return (text, as) => before(after(text, as), as);
}

function exitOf(
  { failOn, requireLive }: DoctorRun,
  { findings, notObservable, crashed }: Diagnosis,
  repaired: readonly Repaired[],
): ExitCode {
  // What could not be seen makes the rest of the answer worth little to whoever requires it.
  if (requireLive && notObservable.length > 0) return EXIT.unavailable;
  const failed = repaired.some(({ outcome }) => outcome === 'rolled-back' || outcome === 'refused');
  if (failed || crashed.length > 0) return EXIT.findings;
  const bad = failOn !== 'never' && findings.some(({ severity }) => isAtLeast(severity, failOn));
  return bad ? EXIT.findings : EXIT.ok;
}
