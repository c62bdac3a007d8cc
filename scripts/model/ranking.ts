import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { inverseDocumentFrequency, weighTerms } from '../../src/domain/bm25.ts';
import { analyse, countTerms } from '../../src/domain/terms.ts';
import type { Embedder } from '../../src/embed/embedder.ts';

const Person = z.object({ id: z.string(), text: z.string() });
const Query = z.object({
  id: z.string(),
  kind: z.string(),
  query: z.string(),
  grades: z.record(z.string(), z.number()),
});

type Person = z.infer<typeof Person>;
type Query = z.infer<typeof Query>;

/** Score by person; who is absent was not found. */
export type Leg = ReadonlyMap<string, number>;

/** About the size of cvx's own chunks, and of the passages that the model was measured on. */
const CHUNK_CHARACTERS = 500;
const CUTOFF = 10;
/** What a search asks of each leg. */
const LEG_DEPTH = 200;

export interface RelevanceSet {
  readonly people: readonly Person[];
  readonly queries: readonly Query[];
}

/** The labelled set: `people.jsonl` and `queries.jsonl` in `folder`. */
export function readRelevanceSet(folder: string): RelevanceSet {
  const lines = (file: string): unknown[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  return {
    people: lines('people.jsonl').map((line) => Person.parse(line)),
    queries: lines('queries.jsonl').map((line) => Query.parse(line)),
  };
}

/** Whole lines, joined up to the size of a chunk. */
function chunkLines(text: string): string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (const line of text.split('\n')) {
    if (chunk.length + line.length > CHUNK_CHARACTERS && chunk.trim() !== '') {
      chunks.push(chunk);
      chunk = '';
    }
    chunk += `${line}\n`;
  }
  return chunk.trim() === '' ? chunks : [...chunks, chunk];
}

/** BM25 per person, each query in order. */
export function rankLexically({ people, queries }: RelevanceSet): Leg[] {
  const weights = people.map(({ text }) => weighTerms(countTerms(analyse(text))));
  const containing = new Map<string, number>();
  for (const terms of weights)
    for (const term of terms.keys()) containing.set(term, (containing.get(term) ?? 0) + 1);
  return queries.map(({ query }) => {
    const terms = countTerms(analyse(query));
    const leg = new Map<string, number>();
    people.forEach(({ id }, i) => {
      let score = 0;
      for (const [term, times] of terms) {
        const idf = inverseDocumentFrequency(people.length, containing.get(term) ?? 0);
        score += times * idf * (weights[i]?.get(term) ?? 0);
      }
      if (score > 0) leg.set(id, score);
    });
    return leg;
  });
}

/** Cosine of the best chunk per person, each query in order. */
export async function rankByMeaning({ people, queries }: RelevanceSet, embedder: Embedder): Promise<Leg[]> {
  const chunks = people.flatMap(({ id, text }) => chunkLines(text).map((chunk) => ({ id, chunk })));
  const vectors = await embedder.embed(chunks.map(({ chunk }) => chunk));
  const asked = await embedder.embed(queries.map(({ query }) => query));
  return asked.map((query) => {
    const leg = new Map<string, number>();
    chunks.forEach(({ id }, i) => {
      let score = 0;
      vectors[i]?.forEach((value, at) => (score += value * (query[at] ?? 0)));
      leg.set(id, Math.max(leg.get(id) ?? -1, score));
    });
    return leg;
  });
}

/** The mean of the legs' min–max-normalised scores, 0 where a leg did not find the person; as in src/search/fuse.ts. */
export function fuseLegs(legs: readonly Leg[]): Leg {
  const found = legs.filter((leg) => leg.size > 0).map(deepest);
  const fused = new Map<string, number>();
  for (const leg of found) {
    const low = Math.min(...leg.values());
    const high = Math.max(...leg.values());
    for (const [id, score] of leg) {
      const normalised = high > low ? (score - low) / (high - low) : 1;
      fused.set(id, (fused.get(id) ?? 0) + normalised / found.length);
    }
  }
  return fused;
}

function deepest(leg: Leg): Leg {
  return new Map(byScore(leg).slice(0, LEG_DEPTH));
}

function byScore(leg: Leg): [string, number][] {
  return [...leg].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** nDCG@10 with gains 2^grade − 1 (Burges et al. 2005), in [0, 1]. */
export function ndcg(leg: Leg, grades: Readonly<Record<string, number>>): number {
  const discounted = (gains: readonly number[]): number =>
    gains.slice(0, CUTOFF).reduce((sum, gain, rank) => sum + (2 ** gain - 1) / Math.log2(rank + 2), 0);
  const ideal = discounted(Object.values(grades).toSorted((a, b) => b - a));
  return ideal === 0 ? 0 : discounted(byScore(leg).map(([id]) => grades[id] ?? 0)) / ideal;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
