import { splitWords, WordPiece } from './word-piece.ts';

interface Branch {
  row: number | undefined;
  readonly next: Map<string, Branch>;
}

/**
 * Text → rows of the static table. A word gives its WordPieces; a *term* (one word that WordPiece would cut up, or two
 * or three words in a row, such as `machine learning` or `node . js`) gives one row more, which holds what the term
 * means beyond its pieces.
 */
export class StaticTokens {
  readonly #wordPiece: WordPiece;
  readonly #terms = new Map<string, Branch>();

  /** `pieces`: the WordPiece vocabulary, row 0 first. `terms`: words of `splitWords` joined by blanks; their rows follow. */
  constructor(pieces: readonly string[], terms: readonly string[]) {
    this.#wordPiece = new WordPiece(new Map(pieces.map((piece, row) => [piece, row])));
    terms.forEach((term, i) => this.#plant(term, pieces.length + i));
  }

  rows(text: string): number[] {
    const words = splitWords(text);
    const rows: number[] = [];
    for (const [i, word] of words.entries()) {
      for (const row of this.#wordPiece.pieces(word)) rows.push(row);
      let branch = this.#terms.get(word);
      for (let next = i + 1; branch !== undefined; next++) {
        if (branch.row !== undefined) rows.push(branch.row);
        branch = branch.next.get(words[next] ?? '');
      }
    }
    return rows;
  }

  #plant(term: string, row: number): void {
    let level = this.#terms;
    let branch: Branch | undefined;
    for (const word of term.split(' ')) {
      branch = level.get(word);
      if (branch === undefined) level.set(word, (branch = { row: undefined, next: new Map() }));
      level = branch.next;
    }
    if (branch !== undefined) branch.row = row;
  }
}
