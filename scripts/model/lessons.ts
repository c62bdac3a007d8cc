import { GLOSSARIES } from './glossary.ts';
import { inventTexts } from './invent-texts.ts';
import { seededRandom, shuffle } from './random.ts';
import { byWords, reword } from './reword.ts';

const HELD_OUT = 3000;
/** How often a text also teaches in another language, and in short forms where it has any. */
const TRANSLATED = 0.6;
const SHORTENED = 0.5;
/** Each entry of the glossary by itself, so often: a single word weighs little beside a sentence. */
const ENTRY_TIMES = 3;

export interface Wording {
  readonly text: string;
  /** Which of `said` has its meaning. */
  readonly meaning: number;
}

export interface Curriculum {
  /** What the teacher reads. */
  readonly corpus: readonly string[];
  readonly invented: readonly string[];
  readonly entries: readonly string[];
  /** What the student reads; meanings number the corpus, then the invented texts, then the entries. */
  readonly wordings: readonly Wording[];
  /** Wordings that nothing of what is learnt from was made of. */
  readonly heldOut: Uint32Array;
  readonly learnt: Uint32Array;
}

/** Everything to learn from: the training texts, texts made of them, and both in other words. */
export function planLessons(corpus: readonly string[], terms: readonly string[], seed: number): Curriculum {
  const order = Uint32Array.from(corpus.keys());
  shuffle(order, seededRandom(seed));
  const heldOut = order.slice(0, HELD_OUT);
  const hidden = new Set(heldOut);
  const made = inventTexts(corpus, terms, seed + 1);
  const invented = made.map(({ text }) => text);
  const isHidden = (meaning: number): boolean =>
    hidden.has(meaning) ||
    (made[meaning - corpus.length]?.sources.some((source) => hidden.has(source)) ?? false);

  const wordings: Wording[] = [...corpus, ...invented].map((text, meaning) => ({ text, meaning }));
  const learnt = [...wordings.keys()].filter((i) => !isHidden(i));
  const teach = (text: string, meaning: number): number => learnt.push(wordings.push({ text, meaning }) - 1);

  const random = seededRandom(seed + 2);
  const glossaries = GLOSSARIES.map(byWords);
  const short = glossaries.at(-1) ?? new Map<string, readonly string[]>();
  for (const meaning of learnt.slice()) {
    const text = wordings[meaning]?.text ?? '';
    const language = glossaries[Math.floor(random() * (glossaries.length - 1))] ?? short;
    const translated = random() < TRANSLATED ? reword(text, language, random) : undefined;
    if (translated !== undefined) teach(translated, meaning);
    const shortened = random() < SHORTENED ? reword(text, short, random) : undefined;
    if (shortened !== undefined) teach(shortened, meaning);
  }
  const entries = [...new Set(GLOSSARIES.flatMap((glossary) => [...glossary.keys()]))];
  for (const [i, entry] of entries.entries()) {
    const others = GLOSSARIES.flatMap((glossary) => glossary.get(entry) ?? []);
    for (let time = 0; time < ENTRY_TIMES; time++) {
      for (const text of [entry, ...others]) teach(text, corpus.length + invented.length + i);
    }
  }
  return { corpus, invented, entries, wordings, heldOut, learnt: Uint32Array.from(learnt) };
}
