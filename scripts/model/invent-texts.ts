import { splitWords } from '../../src/embed/embedder/word-piece.ts';
import { seededRandom } from './random.ts';

/** How many of each: about as much again as the training text itself, in the lengths that it lacks. */
const CROPS = 60_000;
const QUERIES = 50_000;
const PASSAGES = 15_000;
/** About the size of a chunk of a CV. */
const PASSAGE_CHARACTERS = 450;

export interface Invented {
  readonly text: string;
  /** Which of the training texts it was made from. */
  readonly sources: readonly number[];
}

/**
 * Further texts for the teacher, made of the training text: crops of a few words, heaps of words as people type them
 * into a search box, and passages as long as a chunk.
 */
export function inventTexts(texts: readonly string[], terms: readonly string[], seed: number): Invented[] {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise;
  const all = [...texts.keys()];
  const long = all.filter((i) => lengthOf(texts, i) > 120);
  const short = all.filter((i) => lengthOf(texts, i) >= 15 && lengthOf(texts, i) <= 60);
  const readable = terms.filter((term) => /^[a-z0-9 ]+$/.test(term));

  const crop = (): Invented => {
    const source = pick(long, 0);
    const words = (texts[source] ?? '').split(/\s+/);
    const count = 3 + Math.floor(random() * 12);
    const from = Math.floor(random() * Math.max(1, words.length - count));
    return { text: words.slice(from, from + count).join(' '), sources: [source] };
  };
  const part = (): Invented => {
    if (random() < 0.4) return { text: pick(readable, ''), sources: [] };
    const source = pick(short, 0);
    const words = splitWords(texts[source] ?? '').filter((one) => /^[a-z][a-z0-9]+$/.test(one));
    const from = Math.floor(random() * words.length);
    return { text: words.slice(from, from + 1 + Math.floor(random() * 3)).join(' '), sources: [source] };
  };
  const query = (): Invented => {
    const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, part);
    return {
      text: parts
        .map(({ text }) => text)
        .join(' ')
        .trim(),
      sources: parts.flatMap(({ sources }) => sources),
    };
  };
  const passage = (): Invented => {
    const sources = [pick(all, 0)];
    let text = texts[sources[0] ?? 0] ?? '';
    while (text.length < PASSAGE_CHARACTERS * random() + 100) {
      const next = pick(random() < 0.5 ? long : all, 0);
      sources.push(next);
      text += ` ${texts[next] ?? ''}`;
    }
    return { text: text.slice(0, PASSAGE_CHARACTERS * 1.5), sources };
  };
  return [
    ...Array.from({ length: CROPS }, crop),
    ...Array.from({ length: QUERIES }, query),
    ...Array.from({ length: PASSAGES }, passage),
  ].filter(({ text }) => text.length > 1);
}

function lengthOf(texts: readonly string[], i: number): number {
  return texts[i]?.length ?? 0;
}
