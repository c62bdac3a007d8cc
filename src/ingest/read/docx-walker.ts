import type { LinkMarks } from './link-marks.ts';
import type { TextFlow } from './text-flow.ts';
import type { XmlHandler } from './xml.ts';

/** Deleted and moved-away revisions, the twin of every text box for old Word versions, and what is no text. */
const SKIPPED = new Set([
  'w:del',
  'w:moveFrom',
  'mc:Fallback',
  'w:instrText',
  'w:delText',
  'w:pPrChange',
  'w:rPrChange',
  'a:t',
]);
/** Twentieths of a point; Word's usual gap between paragraphs is 160 (8 pt), inside a group of lines it is 0 to 60. */
const BLOCK_SPACING = 100;
const HEADING_STYLE = /^(?:heading|title|subtitle|berschrift|überschrift|titel|titre|título|titulo|titolo)/i;
const LIST_STYLE = /^list(?:bullet|number|paragraph|enumeration|aufz)/i;

type Attributes = Readonly<Record<string, string>>;

/** Walks the XML of a document part, header, footer or notes part and writes what a reader sees to the flow. */
export class DocxWalker implements XmlHandler {
  readonly #flow: TextFlow;
  readonly #marks: LinkMarks;
  readonly #targets: ReadonlyMap<string, string>;
  readonly #links: string[] = [];
  #skipped = 0;
  #inText = false;
  #inInstruction = false;
  #instruction = '';
  #inRunProperties = false;
  #inRun = false;
  #hidden = false;
  #spacingAfter = 0;
  #lineStarted = false;

  /** `targets`: the part's relationships, id to target. */
  constructor(flow: TextFlow, marks: LinkMarks, targets: ReadonlyMap<string, string>) {
    this.#flow = flow;
    this.#marks = marks;
    this.#targets = targets;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'w:instrText') this.#inInstruction = true;
    if (this.#skipped > 0 || SKIPPED.has(name)) {
      this.#skipped++;
      return;
    }
    this.#openStructure(name, attributes);
    this.#openParagraph(name, attributes);
    this.#openRun(name, attributes);
  }

  close(name: string): void {
    if (name === 'w:instrText') this.#inInstruction = false;
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    if (name === 'w:tr') this.#flow.closeRow();
    else if (name === 'w:tc') this.#flow.closeCell();
    else if (name === 'w:tbl') this.#flow.line();
    else if (name === 'w:txbxContent') this.#closeTextBox();
    else if (name === 'w:p') this.#closeParagraph();
    else if (name === 'w:r') this.#inRun = false;
    else if (name === 'w:rPr') this.#inRunProperties = false;
    else if (name === 'w:t') this.#inText = false;
    else if (name === 'w:hyperlink' || name === 'w:fldSimple') this.#closeLink();
  }

  text(text: string): void {
    if (this.#inInstruction && this.#instruction.length < 600) this.#instruction += text;
    if (!this.#inText || this.#skipped > 0 || this.#hidden) return;
    this.#lineStarted = true;
    this.#flow.text(text.replace(/[\r\n]/g, ' '));
  }

  #openStructure(name: string, attributes: Attributes): void {
    if (name === 'w:tr') this.#flow.openRow();
    else if (name === 'w:tc') this.#flow.openCell();
    else if (name === 'w:tbl') this.#flow.line();
    else if (name === 'w:txbxContent') this.#flow.openAside();
    else if (name === 'w:hyperlink') this.#links.push(this.#targets.get(attributes['r:id'] ?? '') ?? '');
    else if (name === 'w:fldSimple') this.#links.push(linkOfField(attributes['w:instr'] ?? ''));
    else if (name === 'w:fldChar') this.#fieldCharacter(attributes['w:fldCharType']);
  }

  #openParagraph(name: string, attributes: Attributes): void {
    const value = attributes['w:val'] ?? '';
    if (name === 'w:p') this.#lineStarted = false;
    else if (name === 'w:pStyle' && HEADING_STYLE.test(value)) this.#flow.line();
    else if (name === 'w:pStyle' && LIST_STYLE.test(value) && !/^listparagraph$/i.test(value)) this.#bullet();
    else if (name === 'w:numId' && value !== '0') this.#bullet();
    else if (name === 'w:spacing' && !this.#inRun && attributes['w:val'] === undefined) {
      if (Number(attributes['w:before'] ?? 0) + this.#spacingAfter >= BLOCK_SPACING) this.#blankBefore();
      this.#spacingAfter = Number(attributes['w:after'] ?? 0);
    }
  }

  #openRun(name: string, attributes: Attributes): void {
    if (name === 'w:r') {
      this.#inRun = true;
      this.#hidden = false;
    } else if (name === 'w:rPr') this.#inRunProperties = this.#inRun;
    else if (name === 'w:vanish' && this.#inRunProperties)
      this.#hidden = !/^(?:0|false|off)$/.test(attributes['w:val'] ?? '');
    else if (name === 'w:t') this.#inText = true;
    else if (this.#hidden || !this.#inRun) return;
    else if (name === 'w:tab' || name === 'w:ptab') this.#flow.text('\t');
    else if (name === 'w:br' || name === 'w:cr') this.#flow.line();
    else if (name === 'w:noBreakHyphen') this.#flow.text('-');
    else if (name === 'w:sym') this.#flow.text(symbol(attributes['w:char']));
  }

  /** Before the paragraph's first text only: properties come first in a paragraph. */
  #blankBefore(): void {
    if (!this.#lineStarted) this.#flow.line();
  }

  #bullet(): void {
    if (this.#lineStarted) return;
    this.#lineStarted = true;
    this.#flow.text('- ');
  }

  #closeParagraph(): void {
    this.#flow.paragraph();
    this.#lineStarted = false;
    this.#hidden = false;
  }

  #closeTextBox(): void {
    this.#flow.closeAside();
    // The box stands inside a run of its paragraph, which goes on.
    this.#inRun = true;
  }

  /** Fields are `begin`, an instruction, `separate`, the visible result, `end`. */
  #fieldCharacter(type: string | undefined): void {
    if (type === 'begin') {
      this.#links.push('');
      this.#instruction = '';
    } else if (type === 'separate') {
      this.#links.splice(-1, 1, linkOfField(this.#instruction));
      this.#instruction = '';
    } else if (type === 'end') this.#closeLink();
  }

  #closeLink(): void {
    const target = this.#links.pop();
    if (target !== undefined && target !== '') this.#flow.text(this.#marks.mark(target), true);
  }
}

/** Target of a `HYPERLINK "…"` field of Word or RTF; empty for other fields. */
export function linkOfField(instruction: string): string {
  return /^\s*HYPERLINK\s+"?([^"\s]+)/i.exec(instruction)?.[1] ?? '';
}

/** Symbol fonts: only bullets and check marks are text, and cleaning knows those. */
function symbol(hex: string | undefined): string {
  const code = Number.parseInt(hex ?? '', 16);
  return Number.isNaN(code) || code > 0xffff ? '' : String.fromCharCode(code);
}
