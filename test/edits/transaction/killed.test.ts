import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { applyTransaction } from '../../../src/edits/transaction/apply-transaction.ts';
import { recoverTransactions } from '../../../src/edits/transaction/recover.ts';
import {
  lastStanding,
  listTransactions,
  undoTransaction,
} from '../../../src/edits/transaction/undo-transaction.ts';
import { makeProject, PLAN, snapshot } from './project-files.ts';

interface End {
  readonly signal: string | null;
  readonly stdout: string;
}

function runChild(root: string, action: 'apply' | 'undo', at: number): Promise<End> {
  const script = join(import.meta.dirname, 'killed-writer.mjs');
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', script, root, action, String(at)],
      (error, stdout, stderr) => {
        if (error !== null && child.signalCode === null) reject(new Error(stderr));
        else resolve({ signal: child.signalCode, stdout });
      },
    );
  });
}

async function both(): Promise<{ before: Record<string, string>; after: Record<string, string> }> {
  await using project = await createFixture({});
  await makeProject(project.path);
  const before = await snapshot(project.path);
  await applyTransaction({ root: project.path, ...PLAN, reason: 'cvx test' });
  return { before, after: await snapshot(project.path) };
}

test(
  'killed at every step of a change, a project is as before or as after, and undo gives the same bytes',
  { timeout: 300_000 },
  async () => {
    const { before, after } = await both();
    expect(after).not.toEqual(before);
    const seen = { before: 0, after: 0, between: 0 };
    for (let at = 1; ; at += 1) {
      await using project = await createFixture({});
      await makeProject(project.path);
      const { signal, stdout } = await runChild(project.path, 'apply', at);
      const left = JSON.stringify(await snapshot(project.path));
      if (![before, after].some((state) => JSON.stringify(state) === left)) seen.between += 1;
      await recoverTransactions(project.path);
      const state = await snapshot(project.path);
      const last = lastStanding(await listTransactions(project.path));
      expect(state, `after step ${at}`).toEqual(last === undefined ? before : after);
      seen[last === undefined ? 'before' : 'after'] += 1;
      if (last !== undefined) {
        await undoTransaction(project.path, last, { reason: 'cvx undo' });
        expect(await snapshot(project.path)).toEqual(before);
      }
      // And it goes on from there as if nothing had been.
      expect(await recoverTransactions(project.path)).toEqual([]);
      await applyTransaction({ root: project.path, ...PLAN, reason: 'cvx test' });
      expect(await snapshot(project.path)).toEqual(after);
      if (signal === null) {
        expect(at).toBe(JSON.parse(stdout).length + 1);
        break;
      }
      expect(signal).toBe('SIGKILL');
    }
    // It was really killed half-way, also inside a file.
    expect(seen.between).toBeGreaterThan(8);
    expect(seen.before).toBeGreaterThan(15);
  },
);

test(
  'killed at every step of an undo, a project is as before or as after it',
  { timeout: 300_000 },
  async () => {
    const { before, after } = await both();
    for (let at = 1; ; at += 2) {
      await using project = await createFixture({});
      await makeProject(project.path);
      await applyTransaction({ root: project.path, ...PLAN, reason: 'cvx test' });
      const { signal } = await runChild(project.path, 'undo', at);
      await recoverTransactions(project.path);
      const standing = lastStanding(await listTransactions(project.path));
      expect(await snapshot(project.path), `after step ${at}`).toEqual(
        standing === undefined ? before : after,
      );
      if (standing !== undefined) await undoTransaction(project.path, standing, { reason: 'cvx undo' });
      expect(await snapshot(project.path)).toEqual(before);
      if (signal === null) break;
    }
  },
);
