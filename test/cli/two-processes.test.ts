import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

const CVS = 400;

let root: string;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cvx-two-'));
  folder = join(root, 'cvs');
  env = { CVX_HOME: join(root, 'home') };
  await mkdir(folder);
  for (let i = 0; i < CVS; i += 1) {
    await writeFile(
      join(folder, `cv-${i}.txt`),
      `Person ${i}\nEngineer\nperson${i}@example.org\n\nBuilds bridges.\n`,
    );
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('the second cvx waits for the first, or says who holds the data; neither harms it', async () => {
  const first = spawn(process.execPath, [BIN, 'ingest', folder, '--progress', 'json'], {
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => first.on('exit', resolve));
  // Its first progress event says that it has the stores open.
  await new Promise<void>((resolve) => first.stderr.once('data', () => resolve()));

  const impatient = await runCvx(['ingest', folder, '--wait', '1ms'], { env });
  expect(impatient.code).toBe(3);
  expect(impatient.stderr).toContain(String(first.pid));
  expect(impatient.stderr).toContain('cvx ingest');

  const patient = await runCvx(['ingest', folder, '--wait', '60s', '--json'], { env });
  expect(await ended).toBe(0);
  expect(patient.code).toBe(0);
  expect(JSON.parse(patient.stdout)).toMatchObject({ counts: { unchanged: CVS } });
  const stats = await runCvx(['stats', '--json'], { env });
  expect(JSON.parse(stats.stdout)).toMatchObject({ candidates: CVS, pending: 0 });
});

test('Ctrl-C ends a run with 130 and the next one goes on from there', async () => {
  const home = { CVX_HOME: join(root, 'interrupted') };
  const child = spawn(process.execPath, [BIN, 'ingest', folder, '--progress', 'json'], {
    env: { ...cleanEnv(), ...home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += String(data)));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  while (!/"done":[1-9]/.test(stderr) && child.exitCode === null) await sleep(20);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  const events = stderr.trim().split('\n');
  expect(events.map((line) => JSON.parse(line).event).at(-1)).toBe('abort');

  const again = await runCvx(['ingest', folder, '--json'], { env: home });
  expect(again.code).toBe(0);
  const { counts } = JSON.parse(again.stdout);
  expect((counts.unchanged ?? 0) + (counts.indexed ?? 0)).toBe(CVS);
  const stats = await runCvx(['stats', '--json'], { env: home });
  expect(JSON.parse(stats.stdout)).toMatchObject({ candidates: CVS, documents: CVS, pending: 0 });
});
