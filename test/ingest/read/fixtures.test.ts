import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEFAULT_READ_LIMITS } from '../../../src/ingest/read/limits.ts';
import { readDocument } from '../../../src/ingest/read/read.ts';
import { loadTruths } from '../../fixtures/truth.ts';

const cvs = await loadTruths();

/** White space folded; a hyphen at a line's end may belong to the word or not. */
function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

describe('every labelled CV', () => {
  test('there are some', () => {
    expect(cvs.length).toBeGreaterThan(10);
  });

  test.each(cvs.map((cv) => [cv.file, cv] as const))(
    '%s: all its lines are read, in reading order',
    async (_, cv) => {
      const read = await readDocument(await readFile(cv.path), cv.file, DEFAULT_READ_LIMITS);
      const text = fold(read.text);
      expect(cv.truth.text.filter((line) => !text.includes(fold(line)))).toEqual([]);
      const misplaced = cv.truth.order.filter(([first, second]) => {
        const at = text.indexOf(fold(first));
        return at < 0 || text.indexOf(fold(second), at) < 0;
      });
      expect(misplaced).toEqual([]);
      expect(read.losses).toEqual([]);
    },
  );
});
