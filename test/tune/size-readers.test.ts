import { expect, test } from 'vitest';
import { readChanges, SIZE_READERS, withChange } from '../../src/tune/size-readers.ts';

const { users } = SIZE_READERS;

test.each([
  ['1000', 1000],
  ['1,000', 1000],
  ['1_000', 1000],
  ['1 000', 1000],
  ['1\u00a0000', 1000],
  ['12,345', 12_345],
  ['1,000,000', 1_000_000],
])('%s is one number, however its thousands are grouped', (text, value) => {
  expect(users(text)).toBe(value);
});

test.each(['1.000', '1,5', '0,500', '1,00', '1000,000', '1.5'])(
  '%s may be a fraction: refused, with the forms',
  (text) => {
    expect(users(text)).toEqual({ expected: expect.stringMatching(/to 1,000,000\. .*1000, 1,000 or 1_000/) });
  },
);

test.each(['1,0000', '1,000_000', ',000', '1__000', ' ', '-1,000', '1,000 users'])(
  '%s is no number',
  (text) => {
    expect(users(text)).toHaveProperty('expected');
  },
);

test('a number in groups is one change among others', () => {
  expect(readChanges('users=1,000,host=8x32')).toEqual({ users: 1000, host: '8x32' });
  expect(readChanges('host=8x32, users=1,000,000')).toEqual({ users: 1_000_000, host: '8x32' });
  expect(readChanges('users=1,5')).toHaveProperty('expected');
});

test.each([
  ['users=1,000', { flag: 'host', value: '8x32' }, 'users=1,000,host=8x32'],
  ['users=1 000,host=4x16', { flag: 'host', value: '8x32' }, 'users=1000,host=8x32'],
  ['instance=m5.large', { flag: 'host', value: '8x32' }, 'host=8x32'],
  ['tier=high,host=4x16', { flag: 'users', value: '80' }, 'host=4x16,users=80'],
])('%s with another change', (text, change, whole) => {
  expect(withChange(text, change)).toBe(whole);
  expect(readChanges(whole)).not.toHaveProperty('expected');
});
