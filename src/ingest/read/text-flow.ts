import { withoutMarks } from './link-marks.ts';

/** Deeper tables lose their rows but not their text; Word itself stops at about as many. */
const DEEPEST = 32;
/** A cell longer than this is a column of its own, not the date or label before a text. */
const LONGEST_LABEL = 80;

interface TextFrame {
  readonly kind: 'text';
  readonly parts: string[];
  /** Text boxes anchored in the paragraph: they follow it. */
  readonly asides: string[];
}

interface RowFrame {
  readonly kind: 'row';
  readonly cells: string[];
}

/**
 * Collects the text of a document that is walked from start to end: lines, blocks, table rows, text boxes. Opening and
 * closing calls must be balanced; an input may nest them to any depth.
 */
export class TextFlow {
  readonly #frames: (TextFrame | RowFrame)[] = [{ kind: 'text', parts: [], asides: [] }];
  #tooDeep = 0;
  #room: number;

  /** Text beyond `limit` characters is dropped: the document is cut there in any case. */
  constructor(limit: number) {
    // White space, which cleaning removes, may take as much room as the text.
    this.#room = limit * 2;
  }

  /** Characters of the document, or a link's mark if `trusted`. */
  text(text: string, trusted = false): void {
    this.#push(trusted ? text : withoutMarks(text));
  }

  line(): void {
    this.#push('\n');
  }

  /** Begins a new line unless one has just begun. */
  freshLine(): void {
    const last = this.#current().parts.findLast((part) => part.includes('\n') || part.trim() !== '');
    if (last !== undefined && !/\n\s*$/.test(last.slice(-8))) this.#push('\n');
  }

  /** Ends a paragraph: text boxes anchored in it come after it. */
  paragraph(): void {
    this.#push('\n');
    const frame = this.#current();
    for (const aside of frame.asides.splice(0)) frame.parts.push('\n', aside, '\n\n');
  }

  block(): void {
    this.paragraph();
    this.#push('\n');
  }

  openRow(): void {
    this.#open({ kind: 'row', cells: [] });
  }

  closeRow(): void {
    const row = this.#close('row');
    if (row?.kind !== 'row') return;
    this.#current().parts.push('\n', joinCells(row.cells), '\n');
  }

  openCell(): void {
    this.#open({ kind: 'text', parts: [], asides: [] });
  }

  closeCell(): void {
    const cell = this.#close('text');
    if (cell?.kind !== 'text') return;
    const text = content(cell);
    const parent = this.#frames.at(-1);
    if (parent?.kind === 'row') parent.cells.push(text);
    else this.#current().parts.push('\n', text, '\n');
  }

  openAside(): void {
    this.#open({ kind: 'text', parts: [], asides: [] });
  }

  closeAside(): void {
    const aside = this.#close('text');
    if (aside?.kind === 'text') this.#current().asides.push(content(aside));
  }

  toString(): string {
    while (this.#frames.length > 1) {
      if (this.#frames.at(-1)?.kind === 'row') this.closeRow();
      else this.closeCell();
    }
    return content(this.#current());
  }

  #push(text: string): void {
    if (text === '' || this.#room <= 0) return;
    this.#room -= text.length;
    this.#current().parts.push(text);
  }

  #current(): TextFrame {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const frame = this.#frames[index];
      if (frame?.kind === 'text') return frame;
    }
    throw new Error('the bottom frame of a text flow is text');
  }

  #open(frame: TextFrame | RowFrame): void {
    if (this.#frames.length > DEEPEST || this.#tooDeep > 0) this.#tooDeep++;
    else this.#frames.push(frame);
  }

  #close(kind: 'text' | 'row'): TextFrame | RowFrame | undefined {
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      this.line();
      return undefined;
    }
    return this.#frames.length > 1 && this.#frames.at(-1)?.kind === kind ? this.#frames.pop() : undefined;
  }
}

function content(frame: TextFrame): string {
  return [...frame.parts, ...frame.asides.map((aside) => `\n\n${aside}`)].join('').trim();
}

/** A short cell of one line shares its line with the next cell; a longer one is a block of its own. */
function joinCells(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell !== '');
  return filled.reduce((row, cell, index) => {
    const before = filled[index - 1];
    if (before === undefined) return cell;
    const isLabel = before.length <= LONGEST_LABEL && !before.includes('\n');
    return `${row}${isLabel ? '\t' : '\n\n'}${cell}`;
  }, '');
}
