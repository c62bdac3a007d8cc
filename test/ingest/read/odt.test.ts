import { expect, test } from 'vitest';
import { outcomeOf, textOf, zipOf } from './documents.ts';

const odtOf = (body: string, parts: Readonly<Record<string, string>> = {}): Promise<Buffer> =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<office:document-content><office:automatic-styles><style:style style:name="T1"><style:text-properties text:display="none"/></style:style>' +
      `</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ...parts,
  });

test('paragraphs, blanks, lists, tables and links', async () => {
  const odt = await odtOf(
    '<text:p>Jane<text:s text:c="2"/>Example<text:tab/>Berlin<text:line-break/>Engineer</text:p>' +
      '<text:list><text:list-item><text:p>Go</text:p></text:list-item><text:list-item><text:p>C++</text:p></text:list-item></text:list>' +
      '<table:table><table:table-row><table:table-cell><text:p>2019</text:p></table:table-cell><table:table-cell><text:p>Acme</text:p></table:table-cell></table:table-row></table:table>' +
      '<text:p><text:a xlink:href="mailto:jane@example.com">Mail</text:a></text:p>',
  );
  expect(await textOf(odt, 'a.odt')).toBe(
    'Jane Example\tBerlin\nEngineer\n- Go\n- C++\n\n2019\tAcme\nMail jane@example.com',
  );
});

test('page header and footer frame the body; comments, deletions and hidden text are left out', async () => {
  const styles =
    '<office:document-styles><office:master-styles><style:master-page><style:header><text:p>jane@example.com</text:p></style:header>' +
    '<style:footer><text:p>Berlin</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>';
  const odt = await odtOf(
    '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:p>Body<office:annotation><text:p>comment</text:p></office:annotation>' +
      '<text:span text:style-name="T1">hidden</text:span></text:p>',
    { 'styles.xml': styles },
  );
  expect(await textOf(odt, 'a.odt')).toBe('jane@example.com\n\nBody\n\nBerlin');
});

test('a password is asked for', async () => {
  const manifest =
    '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
  expect(await outcomeOf(await odtOf('', { 'META-INF/manifest.xml': manifest }), 'a.odt')).toMatchObject({
    outcome: 'encrypted',
  });
});
