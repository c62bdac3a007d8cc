import { posix } from 'node:path';
import { DocxWalker } from './docx-walker.ts';
import { finishDocument } from './finish-document.ts';
import { LinkMarks } from './link-marks.ts';
import { ReadError } from './reader.ts';
import type { Reader, ReadLimits } from './reader.ts';
import { TextFlow } from './text-flow.ts';
import { xmlSink } from './xml.ts';
import { asDamage, openContainer } from './zip.ts';
import type { Container } from './zip.ts';

const DOCUMENT_TYPE = '/officeDocument';

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/**
 * Text of a Word file. Page headers come first, since contact data often stands only there; then the body, notes and
 * page footers. Hidden text and deleted revisions are left out, text boxes follow the paragraph that they hang on.
 */
export const readDocx: Reader = async (bytes, limits) => {
  try {
    const container = await openContainer(bytes, limits);
    return await readParts(container, limits);
  } catch (error) {
    throw asDamage(error);
  }
};

async function readParts(container: Container, limits: ReadLimits): ReturnType<Reader> {
  const main = await documentPart(container);
  const marks = new LinkMarks();
  const relationships = await relationshipsOf(container, main);
  const parts = (suffix: string): string[] => [
    ...new Set(
      relationships.filter((one) => one.type.endsWith(suffix)).map((one) => resolvePart(main, one.target)),
    ),
  ];
  const read = (name: string): Promise<string> => readPart(container, name, marks, limits);
  const texts: string[] = [];
  for (const name of parts('/header')) texts.push(marginText(await read(name), texts));
  texts.push(await read(main));
  for (const name of [...parts('/footnotes'), ...parts('/endnotes')]) texts.push(await read(name));
  const footers: string[] = [];
  for (const name of parts('/footer')) footers.push(marginText(await read(name), footers));
  const text = [...texts, ...footers].join('\n\n');
  return finishDocument({ format: 'docx', pages: marks.resolve([text]) }, limits);
}

async function documentPart(container: Container): Promise<string> {
  const root = await relationshipsOf(container, '');
  const named = root.find((one) => one.type.endsWith(DOCUMENT_TYPE))?.target.replace(/^\//, '');
  const main = [named, 'word/document.xml'].find(
    (name) => name !== undefined && container.names.includes(name),
  );
  if (main === undefined)
    throw new ReadError('corrupt', 'this is not a Word file: it has no document inside');
  return main;
}

async function readPart(
  container: Container,
  name: string,
  marks: LinkMarks,
  limits: ReadLimits,
): Promise<string> {
  const targets = new Map((await relationshipsOf(container, name)).map((one) => [one.id, one.target]));
  const flow = new TextFlow(limits.characters);
  const sink = xmlSink(new DocxWalker(flow, marks, targets));
  await container.read(name, (piece) => sink.write(piece));
  sink.end();
  return flow.toString();
}

/** Relationships of a part stand beside it: `word/_rels/document.xml.rels`. */
async function relationshipsOf(container: Container, part: string): Promise<Relationship[]> {
  const found: Relationship[] = [];
  const sink = xmlSink({
    open: (name, attributes) => {
      const { Id: id, Type: type, Target: target } = attributes;
      if (name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return;
      found.push({ id, type, target });
    },
    close: () => undefined,
  });
  await container.read(posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`), (piece) =>
    sink.write(piece),
  );
  sink.end();
  return found;
}

function resolvePart(from: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(from), target);
}

/** `3`, `Page 1 of 2`, `Seite 1/2`, and the words alone where the numbers are fields. */
const PAGE_NUMBER =
  /^[-– ]*(?:(?:page|seite|página|pagina|pág|pag|strona|side|sida|p)\.? ?)?\d{0,3} ?(?:(?:[/|]|of|von|de|di|sur|van|z|av) ?\d{0,3})?[-– ]*$/i;

/** Headers of first, odd and even pages mostly say the same; page numbers say nothing. */
function marginText(text: string, before: readonly string[]): string {
  const folded = text.slice(0, 100).replace(/\s+/g, ' ').trim();
  return PAGE_NUMBER.test(folded) || before.includes(text) ? '' : text;
}
