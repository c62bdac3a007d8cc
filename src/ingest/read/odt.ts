import { finishDocument } from './finish-document.ts';
import { LinkMarks } from './link-marks.ts';
import { ReadError } from './reader.ts';
import type { Reader, ReadLimits } from './reader.ts';
import { TextFlow } from './text-flow.ts';
import { xmlSink } from './xml.ts';
import type { XmlHandler } from './xml.ts';
import { asDamage, openContainer } from './zip.ts';
import type { Container } from './zip.ts';

type Attributes = Readonly<Record<string, string>>;

/** Text of an OpenDocument file: page header, body with notes in place, page footer. */
export const readOdt: Reader = async (bytes, limits) => {
  try {
    const container = await openContainer(bytes, limits);
    await rejectEncrypted(container);
    return await readParts(container, limits);
  } catch (error) {
    throw asDamage(error);
  }
};

async function rejectEncrypted(container: Container): Promise<void> {
  let encrypted = false;
  const sink = xmlSink({
    open: (name) => {
      encrypted ||= name === 'manifest:encryption-data';
    },
    close: () => undefined,
  });
  await container.read('META-INF/manifest.xml', (piece) => sink.write(piece));
  sink.end();
  if (encrypted) throw new ReadError('encrypted', 'the document needs a password; save a copy without one');
}

async function readParts(container: Container, limits: ReadLimits): ReturnType<Reader> {
  const marks = new LinkMarks();
  const flow = (): TextFlow => new TextFlow(limits.characters);
  const [header, body, footer] = [flow(), flow(), flow()];
  const walk = async (name: string, walker: OdtWalker): Promise<boolean> => {
    const sink = xmlSink(walker);
    const found = await container.read(name, (piece) => sink.write(piece));
    sink.end();
    return found;
  };
  await walk(
    'styles.xml',
    new OdtWalker(
      marks,
      new Map([
        ['style:header', header],
        ['style:footer', footer],
      ]),
    ),
  );
  if (!(await walk('content.xml', new OdtWalker(marks, new Map([['office:text', body]]))))) {
    throw new ReadError('corrupt', 'this is not an OpenDocument text: it has no content inside');
  }
  const text = [header, body, footer].map(String).join('\n\n');
  return finishDocument({ format: 'odt', pages: marks.resolve([text]) }, limits);
}

/** Comments, deleted revisions and the lists of variables that stand at the head of a text. */
const SKIPPED = new Set([
  'office:annotation',
  'text:tracked-changes',
  'text:sequence-decls',
  'text:variable-decls',
  'text:hidden-text',
  'text:note-citation',
  'text:page-number',
  'text:page-count',
  'svg:title',
  'svg:desc',
]);

class OdtWalker implements XmlHandler {
  readonly #marks: LinkMarks;
  readonly #roots: ReadonlyMap<string, TextFlow>;
  /** Flow of the root element that is open. */
  #flow: TextFlow | undefined;
  #skipped = 0;
  readonly #hiddenStyles = new Set<string>();
  #style = '';
  #bullet = false;
  readonly #links: string[] = [];

  /** `roots`: elements whose text is wanted, and where it goes. */
  constructor(marks: LinkMarks, roots: ReadonlyMap<string, TextFlow>) {
    this.#marks = marks;
    this.#roots = roots;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'style:style') this.#style = attributes['style:name'] ?? '';
    if (attributes['text:display'] === 'none') this.#hiddenStyles.add(this.#style);
    this.#flow ??= this.#roots.get(name);
    if (this.#flow === undefined) return;
    if (
      this.#skipped > 0 ||
      SKIPPED.has(name) ||
      this.#hiddenStyles.has(attributes['text:style-name'] ?? '')
    ) {
      this.#skipped++;
      return;
    }
    this.#openElement(this.#flow, name, attributes);
  }

  #openElement(flow: TextFlow, name: string, attributes: Attributes): void {
    if (name === 'table:table-row') flow.openRow();
    else if (name === 'table:table-cell') flow.openCell();
    else if (name === 'draw:text-box') flow.openAside();
    else if (name === 'text:h') flow.line();
    else if (name === 'text:list-item') this.#bullet = true;
    else if (name === 'text:p') this.#startParagraph(flow);
    else if (name === 'text:note') flow.openAside();
    else if (name === 'text:tab') flow.text('\t');
    else if (name === 'text:line-break') flow.line();
    else if (name === 'text:s') flow.text(' ');
    else if (name === 'text:a') this.#links.push(attributes['xlink:href'] ?? '');
  }

  close(name: string): void {
    if (this.#flow === undefined) return;
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    this.#closeElement(this.#flow, name);
    if (this.#roots.has(name)) {
      this.#flow.block();
      this.#flow = undefined;
    }
  }

  #closeElement(flow: TextFlow, name: string): void {
    if (name === 'table:table-row') flow.closeRow();
    else if (name === 'table:table-cell') flow.closeCell();
    else if (name === 'draw:text-box' || name === 'text:note') flow.closeAside();
    else if (name === 'text:p' || name === 'text:h') flow.paragraph();
    else if (name === 'text:list-item') this.#bullet = false;
    else if (name === 'text:a') flow.text(this.#marks.mark(this.#links.pop() ?? ''), true);
  }

  text(text: string): void {
    if (this.#skipped === 0) this.#flow?.text(text.replace(/[\r\n\t]+/g, ' '));
  }

  #startParagraph(flow: TextFlow): void {
    if (this.#bullet) flow.text('- ');
    this.#bullet = false;
  }
}
