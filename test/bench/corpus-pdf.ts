import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { jsPDF } from 'jspdf';
import PdfKit from 'pdfkit';

import type { Section, Sheet } from '../relevance/material/render-text.ts';

/** Any fixed day: the same sheet gives the same bytes. */
const WRITTEN = new Date('2026-06-01T00:00:00Z');

/** Liberation Sans comes with PDF.js, which comes with pdf-parse: an embedded TrueType font, as word processors write it. */
function liberation(style: 'Regular' | 'Bold'): string {
  const parser = createRequire(import.meta.url).resolve('pdf-parse');
  const viewer = createRequire(parser).resolve('pdfjs-dist/package.json');
  return join(dirname(viewer), 'standard_fonts', `LiberationSans-${style}.ttf`);
}

/** Letters that the fonts built into PDF do not have (they know Windows-1252), without their accents. */
const FOLDED: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', ı: 'i' };
const foldRare = (text: string): string =>
  text.replaceAll(
    /[^\u0020-\u007E\u00A0-\u00FF–—‘’“”•€]/g,
    (letter) => FOLDED[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, ''),
  );

interface Look {
  readonly regular: string;
  readonly bold: string;
  readonly size: number;
  readonly show: (text: string) => string;
}

function writeSections(
  pdf: PDFKit.PDFDocument,
  sections: readonly Section[],
  look: Look,
  at: { x: number; width: number },
): void {
  const put = (text: string, font: string, size: number, indent = 0): void => {
    pdf
      .font(font)
      .fontSize(size)
      .text(look.show(text), at.x + indent, pdf.y, { width: at.width - indent });
  };
  for (const section of sections) {
    pdf.moveDown(0.6);
    put(section.heading, look.bold, look.size * 1.25);
    for (const entry of section.entries) {
      pdf.moveDown(0.25);
      if (entry.title !== undefined) put(entry.title, look.bold, look.size);
      if (entry.meta !== undefined) put(entry.meta, look.regular, look.size * 0.95);
      for (const line of entry.lines)
        put(entry.bulleted ? `• ${line}` : line, look.regular, look.size, entry.bulleted ? 10 : 0);
    }
  }
}

/** One column or, with a sidebar, two; the fonts of PDF or an embedded one. */
async function withPdfkit(
  sheet: Sheet,
  options: { sidebar: boolean; embedded: boolean; size: number },
): Promise<Uint8Array> {
  const { sidebar, embedded, size } = options;
  const pdf = new PdfKit({ size: 'A4', margin: 50, info: { Title: 'CV', CreationDate: WRITTEN } });
  const done = buffer(pdf);
  const look: Look = embedded
    ? { regular: 'regular', bold: 'bold', size, show: (text) => text }
    : { regular: 'Times-Roman', bold: 'Times-Bold', size, show: foldRare };
  if (embedded) pdf.registerFont('regular', liberation('Regular')).registerFont('bold', liberation('Bold'));
  pdf.font(look.bold).fontSize(20).text(look.show(sheet.name), 50, 50);
  if (sheet.headline !== undefined) pdf.font(look.regular).fontSize(13).text(look.show(sheet.headline));
  pdf
    .font(look.regular)
    .fontSize(size)
    .text(look.show(sheet.contact.join(sidebar ? '\n' : ' | ')));
  if (sidebar) {
    const top = pdf.y;
    writeSections(pdf, sheet.sections.slice(-3), look, { x: 50, width: 135 });
    pdf.switchToPage(0);
    pdf.y = top;
    writeSections(pdf, sheet.sections.slice(0, -3), look, { x: 205, width: 340 });
  } else {
    writeSections(pdf, sheet.sections, look, { x: 50, width: 495 });
  }
  pdf.end();
  return done;
}

/** US Letter, Helvetica, hand-broken lines, as web generators do it. Points. */
function withJspdf(sheet: Sheet, size: number): Uint8Array {
  const pdf = new jsPDF({ unit: 'pt', format: 'letter' });
  pdf.setCreationDate(WRITTEN);
  pdf.setFileId('0'.repeat(32));
  let y = 56;
  const put = (text: string, style: 'normal' | 'bold', points: number, indent = 0): void => {
    pdf.setFont('helvetica', style).setFontSize(points);
    for (const line of pdf.splitTextToSize(foldRare(text), 500 - indent) as string[]) {
      if (y > 740) {
        pdf.addPage();
        y = 56;
      }
      pdf.text(line, 56 + indent, y);
      y += points * 1.3;
    }
  };
  put(sheet.name, 'bold', 22);
  if (sheet.headline !== undefined) put(sheet.headline, 'normal', 13);
  put(sheet.contact.join('   '), 'normal', size);
  for (const section of sheet.sections) {
    y += size * 0.8;
    put(section.heading, 'bold', size * 1.3);
    for (const entry of section.entries) {
      y += size * 0.3;
      if (entry.title !== undefined) put(entry.title, 'bold', size);
      if (entry.meta !== undefined) put(entry.meta, 'normal', size);
      for (const line of entry.lines)
        put(entry.bulleted ? `- ${line}` : line, 'normal', size, entry.bulleted ? 12 : 0);
    }
  }
  return new Uint8Array(pdf.output('arraybuffer'));
}

/** A PDF of a CV in one of five layouts by two renderers; the larger type of the last runs to three pages. */
export async function pdfOf(sheet: Sheet, layout: number): Promise<Uint8Array> {
  switch (layout % 5) {
    case 0:
      return withPdfkit(sheet, { sidebar: false, embedded: false, size: 10 });
    case 1:
      return withPdfkit(sheet, { sidebar: true, embedded: false, size: 9.5 });
    case 2:
      return withPdfkit(sheet, { sidebar: false, embedded: true, size: 11 });
    case 3:
      return withJspdf(sheet, 10.5);
    default:
      return withJspdf(sheet, 14.5);
  }
}
