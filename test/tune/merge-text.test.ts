import { expect, test } from 'vitest';
import { mergeText } from '../../src/tune/merge-text.ts';

const BASE = 'a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n';

test('both sides are kept where they change other lines, and refused where they change the same', () => {
  const theirs = `# ours\n${BASE}f = 6\n`;
  expect(mergeText(BASE, theirs, BASE.replace('c = 3', 'c = 30'))).toBe(theirs.replace('c = 3', 'c = 30'));
  expect(mergeText(BASE, BASE.replace('c = 3', 'c = 7'), BASE.replace('c = 3', 'c = 30'))).toBeUndefined();
  expect(mergeText(BASE, theirs, BASE)).toBe(theirs);
  expect(mergeText(BASE, BASE, 'x\n')).toBe('x\n');
});
