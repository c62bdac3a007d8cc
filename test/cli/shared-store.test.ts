import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { BIN, cleanEnv, runCvx } from './run-cvx.ts';

const Answer = z.object({ ids: z.array(z.string()), error: z.unknown().optional() });
const Search = z.object({ hits: z.array(z.object({ id: z.string(), name: z.string() })) });
const Stats = z.object({
  candidates: z.number(),
  pending: z.number(),
  index: z.object({ candidates: z.number() }),
});

let root: string;
let env: Record<string, string>;
let owner: ChildProcess;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cvx-shared-'));
  env = { CVX_HOME: join(root, 'home') };
  await cvs('first', ['Anna Arc', 'Ben Beam']);
});
afterAll(async () => {
  await end(owner, 'SIGKILL');
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  if (owner?.exitCode === null && owner.signalCode === null) return;
  owner = fork(join(import.meta.dirname, 'long-running.ts'), [], {
    env: { ...cleanEnv(), ...env },
    execArgv: ['--import', 'tsx'],
  });
  await once(owner, 'message');
}, 60_000);

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A folder of CVs, one per name. */
async function cvs(folder: string, names: readonly string[], trade = 'welder'): Promise<string> {
  const path = join(root, folder);
  await mkdir(path, { recursive: true });
  for (const name of names) {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
    const text = `${name}\n${email}\n\nExperience\n\n${trade}, Examplewerk, 2019 - 2023\nJoined pipes.\n`;
    await writeFile(join(path, `${name.replaceAll(' ', '-')}.txt`), text);
  }
  return path;
}

async function asked(text: string): Promise<readonly string[]> {
  const answer = once(owner, 'message');
  owner.send(text);
  const { ids, error } = Answer.parse((await answer)[0]);
  expect(error).toBeUndefined();
  return ids;
}

/** At once or not at all: a guest does not wait for the owner. */
const cvx = (...args: readonly string[]) => runCvx(args, { env });

async function json(...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr, code } = await cvx(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('other commands work in a store that is held, and the holder sees what they did', async () => {
  expect(await asked('welder')).toEqual([]);
  await json('ingest', join(root, 'first'), '--wait', '1ms');
  const two = await asked('welder');
  expect(two).toHaveLength(2);
  const found = Search.parse(await json('search', 'welder'));
  expect(found.hits.map(({ id }) => id)).toEqual(two);
  expect((await cvx('list')).stdout).toMatch(/Anna Arc[^]*Ben Beam/);

  const anna = found.hits.find(({ name }) => name === 'Anna Arc')?.id ?? '';
  expect((await cvx('forget', anna, '--yes')).code).toBe(0);
  expect(await asked('welder')).toEqual(two.filter((id) => id !== anna));
  await cvs('first', ['Ben Beam'], 'zeppelin pilot');
  await rm(join(root, 'first', 'Anna-Arc.txt'));
  await json('ingest', join(root, 'first'));
  expect(await asked('zeppelin')).toHaveLength(1);
  expect((await stat(join(root, 'home', 'cvx.sock'))).mode & 0o777).toBe(0o600);
});

test('three commands write at once while the holder searches; one of them is killed; nothing is lost or doubled', async () => {
  const names = (from: string) => Array.from({ length: 40 }, (_, n) => `${from} Person${letters(n)}`);
  const folders = [
    await cvs('left', names('Lea'), 'potter'),
    await cvs('right', names('Rob'), 'potter'),
    await cvs('middle', names('Mia'), 'potter'),
  ];
  const victim = spawn(process.execPath, [BIN, 'ingest', folders[2] ?? '', '--progress', 'json'], {
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const writers = folders.slice(0, 2).map((folder) => json('ingest', folder));
  const stopped = new AbortController();
  const searching = (async () => {
    for (; !stopped.signal.aborted; await sleep(20)) await asked('potter');
  })();
  await once(victim.stderr, 'data');
  await sleep(150);
  await end(victim, 'SIGKILL');
  await Promise.all(writers);
  stopped.abort();
  await searching;
  await json('ingest', folders[2] ?? '');

  const ids = await asked('potter');
  expect(new Set(ids).size).toBe(ids.length);
  const { hits } = Search.parse(await json('search', 'potter', '-n', '100'));
  expect(hits.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
  const stats = Stats.parse(await json('stats'));
  expect(stats).toMatchObject({ candidates: 121, pending: 0, index: { candidates: 121 } });
});

test('the holder is killed: the next command takes the store, and nothing is left of its socket', async () => {
  await end(owner, 'SIGKILL');
  expect(await readdir(join(root, 'home'))).toContain('cvx.sock');
  expect(Stats.parse(await json('stats'))).toMatchObject({ candidates: 121, pending: 0 });
  expect(await readdir(join(root, 'home'))).not.toContain('cvx.sock');
});

test('a holder that ends lets go of socket and store', async () => {
  const exited = once(owner, 'exit');
  owner.send('stop');
  expect(await exited).toEqual([0, null]);
  expect(await readdir(join(root, 'home'))).not.toContain('cvx.sock');
  expect((await cvx('list')).code).toBe(0);
});

/** Letters only, so that each is one name. */
function letters(n: number): string {
  return [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
