import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { applyTransaction } from '../../src/edits/transaction/apply-transaction.ts';
import { newRun } from '../../src/edits/transaction/manifest.ts';
import {
  listTransactions,
  standingOfRun,
  undoTransactions,
} from '../../src/edits/transaction/undo-transaction.ts';
import { runCvx, type RunResult } from '../cli/run-cvx.ts';
import { snapshot } from '../edits/transaction/project-files.ts';

type Fixture = Awaited<ReturnType<typeof createFixture>>;

const FILES = { 'compose.yaml': 'a: 0\n', '.env': 'PORT=0\n' };

function undo(project: Fixture, ...flags: string[]): Promise<RunResult> {
  return runCvx(['undo', ...flags], { cwd: project.path });
}

/** Writes as `cvx doctor --fix` does in three rounds: one file twice, one made and then changed. Returns the id of the run. */
async function threeRounds(project: Fixture): Promise<string> {
  const run = newRun();
  const rounds = [
    [
      { file: 'compose.yaml', before: 'a: 0\n', after: 'a: 1\n' },
      { file: 'ops/rules.yml', before: undefined, after: 'groups: []\n' },
    ],
    [{ file: '.env', before: 'PORT=0\n', after: 'PORT=1\n' }],
    [
      { file: 'compose.yaml', before: 'a: 1\n', after: 'a: 2\n' },
      { file: 'ops/rules.yml', before: 'groups: []\n', after: 'groups: [x]\n' },
    ],
  ];
  for (const [index, changes] of rounds.entries())
    await applyTransaction({ root: project.path, changes, reason: `cvx doctor --fix: check-${index}`, run });
  return run;
}

test('one run is one undo, whatever rounds it made, and that undo is taken back by its id', async () => {
  await using project = await createFixture(FILES);
  await chmod(project.getPath('.env'), 0o600);
  const before = await snapshot(project.path);
  await applyTransaction({
    root: project.path,
    changes: [{ file: 'earlier.txt', before: undefined, after: 'x\n' }],
    reason: 'cvx tune',
  });
  const tuned = await snapshot(project.path);
  const run = await threeRounds(project);
  const after = await snapshot(project.path);
  const list = await undo(project, '--list');
  expect(list.stdout).toMatch(
    /^run-[0-9a-f]{8} {2}cvx doctor --fix, 3 changes\n {2}\S+ {2}cvx doctor --fix: check-2\n {4}compose\.yaml\n {4}ops\/rules\.yml\n {2}\S+ {2}cvx doctor --fix: check-1\n {4}\.env\n[^]*\n\d{4}-\S+ {2}cvx tune\n {2}earlier\.txt\n$/,
  );
  const { stdout, stderr } = await undo(project);
  expect(stdout).toMatch(
    /^Took back cvx doctor --fix of \S+, 3 changes:\n {2}restored {2}compose\.yaml\n {2}removed {3}ops\/rules\.yml\n {2}restored {2}\.env\n$/,
  );
  expect(await snapshot(project.path)).toEqual(tuned);
  const back = /cvx undo (run-[0-9a-f]{8})\n/.exec(stderr)?.[1];
  expect(back).not.toBe(run);
  expect((await undo(project, back ?? '')).code).toBe(0);
  expect(await snapshot(project.path)).toEqual(after);
  expect((await undo(project, run)).code).toBe(0);
  expect(await snapshot(project.path)).toEqual(tuned);
  expect((await undo(project, run)).stderr).toContain('taken back already');
  expect((await undo(project)).stdout).toContain('Took back cvx tune of');
  expect(await snapshot(project.path)).toEqual(before);
});

