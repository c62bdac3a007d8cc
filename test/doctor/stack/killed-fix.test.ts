import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createFixture } from 'fs-fixture';
import { expect, test } from 'vitest';
import { runCvx } from '../../cli/run-cvx.ts';
import { bytesOf } from '../apply-fix.ts';
import { threeFaults } from './three-faults.ts';

const KILLER = fileURLToPath(new URL('kill-at-write.mjs', import.meta.url));
/** Two files change: the target in prometheus.yml, and the exporter in the compose file. */
const THIS = ['doctor', '--no-live', '--only', 'redis-http-probe'];
/** Every step by hand and by night; in CI some, since the transaction's own test takes each. */
const STRIDE = process.env['CVX_TEST_SLOW'] === '1' ? 1 : 7;

/** `cvx doctor --fix` in a folder, killed at its n'th change; tells how many there were where it was not. */
async function killedFix(
  root: string,
  at: number,
): Promise<{ readonly killed: boolean; readonly steps: number }> {
  await using aside = await createFixture({});
  const counted = join(aside.path, 'steps');
  const env = { CVX_KILL_AT: String(at), CVX_KILL_IN: root, CVX_KILL_COUNT: counted };
  const { code, stderr } = await runCvx([...THIS, '--fix', '--yes'], {
    cwd: root,
    env,
    nodeOptions: ['--import', KILLER],
  });
  if (code === undefined) return { killed: true, steps: at };
  if (code !== 0) throw new Error(`It was not killed and failed: ${stderr}`);
  return { killed: false, steps: Number(await readFile(counted, 'utf8')) };
}

test(
  'cvx doctor --fix, killed in the midst of its work: the project is as before or as after, and cvx undo gives the same bytes',
  { timeout: 600_000 },
  async () => {
    await using whole = await threeFaults();
    const before = await bytesOf(whole.path);
    const { steps, killed } = await killedFix(whole.path, 0);
    const after = await bytesOf(whole.path);
    expect(killed).toBe(false);
    expect(steps).toBeGreaterThan(20);
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
      'docker-compose.yml',
      'monitoring/prometheus.yml',
    ]);
    const ends = { before: 0, after: 0 };
    const tried = Array.from({ length: steps }, (_, i) => i + 1).filter(
      (at) => at % STRIDE === 0 || at === steps,
    );
    for (const at of tried) {
      await using fixture = await threeFaults();
      expect((await killedFix(fixture.path, at)).killed, `step ${at} of ${steps}`).toBe(true);
      // Whatever looks next puts right what is half done.
      const { code, stderr } = await runCvx(THIS, { cwd: fixture.path });
      expect([0, 1], stderr).toContain(code);
      const left = await bytesOf(fixture.path);
      const isAfter = JSON.stringify(left) === JSON.stringify(after);
      ends[isAfter ? 'after' : 'before'] += 1;
      expect(left, `as before or as after, killed at step ${at} of ${steps}`).toEqual(
        isAfter ? after : before,
      );
      const undo = await runCvx(['undo'], { cwd: fixture.path });
      expect(undo.code, undo.stderr).toBe(0);
      expect(await bytesOf(fixture.path), `undone, killed at step ${at}`).toEqual(before);
    }
    expect(ends.before).toBeGreaterThan(2);
    expect(ends.after).toBeGreaterThan(0);
  },
);
