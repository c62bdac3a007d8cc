/** Edits that a slip of the hand makes; more, and the suggestion would be a guess. commander uses the same limits for commands. */
const MAX_DISTANCE = 3;
const MIN_SIMILARITY = 0.4;

/** The one of `known` that `word` most probably was meant to be. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    const similarity = 1 - distance / Math.max(word.length, name.length);
    if (distance <= MAX_DISTANCE && similarity > MIN_SIMILARITY && distance < (best?.distance ?? Infinity)) {
      best = { name, distance };
    }
  }
  return best?.name;
}

/** Levenshtein distance, with one row of the table kept. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
