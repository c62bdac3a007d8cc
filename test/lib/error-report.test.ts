import { expect, test } from 'vitest';
import { describeError, errorStack, errorText } from '../../src/lib/error-report.ts';
import { CvxError } from '../../src/lib/errors.ts';

test('an error that the user can act on is shown as it is, the hint below', () => {
  const error = new CvxError('CVX_X', 'No file a\u001b[2J.pdf.', { hint: 'Check the path.\nOr the name.' });
  expect(errorText(describeError(error, '1.0.0'))).toBe(
    'No file a␛[2J.pdf.\n  Check the path.\n  Or the name.',
  );
});

test('anything else is a bug, and says how to report it', () => {
  const { code, message, hint } = describeError(new TypeError('x is undefined'), '1.0.0');
  expect(code).toBe('CVX_BUG');
  expect(message).toContain('x is undefined');
  expect(hint).toContain('cvx 1.0.0');
});

test('the stack tells every cause', () => {
  const text = errorStack(new Error('outer', { cause: new Error('inner', { cause: 'root' }) }));
  expect(text).toMatch(/outer[\s\S]*Caused by: Error: inner[\s\S]*Caused by: 'root'/);
});
