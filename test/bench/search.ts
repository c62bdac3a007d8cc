import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { loadConfig } from '../../src/config/load.ts';
import { openContext } from '../../src/context.ts';
import type { ParsedDocument } from '../../src/domain/document.ts';
import { chunkDocument } from '../../src/ingest/chunk.ts';
import { extractProfile } from '../../src/ingest/extract/extract.ts';
import { embedDocuments, indexPeople } from '../../src/ingest/index-people.ts';
import { search } from '../../src/search/search.ts';
import { makeTexts } from './corpus.ts';
import { printFigure, printRatio, quantile } from './measure.ts';

const QUERIES = [
  'senior TS dev',
  'java backend developer spring',
  'nurse intensive care night shifts',
  'kubernetes terraform aws',
  'data scientist python',
  'accountant month end closing',
  'react frontend engineer',
  'embedded C++ automotive',
  'project manager construction',
  'machine learning nlp',
  'sales manager germany',
  'teacher mathematics',
  'security engineer penetration testing',
  'product manager b2b saas',
  'chef de cuisine',
  'android kotlin',
  'devops engineer ci/cd',
  'database administrator postgresql',
  'technical writer api',
  'hr business partner',
];
const ROUNDS = 10;
const BATCH = 64;

/** Warm search over many people beside the bare SQL that fetches the same ten of them. */
export async function benchSearch(people: number, seed: number): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-bench-'));
  const { config } = await loadConfig({ env: {}, cwd: home, home });
  const signal = new AbortController().signal;
  const context = await openContext(config, {
    signal,
    command: 'bench',
    waitMs: 0,
    onNotice: () => undefined,
  });
  try {
    let batch: { path: string; document: ParsedDocument }[] = [];
    let chunks = 0;
    const flush = async (): Promise<void> => {
      const documents = batch.map(({ document }) => document);
      chunks += documents.reduce((sum, document) => sum + document.chunks.length, 0);
      const vectors = await embedDocuments(context.embedder, documents);
      const placed = await context.store.put(batch);
      await indexPeople(context, [...new Set(placed.map(({ candidate }) => candidate))], vectors);
      batch = [];
    };
    for (const { path, text } of makeTexts(people, seed)) {
      batch.push({ path, document: parsed(text) });
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
    printFigure('people in the index', people, 'people');
    printFigure('passages in the index', chunks, 'passages');

    const ask = (text: string) => search(context, { text, mode: 'hybrid', limit: 10, offset: 0 });
    for (const text of QUERIES) await ask(text);
    const searches: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const text of QUERIES) {
        const started = performance.now();
        const { hits } = await ask(`${text} ${round}`);
        searches.push(performance.now() - started);
        const from = performance.now();
        await context.store.get(hits.map(({ id }) => id));
        bare.push(performance.now() - from);
      }
    }
    printRatio('warm search, median', quantile(searches, 0.5), {
      name: 'its ten people by bare SQL',
      ms: quantile(bare, 0.5),
    });
    printFigure('warm search, p95', quantile(searches, 0.95), 'ms', { atMost: 60 });
    printFigure('this process, memory', process.memoryUsage().rss / 1024 / 1024, 'MB');
  } finally {
    await context.close();
    await rm(home, { recursive: true, force: true });
  }
}

function parsed(text: string): ParsedDocument {
  const { profile, sections } = extractProfile(text, { now: '2026-11' });
  const id = createHash('sha256').update(text).digest('hex');
  return {
    id,
    content: { format: 'txt', text, pages: [], losses: [] },
    profile,
    chunks: chunkDocument(text, sections),
  };
}
