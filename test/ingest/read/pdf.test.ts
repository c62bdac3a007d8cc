import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { outcomeOf, pdfOf, read } from './documents.ts';

/** A PNG of one grey pixel: what a scanner makes, only smaller. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
const CV = 'Jane Example, software engineer in Berlin with ten years of work on payment systems';

test('pages are spans of the text, in order', async () => {
  const { text, pages } = await read(
    await pdfOf((pdf) => pdf.text(CV).addPage().addPage().text('Third page')),
    'a.pdf',
  );
  expect(pages.map(({ start, end }) => text.slice(start, end))).toEqual([CV, '', 'Third page']);
});

test('a password is asked for', async () => {
  const pdf = await pdfOf((doc) => doc.text(CV), { userPassword: 'secret' });
  expect(await outcomeOf(pdf, 'a.pdf')).toMatchObject({ outcome: 'encrypted' });
});

test('a PDF that only restricts printing is read', async () => {
  const pdf = await pdfOf((doc) => doc.text(CV), {
    ownerPassword: 'owner',
    permissions: { printing: 'lowResolution' },
  });
  expect((await read(pdf, 'a.pdf')).text).toContain('software engineer');
});

test('pages of images only need OCR, and their number is told', async () => {
  const pdf = await pdfOf((doc) =>
    doc.image(PIXEL, 0, 0, { width: 500 }).addPage().image(PIXEL, 0, 0, { width: 500 }),
  );
  expect(await outcomeOf(pdf, 'a.pdf')).toMatchObject({
    outcome: 'needs-ocr',
    reason: expect.stringContaining('2 pages are images'),
  });
});

test('letters drawn as outlines need OCR too', async () => {
  const pdf = await pdfOf((doc) => {
    for (let i = 0; i < 400; i++)
      doc
        .moveTo(i, 50)
        .bezierCurveTo(i, 60, i + 3, 60, i + 4, 70)
        .fill();
  });
  expect(await outcomeOf(pdf, 'a.pdf')).toMatchObject({ outcome: 'needs-ocr' });
});

test('image pages among others are losses', async () => {
  const pdf = await pdfOf((doc) => {
    doc.text(CV);
    for (const _ of [2, 3]) doc.addPage().image(PIXEL, 0, 0, { width: 500 });
  });
  expect(await outcomeOf(pdf, 'a.pdf')).toEqual({
    outcome: 'partial',
    reason: 'pages 2 and 3 are images and were not read',
  });
});

test('a blank PDF has no text', async () => {
  expect(await outcomeOf(await pdfOf(() => undefined), 'a.pdf')).toMatchObject({ outcome: 'no-text' });
});

test('pages above the limit are losses', async () => {
  const pdf = await pdfOf((doc) => doc.text(CV).addPage().text('two').addPage().text('three'));
  expect(await outcomeOf(pdf, 'a.pdf', { pages: 1 })).toEqual({
    outcome: 'partial',
    reason: 'only the first 1 of 3 pages were read',
  });
});

test('text above the limit is cut at a word and is a loss', async () => {
  const { text, losses } = await read(await pdfOf((doc) => doc.text(CV)), 'a.pdf', { characters: 20 });
  expect(text).toBe('Jane Example,');
  expect(losses).toEqual(['only the first 20 characters were read']);
});

test('junk after the header is corrupt; a file that lost its end is read as far as it goes', async () => {
  expect(await outcomeOf(Buffer.from('%PDF-1.7\nnothing of the kind'), 'a.pdf')).toMatchObject({
    outcome: 'corrupt',
  });
  const whole = await pdfOf((doc) => doc.text(CV), { compress: false });
  const cut = whole.subarray(0, whole.lastIndexOf('xref\n'));
  expect(await outcomeOf(cut, 'a.pdf')).toEqual({
    outcome: 'partial',
    reason: expect.stringContaining('end of the file is missing'),
  });
});

test('filled form fields are read where they stand', async () => {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([595, 842]);
  page.drawText('Name:', { x: 50, y: 700, size: 12 });
  const field = pdf.getForm().createTextField('name');
  field.setText('Jane Example');
  field.addToPage(page, { x: 100, y: 695, width: 200, height: 20 });
  const { text } = await read(await pdf.save(), 'a.pdf');
  expect(text.replace(/\s+/g, ' ')).toBe('Name: Jane Example');
});

test('the bytes handed in stay whole', async () => {
  const pdf = new Uint8Array(await pdfOf((doc) => doc.text(CV)));
  const before = pdf.length;
  await read(pdf, 'a.pdf');
  expect(pdf.length).toBe(before);
});
