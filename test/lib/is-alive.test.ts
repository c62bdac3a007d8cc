import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { isAlive } from '../../src/lib/is-alive.ts';

test('this process and the first one live, whoever owns them; one that has ended does not', () => {
  const { pid, status } = spawnSync(process.execPath, ['--version']);
  expect(status).toBe(0);
  expect([process.pid, 1, pid].map(isAlive)).toEqual([true, true, false]);
});
