/** Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); their usual values. */
const K1 = 1.2;
const B = 0.75;

/**
 * Average length of one person's indexed text, in terms. A constant of the index version rather than a live figure, so
 * that a weight never has to be rewritten because somebody else was ingested, and so that every backend agrees.
 * Measured over the fixture and relevance sets: half of all CVs have 180 to 420 terms.
 */
const AVERAGE_LENGTH = 300;

/**
 * BM25 weight of each term of one text, without the IDF: tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average)).
 * In (0, k1 + 1).
 */
export function weighTerms(counts: ReadonlyMap<string, number>): Map<string, number> {
  let length = 0;
  for (const count of counts.values()) length += count;
  const norm = K1 * (1 - B + (B * length) / AVERAGE_LENGTH);
  const weights = new Map<string, number>();
  for (const [term, tf] of counts) weights.set(term, (tf * (K1 + 1)) / (tf + norm));
  return weights;
}

/** ln(1 + (N − df + ½) / (df + ½)): the form that is never negative, as in Lucene. */
export function inverseDocumentFrequency(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}
