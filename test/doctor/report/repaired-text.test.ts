import { expect, test } from 'vitest';
import type { Repaired } from '../../../src/doctor/repair/repaired.ts';
import { repairedLines } from '../../../src/doctor/report/repaired-text.ts';

const WHY = 'gone from the files; nothing runs here that could prove it';
const at = (id: string, line: number, more: Partial<Repaired> = {}): Repaired => ({
  id,
  at: `compose.yaml:${line}:3`,
  outcome: 'unverified',
  why: WHY,
  files: ['compose.yaml'],
  ...more,
});

test('what became of repairs: each reason once, a check a line, its first places, and one command for all', () => {
  const restart = (service: string) => ({ restart: ['up', '--detach', service] });
  expect(
    repairedLines([
      at('compose-no-restart', 1, restart('api')),
      at('env-mode', 2, { outcome: 'refused', why: 'an anchor is shared' }),
      ...[5, 6, 7, 8].map((line) => at('compose-no-restart', line, restart('redis'))),
      at('redis-http-probe', 9),
    ]),
  ).toEqual([
    `unverified: ${WHY}`,
    '  compose-no-restart  5 places: compose.yaml:1:3, compose.yaml:5:3, compose.yaml:6:3 and 2 more',
    '  redis-http-probe    compose.yaml:9:3',
    'refused: an anchor is shared',
    '  env-mode            compose.yaml:2:3',
    'To let it take effect (or let cvx doctor --fix --restart do it, and prove it):',
    '  docker compose up --detach api redis',
  ]);
  expect(repairedLines([])).toEqual([]);
});
