import { weighTerms } from './bm25.ts';
import { analyse, countTerms } from './terms.ts';

/** What the lexical leg knows of one person: the words of all current CVs as one text, weighed by BM25. */
export function personTerms(texts: readonly string[]): Map<string, number> {
  return weighTerms(countTerms(texts.flatMap((text) => analyse(text))));
}
