import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openBundledEmbedder } from '../../src/embed/embedder/bundled.ts';
import { passageTexts } from '../../src/indexing/index-people.ts';
import { DEFAULT_READ_LIMITS } from '../../src/ingest/read/limits.ts';
import { DEFAULT_PARSE_TIMEOUT_MS, openParserPool } from '../../src/ingest/parse/parser-pool.ts';
import { medianMs, printFigure, printRatio, quantile, runNode } from './measure.ts';

/** Ingest, re-ingest and cold search of one folder, by the built program as a user runs it. */
export async function benchIngest(folder: string, files: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  const env = { CVX_HOME: home, DATABASE_URL: '', QDRANT_URL: '', REDIS_URL: '', EMBEDDING_MODEL: '' };
  try {
    const paths = (await readdir(folder))
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name));
    const alone = await extractAndEmbedAlone(paths);
    const ingest = await runNode(['bin/cvx.js', 'ingest', folder, '--quiet'], env);
    printRatio('ingest', ingest.ms, { name: 'extraction + embedding alone', value: alone }, 1.5);
    printFigure('ingest rate', (files / ingest.ms) * 1000, 'CVs/s', { atLeast: 25 });
    printFigure('main process, peak', ingest.peakMb, 'MB', { atMost: 600 });
    const [early, late] = halves(ingest.samples);
    printFigure('main process, memory late : early', late / early, 'x');

    const startUp = await medianMs(5, async () => (await runNode(['bin/cvx.js', 'stats', '--json'], env)).ms);
    const hashing = await medianMs(3, () => hashAll(paths));
    const again = await medianMs(
      3,
      async () => (await runNode(['bin/cvx.js', 'ingest', folder, '--quiet'], env)).ms,
    );
    printRatio(
      're-ingest of unchanged files',
      again,
      { name: '3 x hashing + start-up', value: 3 * hashing + startUp },
      1,
    );

    const open = await medianMs(
      7,
      async () => (await runNode(['--import', 'tsx', 'test/bench/open-pglite.ts', join(home, 'data')])).ms,
    );
    const node = await medianMs(7, async () => (await runNode(['--import', 'tsx', '-e', '0'])).ms);
    const bare = await medianMs(7, async () => (await runNode(['-e', '0'])).ms);
    const cold = await medianMs(
      7,
      async () => (await runNode(['bin/cvx.js', 'search', 'senior TS dev', '--json'], env)).ms,
    );
    // The reference is TypeScript: what its loader costs is taken off again.
    printRatio('cold search', cold, { name: 'opening PGlite alone', value: open - node + bare }, 2.5);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The same work without a pipeline: every file through the same number of parsers, then every chunk through the embedder. */
async function extractAndEmbedAlone(paths: readonly string[]): Promise<number> {
  const pool = openParserPool({
    size: availableParallelism(),
    limits: DEFAULT_READ_LIMITS,
    timeoutMs: DEFAULT_PARSE_TIMEOUT_MS,
    now: '2026-11',
  });
  const embedder = await openBundledEmbedder();
  const started = performance.now();
  const documents = await Promise.all(
    paths.map((path) => pool.parse(resolve(path), new AbortController().signal)),
  );
  await embedder.embed(documents.flatMap(passageTexts));
  const ms = performance.now() - started;
  await pool.close();
  await embedder.close();
  return ms;
}

async function hashAll(paths: readonly string[]): Promise<number> {
  const started = performance.now();
  for (const path of paths)
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  return performance.now() - started;
}

/** Median of the second quarter and of the last quarter of a run: its start is start-up. */
function halves(samples: readonly number[]): [number, number] {
  const quarter = Math.floor(samples.length / 4);
  return [quantile(samples.slice(quarter, 2 * quarter), 0.5), quantile(samples.slice(-quarter), 0.5)];
}
