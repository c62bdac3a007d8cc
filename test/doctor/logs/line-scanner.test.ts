import { expect, test } from 'vitest';
import { createLineScanner, type HitLine } from '../../../src/doctor/logs/line-scanner.ts';
import { searchLiterals } from '../../../src/doctor/logs/literal-search.ts';
import { fc } from '../../lib/fast-check.ts';

const LITERALS = ['SECURITY ATTACK', 'abcabcab', 'bcabcabc', 'too many clients'];

/** Scans a text in pieces of the given sizes, over and over. */
function scan(text: string | Buffer, sizes: readonly number[] = [65_536]) {
  const lines: HitLine[] = [];
  const labels: string[] = [];
  const scanner = createLineScanner(searchLiterals(LITERALS), {
    onLine: (line) => lines.push(line),
    onLabel: (label) => labels.push(label),
  });
  const bytes = Buffer.from(text);
  for (let at = 0, n = 0; at < bytes.length; n += 1) {
    const size = sizes[n % sizes.length] ?? 1;
    scanner.push(bytes.subarray(at, at + size));
    at += size;
  }
  scanner.end();
  return { lines, labels };
}

test('any text in any pieces gives the lines that hold a literal, each with its number', () => {
  const piece = fc.constantFrom(
    '\n',
    'a',
    'bcabcabc',
    'abc',
    'x'.repeat(50),
    'too many clients',
    'SECURITY',
    ' ATTACK',
    'é',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      (text, sizes) => {
        const expected = text.split('\n').flatMap((raw, i) => {
          const literals = LITERALS.flatMap((literal, n) => (raw.includes(literal) ? [n] : []));
          return literals.length === 0 ? [] : [{ raw, lineNumber: i + 1, literals: new Set(literals) }];
        });
        expect(scan(text, sizes).lines).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('lines beyond the first megabyte keep their numbers', () => {
  const filler = `${'x'.repeat(99)}\n`.repeat(25_000);
  const { lines } = scan(`${filler}first SECURITY ATTACK\n${filler}second too many clients`, [70_001]);
  expect(lines.map(({ lineNumber, raw }) => [lineNumber, raw])).toEqual([
    [25_001, 'first SECURITY ATTACK'],
    [50_002, 'second too many clients'],
  ]);
});

test('of a line that fits no memory the part around the literal is shown, and the next line is counted right', () => {
  const { lines } = scan(
    `${'y'.repeat(3_000_000)} SECURITY ATTACK ${'z'.repeat(3_000_000)}\nthen too many clients\n`,
  );
  expect(lines.map(({ lineNumber }) => lineNumber)).toEqual([1, 2]);
  expect(lines[0]?.raw).toContain('SECURITY ATTACK');
  expect(lines[0]?.raw.length).toBeLessThan(20_000);
});

test("every label before Compose's bar is told once, harmless lines included", () => {
  const { labels } = scan(
    'redis-1     | fine\npostgres-1  | fine\nredis-1     | a | b\nno label here\na sentence with | a bar\nshop_api_1  | x',
  );
  expect(labels).toEqual(['redis-1', 'postgres-1', 'shop_api_1']);
});
