import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { personTerms } from '../../../src/domain/person-terms.ts';
import type { Embedder } from '../../../src/embed/embedder.ts';
import { openBundledEmbedder } from '../../../src/embed/embedder/bundled.ts';
import { chunkDocument } from '../../../src/ingest/chunk.ts';
import { readQuery } from '../../../src/search/query.ts';
import type { IndexEntry, IndexQuery } from '../../../src/stores/search-index.ts';

export interface PeopleAndQueries {
  readonly entries: readonly IndexEntry[];
  readonly queries: readonly IndexQuery[];
  readonly dimensions: number;
}

/** The people of the relevance set as ingest would index them, and queries of all kinds as search would ask them. */
export async function readPeople(queries: number, limit: number): Promise<PeopleAndQueries> {
  const embedder = await openBundledEmbedder();
  const entries: IndexEntry[] = [];
  for (const { text } of await linesOf<{ text: string }>('people.jsonl'))
    entries.push(await entryOf(embedder, text));
  const asked = await linesOf<{ query: string }>('queries.jsonl');
  const step = asked.length / queries;
  const chosen = Array.from({ length: queries }, (_, n) => asked[Math.floor(n * step)]?.query ?? '');
  const vectors = await embedder.embed(chosen);
  return {
    entries,
    queries: chosen.map((text, n) => ({
      ...(vectors[n] === undefined ? {} : { vector: vectors[n] }),
      terms: readQuery(text).terms,
      limit,
    })),
    dimensions: embedder.dimensions,
  };
}

async function entryOf(embedder: Embedder, text: string): Promise<IndexEntry> {
  const document = createHash('sha256').update(text).digest('hex');
  const chunks = chunkDocument(text, []);
  const vectors = await embedder.embed(chunks.map(({ start, end }) => text.slice(start, end)));
  return {
    candidate: `${document.slice(0, 8)}-0000-8000-8000-${document.slice(8, 20)}`,
    chunks: vectors.map((vector, ordinal) => ({ document, ordinal, vector })),
    terms: personTerms([text]),
  };
}

async function linesOf<T>(file: string): Promise<T[]> {
  const content = await readFile(new URL(`../../relevance/${file}`, import.meta.url), 'utf8');
  return content
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line));
}