test('--dry-run shows one diff for each file, and --json names the run', async () => {
  await using project = await createFixture(FILES);
  const run = await threeRounds(project);
  const after = await snapshot(project.path);
  const { stdout } = await undo(project, '--dry-run');
  expect(stdout.match(/^--- .*$/gm)).toEqual(['--- a/compose.yaml', '--- a/ops/rules.yml', '--- a/.env']);
  expect(stdout).toContain('-a: 2\n+a: 0\n');
  expect(stdout).toContain('+++ /dev/null\n');
  expect(JSON.parse((await undo(project, '--dry-run', '--json')).stdout)).toMatchObject({
    dryRun: true,
    id: run,
    transactions: [expect.any(String), expect.any(String), expect.any(String)],
  });
  expect(await snapshot(project.path)).toEqual(after);
  expect(JSON.parse((await undo(project, '--list', '--json')).stdout).changes).toMatchObject(
    Array.from({ length: 3 }, () => ({ run, undone: false })),
  );
  expect(JSON.parse((await undo(project, '--json')).stdout)).toMatchObject({
    undone: { id: run, command: 'cvx doctor --fix', files: { length: 3 } },
    id: expect.stringMatching(/^run-/),
  });
});

test('a file edited since is refused before anything is undone, also one that only the first round wrote', async () => {
  await using project = await createFixture({ ...FILES, 'first.txt': '0\n' });
  const run = newRun();
  const write = (file: string, before: string, after: string) =>
    applyTransaction({
      root: project.path,
      changes: [{ file, before, after }],
      reason: 'cvx doctor --fix',
      run,
    });
  await write('first.txt', '0\n', '1\n');
  await write('.env', 'PORT=0\n', 'PORT=1\n');
  await writeFile(project.getPath('first.txt'), 'mine\n');
  const edited = await snapshot(project.path);
  for (const flags of [[], [run], ['--dry-run']]) {
    const { code, stderr } = await undo(project, ...flags);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('first.txt') });
  }
  expect(await snapshot(project.path)).toEqual(edited);
  expect(await listTransactions(project.path)).toHaveLength(2);
});

test('one round by its id, and then the rest of the run', async () => {
  await using project = await createFixture(FILES);
  const before = await snapshot(project.path);
  await threeRounds(project);
  const [, env] = await listTransactions(project.path);
  expect((await undo(project, env?.manifest.id ?? '')).code).toBe(0);
  expect(await readFile(project.getPath('.env'), 'utf8')).toBe('PORT=0\n');
  expect(await readFile(project.getPath('compose.yaml'), 'utf8')).toBe('a: 2\n');
  expect((await undo(project)).stdout).toContain(', 2 changes:');
  expect(await snapshot(project.path)).toEqual(before);
});

test('ended anywhere in the undo of a run, the next undo goes on to the same bytes', async () => {
  const steps: string[] = [];
  await using whole = await createFixture(FILES);
  const before = await snapshot(whole.path);
  const run = await threeRounds(whole);
  await undoTransactions(whole.path, standingOfRun(await listTransactions(whole.path), run), {
    reason: 'cvx undo',
    onStep: (step) => void steps.push(step),
  });
  expect(await snapshot(whole.path)).toEqual(before);
  // Before each of the three transactions; killed.test.ts ends the process within one.
  const starts = steps.flatMap((step, index) => (step === 'backup 0' ? [index] : []));
  expect(starts).toHaveLength(3);
  for (const [undone, start] of starts.entries()) {
    await using project = await createFixture(FILES);
    const own = await threeRounds(project);
    let at = -1;
    const onStep = (): void => {
      at += 1;
      if (at === start) throw new Error('ended here');
    };
    const standing = standingOfRun(await listTransactions(project.path), own);
    await expect(undoTransactions(project.path, standing, { reason: 'cvx undo', onStep })).rejects.toThrow(
      'ended here',
    );
    expect(standingOfRun(await listTransactions(project.path), own)).toHaveLength(3 - undone);
    expect((await undo(project)).code).toBe(0);
    expect(await snapshot(project.path), `ended after ${undone} of 3`).toEqual(before);
    expect((await undo(project)).stdout).toBe('There is nothing to undo here.\n');
  }
});
