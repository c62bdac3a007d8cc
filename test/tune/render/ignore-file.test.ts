import { expect, test } from 'vitest';
import { withIgnored } from '../../../src/tune/render/ignore-file.ts';

const OURS = '# Secrets of the stack, and the backups of cvx that hold them too.\n';

test.each([
  ['', `${OURS}.env\napi-keys\n.cvx/\n`],
  ['node_modules\n', `node_modules\n${OURS}.env\napi-keys\n.cvx/\n`],
  ['dist\n.env\n', `dist\n.env\n${OURS}api-keys\n.cvx/\n`],
  ['**/.env\napi-keys', `**/.env\napi-keys\n${OURS.trimEnd()}\n.cvx/`],
  ['dist\r\n', `dist\r\n${`${OURS}.env\napi-keys\n.cvx/\n`.replaceAll('\n', '\r\n')}`],
  ['*\n!.env\n', `*\n!.env\n${OURS}api-keys\n.cvx/\n`],
])('%j becomes %j, and stays so', (before, after) => {
  expect(withIgnored(before)).toBe(after);
  expect(withIgnored(after)).toBe(after);
});
