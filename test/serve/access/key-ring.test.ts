import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCvx } from '../../cli/run-cvx.ts';
import { runServe, type Served } from '../run-serve.ts';

let home: string;
let file: string;
let served: Served | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cvx-keys-'));
  file = join(home, 'api-keys');
});
afterEach(async () => {
  await served?.kill();
  served = undefined;
  await rm(home, { recursive: true, force: true });
});

async function newKey(name: string, role: string): Promise<string> {
  const { code, stdout } = await runCvx(['serve', '--new-key', name, '--role', role], {
    env: { CVX_HOME: home },
  });
  expect(code).toBe(0);
  return stdout.trim();
}

async function status(key?: string): Promise<number> {
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return (await fetch(`${served?.url}/api/me`, { headers })).status;
}

/** Until the running server answers so. */
async function becomes(expected: number, key?: string): Promise<void> {
  while ((await status(key)) !== expected) await sleep(50);
}

test('a key holds while its line stands in the file, and a file that is broken or gone opens nothing', async () => {
  const first = await newKey('first', 'read');
  served = await runServe([], { CVX_HOME: home });
  expect([await status(), await status(first)]).toEqual([401, 200]);

  const second = await newKey('second', 'admin');
  await becomes(200, second);
  const both = await readFile(file, 'utf8');
  await writeFile(file, both.replace(/^first .*\n/m, ''));
  await becomes(401, first);
  expect(await status(second)).toBe(200);

  await writeFile(file, 'second admin nonsense\n');
  while (!served.stderr.join().includes('the API keys stay as they were')) await sleep(50);
  expect(served.stderr.join()).toContain(`${file}:1:`);
  expect([await status(second), await status(first), await status()]).toEqual([200, 401, 401]);

  await rm(file);
  await becomes(401, second);
  expect(await status()).toBe(401);
});

test('a server that was open asks for keys once there is one', async () => {
  await mkdir(home, { recursive: true });
  served = await runServe([], { CVX_HOME: home });
  expect(await status()).toBe(200);
  const key = await newKey('page', 'read');
  await becomes(401);
  expect(await status(key)).toBe(200);
  await chmod(file, 0o666);
  while (!served.stderr.join().includes('other users may write to it')) await sleep(50);
  expect([await status(), await status(key)]).toEqual([401, 200]);
});
