import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { pad, table, truncate } from '../../src/lib/table.ts';
import { fc } from './fast-check.ts';

test('truncate counts terminal columns, not characters', () => {
  expect(truncate('山田太郎', 5)).toBe('山田…');
  expect(truncate('👩‍💻👩‍💻👩‍💻', 4)).toBe('👩‍💻…');
  expect(truncate('Ada', 3)).toBe('Ada');
});

test('pad fills wide text to the same column', () => {
  expect(stringWidth(pad('山田', 8))).toBe(8);
  expect(pad('7', 3, 'right')).toBe('  7');
});

const COLUMNS = [
  { title: 'Name', value: (row: { name: string }) => row.name, min: 6 },
  { title: 'Years', value: () => '12', align: 'right' as const },
];

test('columns that may shrink make room, the others keep their width', () => {
  expect(table([{ name: 'Wilhelmina Featherstonehaugh' }], COLUMNS, { width: 20 })).toEqual([
    'Name           Years',
    'Wilhelmina F…     12',
  ]);
});

test('a name with control characters and line breaks stays one harmless line', () => {
  const [, line] = table([{ name: 'Ada\n\u001b[2J' }], COLUMNS, { width: 80 });
  expect(line).toBe('Ada ␛[2J     12');
});

test('no line is wider than the terminal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }) })),
      fc.integer({ min: 13, max: 90 }),
      (rows, width) => {
        for (const line of table(rows, COLUMNS, { width }))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
