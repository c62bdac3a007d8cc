import { expect, test } from 'vitest';
import { docxOf, outcomeOf, p, textOf, zipOf } from './documents.ts';

const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t>${text}</w:t></w:r>`;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const box = (text: string): string => `<w:txbxContent>${p(text)}</w:txbxContent>`;

test('runs, tabs, breaks and entities', async () => {
  const body = `<w:p>${run('Jane')}<w:r><w:tab/><w:t>R&amp;D</w:t><w:br/><w:t>Berlin</w:t></w:r></w:p>`;
  expect(await textOf(await docxOf(body), 'a.docx')).toBe('Jane\tR&D\nBerlin');
});

test('page headers come first, footers last, page numbers and repeats not at all', async () => {
  const part = (tag: string, text: string): string => `<w:${tag} ${W}>${p(text)}</w:${tag}>`;
  const docx = await docxOf(
    p('Body'),
    {
      'word/header1.xml': part('hdr', 'jane@example.com'),
      'word/header2.xml': part('hdr', 'jane@example.com'),
      'word/footer1.xml': part('ftr', 'Page 1 of 2'),
      'word/footer2.xml': part('ftr', 'References on request'),
    },
    [
      ['h1', 'header', 'header1.xml'],
      ['h2', 'header', 'header2.xml'],
      ['f1', 'footer', 'footer1.xml'],
      ['f2', 'footer', '/word/footer2.xml'],
    ],
  );
  expect(await textOf(docx, 'a.docx')).toBe('jane@example.com\n\nBody\n\nReferences on request');
});

test('tables are read row by row; a cell of several lines stands by itself', async () => {
  const row = (...cells: string[]): string =>
    `<w:tr>${cells.map((cell) => `<w:tc>${cell}</w:tc>`).join('')}</w:tr>`;
  const body = `<w:tbl>${row(p('2019 – 2021'), p('Engineer') + p('Acme'))}${row(p('A') + p('B'), p('C'))}</w:tbl>`;
  expect(await textOf(await docxOf(body), 'a.docx')).toBe('2019 – 2021\tEngineer\nAcme\n\nA\nB\n\nC');
});

test('a text box is read once, after its paragraph', async () => {
  const body =
    `<w:p>${run('Before ')}<w:r><mc:AlternateContent><mc:Choice><w:drawing>${box('Boxed')}</w:drawing></mc:Choice>` +
    `<mc:Fallback><w:pict>${box('Boxed')}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('after')}</w:p>`;
  expect(await textOf(await docxOf(body), 'a.docx')).toBe('Before after\n\nBoxed');
});

test('hidden text and deleted revisions are left out, insertions kept', async () => {
  const body =
    `<w:p>${run('Shown ')}${run('hidden ', '<w:vanish/>')}${run('back ', '<w:vanish w:val="0"/>')}` +
    `<w:del><w:r><w:delText>deleted </w:delText></w:r></w:del><w:ins>${run('inserted')}</w:ins></w:p>`;
  expect(await textOf(await docxOf(body), 'a.docx')).toBe('Shown back inserted');
});

test('link targets that cannot be read are written out, of relations and of fields', async () => {
  const field = (type: string): string => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const body =
    `<w:p><w:hyperlink r:id="l1">${run('Mail')}</w:hyperlink></w:p><w:p><w:hyperlink r:id="l2">${run('github.com/jane')}</w:hyperlink></w:p>` +
    `<w:p>${field('begin')}<w:r><w:instrText>HYPERLINK "https://jane.example.com"</w:instrText></w:r>${field('separate')}${run('Site')}${field('end')}</w:p>`;
  const relations = [
    ['l1', 'hyperlink', 'mailto:jane@example.com'],
    ['l2', 'hyperlink', 'https://www.github.com/jane'],
  ] as const;
  expect(await textOf(await docxOf(body, {}, relations), 'a.docx')).toBe(
    'Mail jane@example.com\ngithub.com/jane\nSite https://jane.example.com',
  );
});

test('lists have a dash; notes follow the text', async () => {
  const item = (text: string): string =>
    `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`;
  const docx = await docxOf(
    item('One') + item('Two'),
    { 'word/footnotes.xml': `<w:footnotes ${W}><w:footnote>${p('A note')}</w:footnote></w:footnotes>` },
    [['n', 'footnotes', 'footnotes.xml']],
  );
  expect(await textOf(docx, 'a.docx')).toBe('- One\n- Two\n\nA note');
});

test('no entity of the document is expanded and depth overflows no stack', async () => {
  const xml = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><w:document ${W}>${p('x &a; &b; y')}</w:document>`;
  expect(await textOf(await docxOf('', { 'word/document.xml': xml }), 'a.docx')).toBe('x &a; &b; y');
  const deep = '<w:tbl><w:tr><w:tc>'.repeat(3_000) + p('deep') + '</w:tc></w:tr></w:tbl>'.repeat(3_000);
  expect(await textOf(await docxOf(deep), 'a.docx')).toBe('deep');
  expect(await outcomeOf(await docxOf('<w:sdt>'.repeat(11_000)), 'a.docx')).toMatchObject({
    outcome: 'corrupt',
  });
});

test('what unpacks to more than the limit is a bomb, whatever its directory says', async () => {
  const docx = await docxOf(p('A'.repeat(300_000)));
  expect(await outcomeOf(docx, 'a.docx', { inflatedBytes: 100_000 })).toMatchObject({ outcome: 'bomb' });
  // Uncompressed sizes of both headers of document.xml, set to 1.
  const lying = Buffer.from(docx);
  for (let at = lying.indexOf('PK\u0001\u0002'); at >= 0; at = lying.indexOf('PK\u0001\u0002', at + 4))
    lying.writeUInt32LE(1, at + 24);
  expect(await outcomeOf(lying, 'a.docx', { inflatedBytes: 100_000 })).toMatchObject({ outcome: 'bomb' });
});

test('damage and emptiness', async () => {
  const docx = await docxOf(p('Jane Example '.repeat(500)));
  expect(await outcomeOf(docx.subarray(0, docx.length / 2), 'a.docx')).toMatchObject({ outcome: 'corrupt' });
  expect(await outcomeOf(await docxOf(p('  ')), 'a.docx')).toMatchObject({ outcome: 'no-text' });
  expect(await outcomeOf(await zipOf({ 'word/styles.xml': '<x/>' }), 'a.docx')).toMatchObject({
    outcome: 'corrupt',
  });
});
