import { weighTerms } from '../domain/bm25.ts';
import { analyse, countTerms, type Token } from '../domain/terms.ts';
import type { Embedder } from '../embed/embedder.ts';
import { CvxError } from '../lib/errors.ts';
import type { Call } from '../lib/call.ts';
import { stopwatch } from '../lib/stopwatch.ts';
import type { Cache } from '../stores/cache.ts';
import { currentDocuments, type CandidateStore } from '../stores/candidate-store.ts';
import type { Legs, SearchIndex } from '../stores/search-index.ts';
import { answerKey, cachedAnswer, keepAnswer } from './cached-answer.ts';
import { fuse, type Fused } from './fuse.ts';
import { rankByLevel, type Ranked } from './level-fit.ts';
import { bestPassage } from './passage.ts';
import { readQuery, type Query } from './query.ts';
import { queryVector } from './query-vector.ts';
import type { SearchHit, SearchReport, SearchRequest, SearchTimes } from './report.ts';
import { reasons } from './why.ts';

export interface SearchDeps {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly cache: Cache;
}

/** People asked of each leg: deep enough that fusing sees whoever is good in both, far more than anyone pages through. */
const LEG_DEPTH = 200;

/** People among whom the level may change the order: three pages of ten; each costs the reading of a record. */
const LEVEL_DEPTH = 30;

/** Longest query: a whole job description fits many times. */
export const MAX_QUERY_CHARS = 20_000;

/** Query → both legs → one ranking → people, passages and reasons; or the same answer from the cache. */
export async function search(deps: SearchDeps, request: SearchRequest): Promise<SearchReport> {
  const started = performance.now();
  const call: Call = request.signal === undefined ? {} : { signal: request.signal };
  const query = readChecked(request.text);
  const { generation, complete } = await deps.store.freshness(deps.index.spec.name, call);
  const key = answerKey(deps.index.spec.name, generation, request);
  const kept = complete ? await cachedAnswer(deps.cache, key, started, call) : undefined;
  if (kept !== undefined) return kept;

  const { times, ...report } = await answer(deps, query, request, call);
  const degraded = complete ? report.degraded : [...report.degraded, NOT_ALL_INDEXED];
  const told = { ...report, degraded, milliseconds: performance.now() - started };
  await keepAnswer(deps.cache, key, told, call);
  return { ...told, times };
}

async function answer(
  deps: SearchDeps,
  query: Query,
  request: SearchRequest,
  call: Call,
): Promise<Omit<SearchReport, 'milliseconds' | 'times'> & { readonly times: SearchTimes }> {
  const { times, time } = stopwatch<'embed' | 'legs' | 'people'>();
  const depth = Math.max(LEG_DEPTH, request.offset + request.limit);
  const vector =
    request.mode === 'lexical'
      ? undefined
      : await time('embed', () => queryVector(deps.embedder, deps.cache, query.spelledOut, call));
  const asked = { limit: depth, ...(vector === undefined ? {} : { vector }), terms: query.terms };
  const legs = await time('legs', () => deps.index.search(asked, call));
  // By meaning alone there would be nobody.
  const mode = legs.degraded === undefined ? request.mode : 'lexical';
  const fused = fuse(legs.dense, legs.lexical, mode);
  const ranked = await time('people', () => readPeople(deps.store, fused, request, query, call));
  const page = ranked.slice(request.offset, request.offset + request.limit);
  return {
    query: { text: request.text, understood: query.understood, mode: request.mode },
    hits: page.map((one, i) => toHit(one, request.offset + i + 1, query, legs)),
    total: fused.length,
    degraded: legs.degraded === undefined ? [] : [legs.degraded],
    times: { ...times, ...legs.times },
  };
}

const NOT_ALL_INDEXED = 'some stored people are not in this index yet; the next `cvx ingest` adds them';

function readChecked(text: string): Query {
  if (text.length > MAX_QUERY_CHARS) {
    throw new CvxError(
      'CVX_QUERY_TOO_LONG',
      `The query has ${text.length} characters; ${MAX_QUERY_CHARS} is the most.`,
    );
  }
  const query = readQuery(text);
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw new CvxError('CVX_QUERY_EMPTY', 'The query has no word to search for.', {
      hint: 'Try: cvx search "senior TypeScript developer"',
    });
  }
  return query;
}

/**
 * The people down to the asked page, and further where the order may still change. Whoever was forgotten by another
 * process since the index answered is left out.
 */
async function readPeople(
  store: CandidateStore,
  fused: readonly Fused[],
  { offset, limit }: SearchRequest,
  query: Query,
  call: Call,
): Promise<readonly Ranked[]> {
  const deep = query.seniority === undefined ? offset + limit : Math.max(LEVEL_DEPTH, offset + limit);
  const window = fused.slice(0, deep);
  const records = await store.get(
    window.map(({ candidate }) => candidate),
    call,
  );
  const people = window.flatMap((one, i) => {
    const record = records[i];
    return record === undefined ? [] : [{ fused: one, record }];
  });
  return rankByLevel(people, query);
}

function toHit({ fused: one, record }: Ranked, rank: number, query: Query, legs: Legs): SearchHit {
  const { candidate, files } = record;
  const documents = currentDocuments(record);
  const dense = legs.dense.find((hit) => hit.candidate === candidate.id)?.chunk;
  const tokens = new Map(documents.map((document) => [document, analyse(document.content.text)]));
  const terms = termScores([...tokens.values()].flat(), query, legs);
  return {
    id: candidate.id,
    rank,
    score: one.score,
    name: candidate.name?.value,
    headline: candidate.headline?.value,
    location: candidate.location?.value,
    yearsExperience: candidate.yearsExperience?.value,
    files,
    passage: bestPassage(documents, legs.idf, dense, (document) => tokens.get(document) ?? []),
    why: reasons(candidate, query, new Set(terms.map(({ term }) => term))),
    legs: {
      ...(one.dense === undefined ? {} : { dense: one.dense }),
      ...(one.lexical === undefined ? {} : { lexical: one.lexical }),
    },
    terms,
  };
}

/**
 * The same product as in the index (domain/person-terms.ts), term by term, so that an explanation adds up to the score it
 * explains.
 * @param tokens of all the person's current CVs
 */
function termScores(
  tokens: readonly Token[],
  query: Query,
  { idf }: Legs,
): { term: string; score: number }[] {
  const weights = weighTerms(countTerms(tokens));
  return [...query.terms]
    .flatMap(([term, times]) => {
      const weight = weights.get(term);
      return weight === undefined ? [] : [{ term, score: times * weight * (idf.get(term) ?? 0) }];
    })
    .toSorted((a, b) => b.score - a.score);
}
