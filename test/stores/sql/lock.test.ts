import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFixture, type FsFixture } from 'fs-fixture';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockHome } from '../../../src/stores/sql/lock.ts';
import { startOf } from '../../../src/stores/sql/process-start.ts';

let home: FsFixture;
beforeEach(async () => {
  home = await createFixture({ log: '' });
});
afterEach(() => home.rm());

const lock = (waitMs = 0, more = {}) => lockHome(home.path, { waitMs, command: 'cvx test', ...more });

/** Puts a claim into the home as another process would. */
async function claim(fields: Readonly<Record<string, unknown>>): Promise<void> {
  const holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    host: hostname(),
    command: 'cvx ingest',
  };
  await mkdir(home.getPath('lock'), { recursive: true });
  const text = JSON.stringify({ ...holder, since: '2026-01-02T03:04:05.000Z', ...fields });
  await writeFile(home.getPath('lock', 'other.json'), text);
}

describe('lockHome', () => {
  test('is refused while it is held, naming process and command, and free after release', async () => {
    const first = await lock();
    await expect(lock()).rejects.toMatchObject({
      code: 'CVX_STORE_LOCKED',
      exit: 3,
      message: expect.stringMatching(
        new RegExp(`"cvx test" \\(PID ${process.pid}\\) has been using .*${home.path.slice(-8)}`),
      ),
      hint: expect.stringContaining('--wait 60s'),
    });
    await first.release();
    await first.release();
    const second = await lock();
    await second.release();
    expect(await readdir(home.getPath('lock'))).toEqual([]);
  });

  test('waits for the holder and says so once', async () => {
    const first = await lock();
    const told: string[] = [];
    const waiting = lock(60_000, { onWait: (text: string) => told.push(text) });
    await new Promise((resolve) => setTimeout(resolve, 250));
    await first.release();
    await (await waiting).release();
    expect(told).toEqual([`Waiting for "cvx test" (PID ${process.pid}) to finish`]);
  });

  test('stops waiting when told to', async () => {
    const first = await lock();
    const stop = new AbortController();
    const waiting = lock(60_000, { signal: stop.signal, onWait: () => stop.abort() });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await first.release();
  });

  test('release leaves the lock of a later holder alone', async () => {
    const first = await lock();
    await first.release();
    const second = await lock();
    await first.release();
    await expect(lock()).rejects.toMatchObject({ code: 'CVX_STORE_LOCKED' });
    await second.release();
  });

  test('passes over a process that has ended', async () => {
    const ended = spawn(process.execPath, ['-e', '0']);
    await once(ended, 'exit');
    await claim({ pid: ended.pid });
    await (await lock()).release();
  });

  test.skipIf(process.platform === 'win32')('passes over a PID that another process has now', async () => {
    await claim({ started: 'some boot/12345' });
    await (await lock()).release();
  });

  test('never takes the place of a process that lives or may live on another host', async () => {
    await claim({});
    await expect(lock()).rejects.toMatchObject({ code: 'CVX_STORE_LOCKED' });
    await claim({ host: 'elsewhere', pid: 999_999_999 });
    await expect(lock()).rejects.toMatchObject({
      code: 'CVX_STORE_LOCKED',
      hint: expect.stringContaining(join('lock', 'other.json')),
    });
  });

  test('passes over half a claim, which only a loss of power leaves', async () => {
    await claim({});
    await writeFile(home.getPath('lock', 'other.json'), '{"pid":');
    await (await lock()).release();
  });

  test('has one winner at a time among 12 that try at the same instant', async () => {
    let holders = 0;
    const most: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const held = await lock(60_000);
        holders += 1;
        most.push(holders);
        await new Promise((resolve) => setTimeout(resolve, 5));
        holders -= 1;
        await held.release();
      }),
    );
    expect(most).toEqual(Array.from({ length: 12 }, () => 1));
  });

  test(
    'has one winner at a time among 12 processes after its holder was killed',
    { timeout: 120_000 },
    async () => {
      const contenders: ChildProcess[] = [];
      const start = async (): Promise<ChildProcess> => {
        const child = fork(join(import.meta.dirname, 'contender.ts'), [home.path, home.getPath('log')], {
          execArgv: ['--import', 'tsx'],
        });
        contenders.push(child);
        await once(child, 'message');
        return child;
      };
      try {
        const holder = await start();
        holder.send(600_000);
        await once(holder, 'message');
        const others = await Promise.all(Array.from({ length: 12 }, start));
        const ends = others.map((child) => once(child, 'exit'));
        holder.kill('SIGKILL');
        for (const child of others) child.send(15);
        expect((await Promise.all(ends)).map(([code]) => code)).toEqual(others.map(() => 0));
        const [first, ...rest] = (await readFile(home.getPath('log'), 'utf8')).trim().split('\n');
        expect(first).toBe(`enter ${holder.pid}`);
        const turns = rest.flatMap((line, n) => (n % 2 === 0 ? [[line, rest[n + 1]]] : []));
        expect(turns).toHaveLength(12);
        for (const [enter, leave] of turns) expect(leave).toBe(enter?.replace('enter', 'leave'));
        expect(new Set(turns.flat()).size).toBe(24);
      } finally {
        for (const child of contenders) child.kill('SIGKILL');
      }
    },
  );
});
