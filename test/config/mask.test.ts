import { expect, test } from 'vitest';
import { mask } from '../../src/config/mask.ts';

test.each([
  [
    'postgresql://cvx:hunter2@db:5432/cvx?sslmode=require&password=x',
    'postgresql://cvx:••••@db:5432/cvx?sslmode=••••&password=••••',
  ],
  ['redis://:hunter2@cache:6379/0', 'redis://:••••@cache:6379/0'],
  ['http://localhost:6333', 'http://localhost:6333/'],
  ['hunter2', '••••'],
])('mask(%j)', (value, shown) => {
  expect(mask(value)).toBe(shown);
});
