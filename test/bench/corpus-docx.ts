import {
  AlignmentType,
  Document,
  Header,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

import type { Entry, Section, Sheet } from '../relevance/material/render-text.ts';

/** Half points, as Word counts. */
const SIZES = [19, 21, 24];

function entryParagraphs(entry: Entry): Paragraph[] {
  return [
    ...(entry.title === undefined
      ? []
      : [new Paragraph({ children: [new TextRun({ text: entry.title, bold: true })] })]),
    ...(entry.meta === undefined
      ? []
      : [new Paragraph({ children: [new TextRun({ text: entry.meta, italics: true })] })]),
    ...entry.lines.map((text) => new Paragraph(entry.bulleted ? { text, bullet: { level: 0 } } : { text })),
  ];
}

const sectionParagraphs = (section: Section): Paragraph[] => [
  new Paragraph({ text: section.heading, heading: HeadingLevel.HEADING_2 }),
  ...section.entries.flatMap(entryParagraphs),
];

function sidebar(sheet: Sheet): Table {
  const side = sheet.sections.slice(-3);
  const cell = (sections: readonly Section[], percent: number): TableCell =>
    new TableCell({
      width: { size: percent, type: WidthType.PERCENTAGE },
      children: sections.flatMap(sectionParagraphs),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [new TableRow({ children: [cell(side, 30), cell(sheet.sections.slice(0, -3), 70)] })],
  });
}

/** A Word file of a CV. Layout 0: plain; 1: contact in the page header; 2: sidebar as a table. */
export async function docxOf(sheet: Sheet, layout: number): Promise<Uint8Array> {
  const contact = new Paragraph({
    text: sheet.contact.join('  ·  '),
    alignment: layout === 1 ? AlignmentType.RIGHT : AlignmentType.LEFT,
  });
  const document = new Document({
    styles: { default: { document: { run: { size: SIZES[layout % SIZES.length] ?? 21, font: 'Calibri' } } } },
    sections: [
      {
        ...(layout === 1 ? { headers: { default: new Header({ children: [contact] }) } } : {}),
        children: [
          new Paragraph({ text: sheet.name, heading: HeadingLevel.TITLE }),
          ...(sheet.headline === undefined ? [] : [new Paragraph({ text: sheet.headline })]),
          ...(layout === 1 ? [] : [contact]),
          ...(layout === 2 ? [sidebar(sheet)] : sheet.sections.flatMap(sectionParagraphs)),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
