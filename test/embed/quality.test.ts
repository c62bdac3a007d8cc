import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import {
  fuseLegs,
  mean,
  ndcg,
  rankByMeaning,
  rankLexically,
  readRelevanceSet,
  type RelevanceSet,
} from '../../scripts/model/ranking.ts';
import { openBundledEmbedder } from '../../src/embed/embedder/bundled.ts';
import { openTransformersEmbedder } from '../../src/embed/embedder/transformers.ts';
import type { Embedder } from '../../src/embed/embedder.ts';

const MODEL = 'Xenova/all-MiniLM-L6-v2';
const MODELS = fileURLToPath(new URL('../../../shared/models', import.meta.url));
const hasTeacher = existsSync(join(MODELS, MODEL, 'onnx/model_quantized.onnx'));
const why = hasTeacher ? '' : ` (skipped: no model in ../shared/models/${MODEL})`;

/** Measured by scripts/model/evaluate.ts (src/embed/embedder/bundled/MODEL.md), less .01 for changes of the analysis. */
const FLOOR = 0.754;
/** The bundled model may cost at most this share of what its teacher, a hundred times slower, gives. */
const SHARE_OF_TEACHER = 0.97;
/** The teacher takes most of a minute for all of the set; every third person will do. */
const EVERY = 3;
/** A limit for a hung test: the teacher shares its cores with other tests. */
const TIMEOUT_MS = 180_000;

const whole = readRelevanceSet(fileURLToPath(new URL('../relevance', import.meta.url)));
const kept = whole.people.filter((_, i) => i % EVERY === 0);
const ids = new Set(kept.map(({ id }) => id));
const part: RelevanceSet = {
  people: kept,
  queries: whole.queries.filter(({ grades }) => Object.keys(grades).some((id) => ids.has(id))),
};

async function hybrid(set: RelevanceSet, embedder: Embedder): Promise<number> {
  const words = rankLexically(set);
  const meaning = await rankByMeaning(set, embedder);
  await embedder.close();
  const people = new Set(set.people.map(({ id }) => id));
  return mean(
    set.queries.map(({ grades }, i) => {
      const present = Object.fromEntries(Object.entries(grades).filter(([id]) => people.has(id)));
      return ndcg(fuseLegs([words[i] ?? new Map(), meaning[i] ?? new Map()]), present);
    }),
  );
}

describe('ranking with the bundled model', () => {
  it('and BM25 keeps its measured nDCG@10', async () => {
    expect(await hybrid(whole, await openBundledEmbedder())).toBeGreaterThan(FLOOR);
  });

  it.skipIf(!hasTeacher)(
    `and BM25 keeps 97% of what its teacher gives${why}`,
    async () => {
      const teacher = await openTransformersEmbedder({
        model: MODEL,
        localModelPath: MODELS,
        cacheDir: MODELS,
        onDownload: () => undefined,
      });
      const ours = await hybrid(part, await openBundledEmbedder());
      expect(ours).toBeGreaterThan(SHARE_OF_TEACHER * (await hybrid(part, teacher)));
    },
    TIMEOUT_MS,
  );
});
