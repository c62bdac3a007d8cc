import { describe, expect, test } from 'vitest';
import { docxOf, outcomeOf, p, pdfOf, read, zipOf } from './documents.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const OLE = '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1';

describe('the content decides what a file is', () => {
  test('a PDF named .txt and .docx is a PDF', async () => {
    const pdf = await pdfOf((doc) => doc.text('Jane Example, engineer'));
    expect((await read(pdf, 'cv.txt')).format).toBe('pdf');
    expect((await read(pdf, 'cv.docx')).format).toBe('pdf');
  });

  test('a Word file named .pdf, RTF and HTML named .doc are read as what they are', async () => {
    expect((await read(await docxOf(p('Jane Example')), 'cv.pdf')).format).toBe('docx');
    expect((await read('{\\rtf1 Jane}', 'cv.doc')).format).toBe('rtf');
    expect((await read('<html><body>Jane</body></html>', 'cv.doc')).format).toBe('html');
  });

  test('the extension tells kinds of plain text apart', async () => {
    expect((await read('# Jane', 'cv.MD')).format).toBe('md');
    expect((await read('# Jane', 'cv.txt')).format).toBe('txt');
    expect((await read('# Jane', 'cv')).format).toBe('txt');
  });
});

describe('what is not read says why', () => {
  test.each([
    ['empty file', bytes(), 'cv.pdf', 'no-text', 'the file is empty'],
    ['text named .pdf', bytes('hello'), 'cv.pdf', 'corrupt', 'not a PDF'],
    ['text named .docx', bytes('hello'), 'cv.docx', 'corrupt', 'not a Word file'],
    ['cut-off zip named .docx', bytes('PK\x03\x04', [0, 0, 0]), 'cv.docx', 'corrupt', 'unpacked'],
    ['old Word file', bytes(OLE, 'WordDocument'), 'cv.doc', 'unsupported', 'save it as .docx or PDF'],
    ['binary named .txt', bytes([1, 2, 0, 4, 5, 0, 7]), 'cv.txt', 'unsupported', 'not a document'],
    ['source code', bytes('int main() {}'), 'cv.c', 'unsupported', '.c files'],
    ['JPEG', bytes('\xFF\xD8\xFF\xE0'), 'cv.jpg', 'needs-ocr', 'OCR'],
    ['PNG named .pdf', bytes('\x89PNG\r\n\x1A\n\0'), 'cv.pdf', 'needs-ocr', 'OCR'],
    ['PNG named .txt', bytes('\x89PNG\r\n\x1A\n\0'), 'cv.txt', 'unsupported', 'not a document'],
  ])('%s', async (_, content, name, outcome, reason) => {
    expect(await outcomeOf(content, name)).toEqual({ outcome, reason: expect.stringContaining(reason) });
  });

  test('Office file with a password', async () => {
    const file = Buffer.concat([
      Buffer.from(OLE, 'latin1'),
      Buffer.alloc(504),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    expect((await outcomeOf(file, 'cv.docx')).outcome).toBe('encrypted');
  });

  test('spreadsheets and archives', async () => {
    expect(await outcomeOf(await zipOf({ 'xl/workbook.xml': '<x/>' }), 'cv.xlsx')).toMatchObject({
      outcome: 'unsupported',
    });
    expect((await outcomeOf(await zipOf({ 'a.txt': 'x' }), 'cvs.zip')).reason).toContain('unpack it');
    expect((await outcomeOf(await zipOf({ 'a.txt': 'x' }), 'cv.docx')).reason).toContain('not a Word file');
  });

  test('a file above the limit', async () => {
    expect(await outcomeOf('x'.repeat(2000), 'cv.txt', { fileBytes: 1000 })).toMatchObject({
      outcome: 'too-large',
    });
  });
});
