import { createFixture } from 'fs-fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../../src/domain/outcome.ts';
import { openParserPool } from '../../../src/ingest/parse/parser-pool.ts';
import type { ParserPool } from '../../../src/ingest/parse/parser-pool.ts';
import { DEFAULT_READ_LIMITS } from '../../../src/ingest/read/limits.ts';
import { ReadError } from '../../../src/ingest/read/reader.ts';
import { HOSTILE } from '../../fixtures/hostile.ts';

/** `linkLoop` is a folder: the walk that finds files has to end, which is not the parser's work. */
const { linkLoop: _folder, ...files } = HOSTILE;

let folder = '';
let pool: ParserPool;

beforeAll(async () => {
  const fixture = await createFixture();
  folder = fixture.path;
  // Starting from TypeScript takes seconds, which count for the first file of a child only after it is ready.
  pool = openParserPool({ size: 1, limits: DEFAULT_READ_LIMITS, timeoutMs: 6000, now: '2026-11' });
  return () => fixture.rm();
});

afterAll(() => pool.close());

async function outcome(path: string): Promise<Outcome> {
  try {
    const { content } = await pool.parse(path);
    return content.losses.length === 0 ? 'indexed' : 'partial';
  } catch (error) {
    if (error instanceof ReadError) return error.outcome;
    throw error;
  }
}

test.each(Object.entries(files))('%s', { timeout: 60_000 }, async (_, make) => {
  const made = await make(folder);
  expect([made.expect, ...(made.or ?? [])]).toContain(await outcome(made.path));
});
