import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

const CVS = 120;
const KILLS = 20;

const Ingest = z.object({
  counts: z.record(z.string(), z.number()),
  files: z.array(z.object({ id: z.string() })),
});
const Stats = z.object({
  candidates: z.number(),
  documents: z.number(),
  pending: z.number(),
  index: z.object({ candidates: z.number() }),
});
const Search = z.object({ hits: z.array(z.object({ name: z.string() })) });

let folder: string;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cvx-killed-'));
  home = join(folder, 'home');
  for (let i = 0; i < CVS; i += 1) {
    const text = `Person Number${word(i)}\nEngineer\nperson${i}@example.org\n\nExperience\n\nEngineer, Firm${word(i)}\n01/2019 - 03/2022\nBuilt things with codeword${word(i)}.\n`;
    await writeFile(join(folder, `cv-${String(i).padStart(3, '0')}.txt`), text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Letters only, so that each is one name and one search term. */
function word(i: number): string {
  return [...String(i)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

/** Ingests in a process that is killed with -9 after `ms`, or has ended before. */
async function ingestAndKill(ms: number): Promise<void> {
  const child = spawn(process.execPath, [BIN, 'ingest', join(folder, 'cv-*.txt')], {
    env: { ...cleanEnv(), CVX_HOME: home },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await Promise.race([sleep(ms), ended]);
  child.kill('SIGKILL');
  await ended;
}

test(
  `${KILLS} kills at any moment of an ingest lose nothing and double nothing`,
  { timeout: 300_000 },
  async () => {
    const env = { CVX_HOME: home };
    const whole = performance.now();
    await runCvx(['ingest', join(folder, 'cv-*.txt')], { env });
    const duration = performance.now() - whole;
    await rm(home, { recursive: true });

    // Spread over the whole run, start-up and first unpacking included; each next run starts where the last one died.
    for (let i = 0; i < KILLS; i += 1)
      await ingestAndKill(((i + 0.5 * Math.random()) / KILLS) * duration + 50);

    const { stdout, code } = await runCvx(['ingest', join(folder, 'cv-*.txt'), '--json'], { env });
    expect(code).toBe(0);
    const report = Ingest.parse(JSON.parse(stdout));
    expect(Object.values(report.counts).reduce((a, b) => a + b, 0)).toBe(CVS);
    expect(new Set(report.files.map(({ id }) => id)).size).toBe(CVS);

    const stats = Stats.parse(JSON.parse((await runCvx(['stats', '--json'], { env })).stdout));
    expect(stats).toMatchObject({ candidates: CVS, documents: CVS, pending: 0, index: { candidates: CVS } });
    for (const i of [0, 57, CVS - 1]) {
      const found = await runCvx(['search', `codeword${word(i)}`, '--mode', 'lexical', '--json'], { env });
      expect(Search.parse(JSON.parse(found.stdout)).hits.map(({ name }) => name)).toEqual([
        `Person Number${word(i)}`,
      ]);
    }
  },
);
