import type { Embedder } from './embed/embedder.ts';
import type { Cache } from './stores/cache.ts';
import type { CandidateStore } from './stores/candidate-store.ts';
import type { SearchIndex } from './stores/search-index.ts';

/** The open stores of one command. cli.ts opens it, commands receive it and never close it. */
export interface Context {
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly embedder: Embedder;
  readonly cache: Cache;
}
