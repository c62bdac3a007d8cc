import { splitWords } from '../../src/embed/embedder/word-piece.ts';
import type { Glossary } from './glossary.ts';

/** The longest entry of the glossary, in words. */
const LONGEST = 4;

/** A glossary by the words that `splitWords` makes of its English side. */
export function byWords(glossary: Glossary): Glossary {
  return new Map([...glossary].map(([english, others]) => [splitWords(english).join(' '), others]));
}

/**
 * The text with every word that the glossary knows put in its other words; the longest entry first. Undefined where it
 * knows none.
 */
export function reword(text: string, glossary: Glossary, random: () => number): string | undefined {
  const words = splitWords(text);
  const said: string[] = [];
  let changes = 0;
  for (let i = 0; i < words.length;) {
    const length = entryAt(words, i, glossary);
    const others = glossary.get(words.slice(i, i + Math.max(1, length)).join(' '));
    const other = length === 0 ? undefined : others?.[Math.floor(random() * others.length)];
    if (other !== undefined) changes++;
    said.push(other ?? words[i] ?? '');
    i += other === undefined ? 1 : length;
  }
  return changes === 0 ? undefined : said.join(' ');
}

/** How many words from `at` on the longest entry takes; 0 where none begins here. */
function entryAt(words: readonly string[], at: number, glossary: Glossary): number {
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length--) {
    if (glossary.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}
