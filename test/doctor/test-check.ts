import { execa } from 'execa';
import { createFixture, type FsFixture } from 'fs-fixture';
import { describe, expect, test } from 'vitest';
import type { Check, Finding, FixClass, Verdict, Witness } from '../../src/doctor/check.ts';
import type { Evidence } from '../../src/doctor/evidence.ts';
import type { LiveEvidence } from '../../src/doctor/live/live.ts';
import { noLive } from '../../src/doctor/live/no-live.ts';
import type { LogSource } from '../../src/doctor/logs/log-source.ts';
import { createRedact, HIDDEN } from '../../src/doctor/report/redact.ts';
import { readLogs } from '../../src/doctor/logs/read-logs.ts';
import { serviceOfLabel } from '../../src/doctor/logs/service-of-label.ts';
import { readProject } from '../../src/project/read-project.ts';
import { applyFix, bytesOf, undoAll } from './apply-fix.ts';

/** A stack in a state: its files, what its programs wrote, and what they answer. */
export interface Case {
  readonly name: string;
  /** Text by path. The project is read from a folder that holds just these. */
  readonly files: Readonly<Record<string, string>>;
  /** Log text by service; '' as service for a log of several, with Compose's prefixes. */
  readonly logs?: Readonly<Record<string, string>>;
  readonly live?: Partial<LiveEvidence>;
  /** Files that were added to a git repository in the folder; without it there is none. */
  readonly git?: readonly string[];
  /** The day of the run, where it matters. */
  readonly now?: Date;
}

export interface Expected {
  /** `compose.yaml:4:3` */
  readonly at: string;
  readonly message: RegExp;
  /** Who must speak for it; all of them and no others. */
  readonly by?: readonly Witness[];
  readonly severity?: Check['severity'];
  readonly fix?: FixClass | 'none';
}

export interface SickCase extends Case {
  readonly finds: readonly [Expected, ...Expected[]];
  /**
   * What logs and services say after the repair. Unless given: the same services wrote nothing further, and live answers are as
   * before. `text` must stand in the file after it.
   */
  readonly afterFix?: {
    readonly logs?: Readonly<Record<string, string>>;
    readonly live?: Partial<LiveEvidence>;
    readonly texts?: Readonly<Record<string, RegExp>>;
  };
}

export interface Cases {
  readonly sick: readonly [SickCase, ...SickCase[]];
  readonly healthy: readonly [Case, ...Case[]];
  readonly notApplicable?: readonly Case[];
  readonly notObservable?: readonly Case[];
}

const RISK: Readonly<Record<FixClass, number>> = { safe: 0, confirm: 1, never: 2 };

/** Everything that a check promises, on real files: verdict, place, witnesses; its repair ends the finding, and undo gives equal bytes. */
export function testCheck(check: Check, cases: Cases): void {
  describe(check.id, () => {
    for (const sick of cases.sick) test(`sick: ${sick.name}`, () => examineSick(check, sick));
    const silent = {
      healthy: cases.healthy,
      'not-applicable': cases.notApplicable,
      'not-observable': cases.notObservable,
    };
    for (const [state, some = []] of Object.entries(silent))
      for (const one of some)
        test(`${state}: ${one.name}`, async () => {
          await using fixture = await folderOf(one);
          const verdict = check.run(await evidenceOf(check, fixture.path, one));
          expect(verdict).toMatchObject({ state });
          if ('why' in verdict) expect(verdict.why).toMatch(/\S{2}/);
        });
  });
}

