import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { askYes } from '../../src/lib/ask-yes.ts';
import { EXIT } from '../../src/lib/errors.ts';
import { Stopped, stopOnSignals } from '../../src/lib/shutdown.ts';
import { fakeIo } from './fake-io.ts';

/** Asks on streams that say they are a terminal, and presses keys. */
async function asked(keys: string): Promise<boolean> {
  const { io, stderr } = fakeIo({ isTTY: true });
  const controller = new AbortController();
  const release = stopOnSignals({ controller, say: () => undefined, exit: () => undefined });
  try {
    const answer = askYes(io, 'Write 2 files?', controller.signal);
    const settled = answer.catch(() => undefined);
    while (!stderr().includes('[y/N]')) await sleep(1);
    io.stdin.push(keys);
    await settled;
    return await answer;
  } finally {
    release();
  }
}

test.each([
  ['y\n', true],
  ['Yes\n', true],
  ['n\n', false],
  ['\n', false],
  ['yellow\n', false],
])('%j is %j', async (keys, agreed) => {
  expect(await asked(keys)).toBe(agreed);
});

test('Ctrl+D is a no', async () => {
  expect(await asked('\u0004')).toBe(false);
});

test('Ctrl+C stops the run, as elsewhere', async () => {
  const stop = asked('\u0003');
  await expect(stop).rejects.toBeInstanceOf(Stopped);
  await expect(stop).rejects.toMatchObject({ exit: EXIT.interrupted });
});
