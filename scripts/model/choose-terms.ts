import { splitWords } from '../../src/embed/embedder/word-piece.ts';

/** A row that is learnt from fewer texts learns those texts. */
const LEAST_WORD = 6;
const LEAST_PHRASE = 12;
/** Normalised pointwise mutual information (Bouma 2009): above it, words go together more than by chance. */
const LEAST_ASSOCIATION = 0.2;
/** Names of technologies that the split takes apart at their punctuation. */
const PUNCTUATED = /^(?:c \+ \+|[cf] #|\. net|[a-z]+ \. js|[a-z]+ \/ [a-z]+)$/;
const PLAIN = /^[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*$/u;

interface Counted {
  readonly term: string;
  readonly count: number;
}

/** Up to `most` terms of the training text that deserve a row of their own, the most frequent first. */
export function chooseTerms(
  texts: readonly string[],
  pieces: ReadonlySet<string>,
  most: number,
): readonly string[] {
  const words = new Map<string, number>();
  const phrases = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    const split = splitWords(text);
    total += split.length;
    split.forEach((word, i) => {
      count(words, word);
      for (const length of [2, 3])
        if (i + length <= split.length) count(phrases, split.slice(i, i + length).join(' '));
    });
  }
  const common = new Set(
    [...words]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 60)
      .map(([word]) => word),
  );
  const chosen: Counted[] = [];
  for (const [term, n] of words)
    if (n >= LEAST_WORD && !pieces.has(term) && PLAIN.test(term)) chosen.push({ term, count: n });
  for (const [term, n] of phrases) {
    if (n < LEAST_PHRASE || !isPhrase(term, common)) continue;
    if (association(term, n, words, total) >= LEAST_ASSOCIATION) chosen.push({ term, count: n });
  }
  chosen.sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1));
  return chosen.slice(0, most).map(({ term }) => term);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Words of content on both ends; the commonest words ("of the") say nothing there. */
function isPhrase(term: string, common: ReadonlySet<string>): boolean {
  if (PUNCTUATED.test(term)) return true;
  const parts = term.split(' ');
  return (
    PLAIN.test(term) &&
    !common.has(parts[0] ?? '') &&
    !common.has(parts.at(-1) ?? '') &&
    !/^\d+(?: \d+)*$/.test(term)
  );
}

function association(term: string, n: number, words: ReadonlyMap<string, number>, total: number): number {
  const parts = term.split(' ');
  const byChance = parts.reduce((sum, part) => sum + Math.log((words.get(part) ?? 1) / total), 0);
  const together = Math.log(n / total);
  return (together - byChance) / (-(parts.length - 1) * together);
}
