import { execa } from 'execa';
import { createFixture } from 'fs-fixture';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

/** Runs a program on a terminal of its own; that of BSD and macOS takes its command in another way. */
const SCRIPT = 'script';
const hasTerminal = (await execa(SCRIPT, ['--version'], { reject: false })).stdout.includes('util-linux');
if (!hasTerminal) console.warn('skipped: questions on a terminal (no script of util-linux on PATH)');

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** Presses keys once the program has asked. Resolves to what the terminal shows, and to the exit code. */
async function onTerminal(args: readonly string[], cwd: string, keys: string) {
  const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  const child = execa(SCRIPT, ['-qec', command, '/dev/null'], {
    cwd,
    env: { ...cleanEnv(), CVX_HOME: `${cwd}/home`, TERM: 'dumb' },
    extendEnv: false,
    reject: false,
  });
  let shown = '';
  for await (const chunk of child.iterable({ binary: true })) {
    const hadAsked = shown.includes('[y/N]');
    shown += Buffer.from(chunk).toString();
    if (!hadAsked && shown.includes('[y/N]')) child.stdin.write(keys);
  }
  return { shown, code: (await child).exitCode };
}

const CV = `Dora Novak
Gardener
dora@example.com

Experience

02/2015 - 05/2021  Gardener, Park
Roses.
`;

const COMPOSE = `services:
  redis:
    image: redis:8
`;

/** Each starts cvx up to five times, and a start takes as long as the machine is loaded. */
describe.skipIf(!hasTerminal)('a question', { timeout: 180_000 }, () => {
  test('of cvx forget is stopped by Ctrl+C, and Ctrl+D is a no', async () => {
    await using folder = await createFixture({ 'dora.txt': CV });
    const env = { CVX_HOME: folder.getPath('home') };
    const { stdout } = await runCvx(['ingest', 'dora.txt', '--json'], { cwd: folder.path, env });
    const { files } = JSON.parse(stdout) as { files: { id: string }[] };
    const forget = ['forget', files[0]?.id ?? ''];
    const stopped = await onTerminal(forget, folder.path, CTRL_C);
    expect(stopped.code).toBe(130);
    expect(stopped.shown).not.toMatch(/bug|erased/i);
    const refused = await onTerminal(forget, folder.path, CTRL_D);
    expect(refused.code).toBe(0);
    expect(refused.shown).toContain('Nothing was erased.');
    // A program that reads stderr is asked nothing.
    const json = await onTerminal([...forget, '--json'], folder.path, CTRL_C);
    expect(json.code).toBe(2);
    expect(json.shown).toContain('CVX_NEEDS_YES');
    const agreed = await onTerminal(forget, folder.path, 'y\n');
    expect(agreed.code).toBe(0);
    expect(agreed.shown).toContain('Erased Dora Novak');
  });

  test('of cvx doctor --fix is stopped by Ctrl+C, and Ctrl+D is a no', async () => {
    await using folder = await createFixture({ 'compose.yaml': COMPOSE });
    const fix = ['doctor', '--fix', '--no-live'];
    const stopped = await onTerminal(fix, folder.path, CTRL_C);
    expect(stopped.code).toBe(130);
    expect(stopped.shown).not.toContain('bug in cvx');
    const refused = await onTerminal(fix, folder.path, CTRL_D);
    expect(refused.code).toBe(1);
    expect(refused.shown).not.toContain('bug in cvx');
    expect(await folder.readFile('compose.yaml', 'utf8')).toBe(COMPOSE);
    const json = await onTerminal([...fix, '--json'], folder.path, CTRL_C);
    expect(json.code).toBe(2);
    expect(json.shown).toContain('CVX_NEEDS_YES');
  });
});