async function folderOf({ files, git }: Case): Promise<FsFixture> {
  const fixture = await createFixture({ ...files });
  if (git === undefined) return fixture;
  const run = async (...words: string[]) =>
    execa('git', words, {
      cwd: fixture.path,
      env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  await run('init', '-q');
  if (git.length > 0) await run('add', ...git);
  return fixture;
}

async function examineSick(check: Check, sick: SickCase): Promise<void> {
  await using fixture = await folderOf(sick);
  const before = await bytesOf(fixture.path);
  const evidence = await evidenceOf(check, fixture.path, sick);
  const redact = createRedact(evidence.project);
  const findings = findingsOf(check.run(evidence));
  expect(findings.map(placeOf)).toEqual(sick.finds.map(({ at }) => at));
  for (const [i, finding] of findings.entries()) {
    const expected = sick.finds[i];
    expect(finding.message).toMatch(expected?.message ?? /./);
    expectWellFormed(check, finding, sick);
    for (const text of [finding.message, finding.repair ?? check.repair])
      expect(redact(text, 'prose').replaceAll(HIDDEN, '…'), 'no word is hidden as a secret').toBe(text);
    if (expected?.by !== undefined)
      expect([...new Set(finding.evidence.map(({ by }) => by))].sort()).toEqual(expected.by.toSorted());
    if (expected?.severity !== undefined) expect(finding.severity ?? check.severity).toBe(expected.severity);
    if (expected?.fix !== undefined) expect(finding.fix?.class ?? 'none').toBe(expected.fix);
  }
  expect(await bytesOf(fixture.path), 'a check changes no file').toEqual(before);
  if (findings.some(({ fix }) => (fix?.edits.length ?? 0) > 0)) await examineFix(check, sick, fixture);
  expect(await bytesOf(fixture.path), 'undo gives equal bytes').toEqual(before);
}

/** One finding after the other, each planned on the files that the last repair left, as `--fix` does. */
async function examineFix(check: Check, sick: SickCase, fixture: FsFixture): Promise<void> {
  const { logs = quiet(sick.logs), live = sick.live ?? {} } = sick.afterFix ?? {};
  const after = { logs, live, ...(sick.now === undefined ? {} : { now: sick.now }) };
  let evidence = await evidenceOf(check, fixture.path, sick);
  const { root, problems } = evidence.project;
  let [finding] = findingsOf(check.run(evidence));
  let verdict: Verdict = { state: 'healthy' };
  for (const _ of sick.finds) {
    if (finding?.fix === undefined) break;
    const result = await applyFix(evidence.project, finding.fix.edits);
    expect(result.refused).toEqual([]);
    expect(result.changed, 'a repair changes something').not.toEqual([]);
    evidence = await evidenceOf(check, fixture.path, after);
    expect(evidence.project.problems.length, 'the files are still understood').toBe(problems.length);
    const known = evidence.project.services.map(({ name }) => name);
    for (const service of finding.fix.restart ?? []) expect(known).toContain(service);
    verdict = check.run(evidence);
    finding =
      verdict.state === 'found'
        ? verdict.findings.find(({ fix }) => (fix?.edits.length ?? 0) > 0)
        : undefined;
  }
  expect(verdict.state === 'found' ? verdict.findings : verdict.state).toMatch(/^(healthy|not-applicable)$/);
  for (const [file, text] of Object.entries(sick.afterFix?.texts ?? {}))
    expect(await fixture.readFile(file, 'utf8')).toMatch(text);
  await undoAll(root);
}

/** The services go on running and complain no more. */
function quiet(logs: Case['logs']): NonNullable<Case['logs']> {
  return Object.fromEntries(Object.keys(logs ?? {}).map((service) => [service, '']));
}

function findingsOf(verdict: Verdict): readonly Finding[] {
  if (verdict.state === 'found') return verdict.findings;
  throw new Error(`Nothing was found: ${JSON.stringify(verdict)}`);
}

function placeOf({ at }: Finding): string {
  return `${at.file}:${at.line}:${at.column}`;
}

function expectWellFormed(check: Check, finding: Finding, sick: SickCase): void {
  expect(finding.message).toMatch(/^\S.*\S$/);
  expect(finding.evidence.length, 'something speaks for it').toBeGreaterThan(0);
  for (const { text } of finding.evidence) expect(text).toMatch(/^\S.*\S$/);
  if (finding.fix !== undefined) expect(RISK[finding.fix.class]).toBeLessThanOrEqual(RISK[check.fixClass]);
  for (const { file, line } of [finding.at, ...(finding.related ?? [])]) {
    const lines = sick.files[file]?.split('\n');
    if (lines !== undefined) expect(line, `${file} has such a line`).toBeLessThanOrEqual(lines.length);
  }
}

/** What the check sees of a case: files by the real reader, logs by the real scanner. */
export async function evidenceOf(
  check: Check,
  root: string,
  given: Omit<Case, 'name' | 'files'>,
): Promise<Evidence> {
  const project = await readProject({ root, env: {} });
  const sources = Object.entries(given.logs ?? {}).map(([service, text]) => textSource(service, text));
  const { evidence: logs } = await readLogs(sources, [check], { serviceOf: serviceOfLabel(project) });
  const live = { ...noLive('this test has none'), ...given.live };
  return { now: given.now ?? new Date('2026-06-01T12:00:00Z'), project, logs, live };
}

function textSource(service: string, text: string): LogSource {
  return {
    name: `${service === '' ? 'compose' : service}.log`,
    service: service === '' ? undefined : service,
    async *chunks() {
      yield Buffer.from(text);
    },
  };
}
