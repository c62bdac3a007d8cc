import { expect, test } from 'vitest';
import { createStyle } from '../../../src/lib/style.ts';
import { costsOf } from '../../../src/sizing/cost.ts';
import { readPrices } from '../../../src/sizing/prices.ts';
import { costText } from '../../../src/tune/report/cost-text.ts';
import { inputsFor } from '../../sizing/sizing-inputs.ts';

const sink = { style: createStyle(false), columns: 100 };
const shown = (today: string): string =>
  costText(
    costsOf(inputsFor(50, '4x16'), { ...readPrices(), date: '2025-06-01' }, new Date(today)),
    50,
    sink,
  );

test.each(['2025-06-01', '2026-05-31', '2026-06-01', '2030-01-01'])(
  'prices come with their date and region, on %s too',
  (today) => {
    expect(shown(today)).toMatch(/us-east-1, on-demand prices of 2025-06-01/);
  },
);

test('prices of a year ago are said to be old, in one line; younger ones are not', () => {
  expect(shown('2026-05-31')).not.toContain('old');
  expect(shown('2026-06-01')).toMatch(/^  These prices are 12 months old: check them, .*--prices FILE$/m);
  expect(shown('2026-11-22')).toMatch(/^  These prices are 17 months old: check them, .*--prices FILE$/m);
});
