import type { SearchHit, SearchReport } from '../report.ts';

/** `cvx search --json`. Keys are only ever added; test/search/render/search-json.test.ts holds them. */
export function searchJson({ query, hits, total, degraded, milliseconds }: SearchReport): object {
  return {
    schema: 1,
    query: { text: query.text, understood: query.understood, mode: query.mode },
    hits: hits.map(hitJson),
    total,
    degraded,
    milliseconds: Math.round(milliseconds),
  };
}

function hitJson(hit: SearchHit): object {
  return {
    id: hit.id,
    rank: hit.rank,
    score: hit.score,
    name: hit.name ?? null,
    headline: hit.headline ?? null,
    location: hit.location ?? null,
    yearsExperience: hit.yearsExperience ?? null,
    files: hit.files,
    passage: hit.passage ?? null,
    why: hit.why,
    legs: hit.legs,
    terms: hit.terms,
  };
}
