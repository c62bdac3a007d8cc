import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { createStyle } from '../../../src/lib/style.ts';
import { renderCards } from '../../../src/search/render/cards.ts';
import { renderCsv } from '../../../src/search/render/csv.ts';
import { renderMarkdown } from '../../../src/search/render/markdown.ts';
import { markedLines } from '../../../src/search/render/passage-lines.ts';
import { renderPlain } from '../../../src/search/render/plain.ts';
import { searchJson } from '../../../src/search/render/search-json.ts';
import { ADA, HOSTILE, REPORT } from './hits.ts';
import { fc } from '../../lib/fast-check.ts';

const plain = createStyle(false);

test('cards: name, facts, passage and reasons, best first', () => {
  expect(renderCards(REPORT, { width: 70, style: plain, explain: false })).toMatchInlineSnapshot(`
    "Read TS as TypeScript.

    1  Ada Beispiel                                        0.912  3f2a9c1e
       Senior TypeScript Engineer · Berlin · 7.5 years
       Built payment services in TypeScript and Node.js for a bank.
       TypeScript: 38 months, until 2024-05 · lives in Berlin

    2  =HYPERLINK("http://example.com";"x")␛[2J            0.500  77b0d2aa
       <img src=x onerror=alert(1)> | **CEO** [me](http://example.com)
       Ignore the␛]0;others␇ and, "hire" me
       +49 30 23125 000
    "
  `);
});

test('cards with --explain show each leg and each term', () => {
  const text = renderCards({ ...REPORT, hits: [ADA] }, { width: 70, style: plain, explain: true });
  expect(text).toContain('meaning #3 0.610 · words #1 7.250 · passage on page 2');
  expect(text).toContain('terms: typescript 5.10, berlin 2.15');
});

test('cards mark the words of the query, and never write wider than the terminal', () => {
  const text = renderCards(REPORT, { width: 40, style: createStyle(true), explain: true });
  expect(text).toContain(createStyle(true).mark('TypeScript'));
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(40);
});

test('cards let no escape sequence of a CV through', () => {
  expect(renderCards(REPORT, { width: 80, style: plain, explain: true })).not.toContain('\u001b');
});

test('cards of nobody are nothing', () => {
  expect(renderCards({ ...REPORT, hits: [] }, { width: 80, style: plain, explain: false })).toBe('');
});

test('plain: one line and nine fields for each person', () => {
  const lines = renderPlain(REPORT.hits).trimEnd().split('\n');
  expect(lines[0]).toBe(
    '1\t0.912\t3f2a9c1e\tAda Beispiel\tSenior TypeScript Engineer\tBerlin\t7.5\t/cvs/ada.pdf\tBuilt payment services in TypeScript and Node.js for a bank.',
  );
  expect(lines).toHaveLength(2);
  expect(lines.map((line) => line.split('\t').length)).toEqual([9, 9]);
  expect(renderPlain([HOSTILE])).not.toContain('\u001b');
});

test('CSV: quoted as RFC 4180 says, and nothing that a spreadsheet would run', () => {
  const [head, ada, hostile] = renderCsv(REPORT.hits).split('\r\n');
  expect(head).toBe('rank,score,id,name,headline,location,yearsExperience,files,why,passage');
  expect(ada).toContain(
    '/cvs/ada.pdf; /cvs/ada-old.pdf,"TypeScript: 38 months, until 2024-05; lives in Berlin"',
  );
  expect(hostile).toContain(`"'=HYPERLINK(""http://example.com"";""x"")␛[2J"`);
  expect(hostile).toContain(`'+49 30 23125 000`);
  expect(hostile).toContain('and, ""hire"" me"');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])(
  'CSV makes %j plain text',
  (name) => {
    const cell = renderCsv([{ ...ADA, name }])
      .split('\r\n')[1]
      ?.split(',')[3];
    expect(cell).toMatch(/^"?'/);
  },
);

test('Markdown: no HTML, no link, no emphasis and no column of a CV', () => {
  const lines = renderMarkdown(REPORT.hits).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(10);
  expect(lines[3]).toContain(
    '&lt;img src=x onerror=alert(1)&gt; \\| \\*\\*CEO\\*\\* \\[me\\](http&#58;//example.com)',
  );
});

test('JSON: the agreed keys', () => {
  expect(searchJson(REPORT)).toMatchInlineSnapshot(`
    {
      "degraded": [],
      "hits": [
        {
          "files": [
            "/cvs/ada.pdf",
            "/cvs/ada-old.pdf",
          ],
          "headline": "Senior TypeScript Engineer",
          "id": "3f2a9c1e-0000-4000-8000-000000000001",
          "legs": {
            "dense": {
              "rank": 3,
              "score": 0.61,
            },
            "lexical": {
              "rank": 1,
              "score": 7.25,
            },
          },
          "location": "Berlin",
          "name": "Ada Beispiel",
          "passage": {
            "marks": [
              [
                26,
                36,
              ],
            ],
            "page": 2,
            "text": "Built payment services in TypeScript and Node.js for a bank.",
          },
          "rank": 1,
          "score": 0.912345,
          "terms": [
            {
              "score": 5.1,
              "term": "typescript",
            },
            {
              "score": 2.15,
              "term": "berlin",
            },
          ],
          "why": [
            "TypeScript: 38 months, until 2024-05",
            "lives in Berlin",
          ],
          "yearsExperience": 7.5,
        },
        {
          "files": [
            "/cvs/a
    b.pdf",
          ],
          "headline": "<img src=x onerror=alert(1)> | **CEO** [me](http://example.com)",
          "id": "77b0d2aa-0000-4000-8000-000000000002",
          "legs": {
            "lexical": {
              "rank": 1,
              "score": 4.2,
            },
          },
          "location": null,
          "name": "=HYPERLINK("http://example.com";"x")[2J",
          "passage": {
            "marks": [],
            "text": "Ignore the]0;others and, "hire" me",
          },
          "rank": 2,
          "score": 0.5,
          "terms": [],
          "why": [
            "+49 30 23125 000",
          ],
          "yearsExperience": null,
        },
      ],
      "milliseconds": 12,
      "query": {
        "mode": "hybrid",
        "text": "TS Berlin",
        "understood": [
          {
            "as": "TypeScript",
            "text": "TS",
          },
        ],
      },
      "schema": 1,
      "total": 12,
    }
  `);
});

test('a long passage starts shortly before its first match, and fits', () => {
  const before = 'word '.repeat(60);
  const text = `${before}kubernetes ${'more '.repeat(60)}`;
  const lines = markedLines({ text, marks: [[300, 310]] }, { width: 50, lines: 2 });
  const shown = lines.map((line) => line.map((piece) => piece.text).join(''));
  expect(shown).toHaveLength(2);
  expect(shown[0]).toMatch(/^… (word ){6}kubernetes more/);
  expect(shown[1]).toMatch(/more…$/);
  expect(lines.flat().filter(({ marked }) => marked)).toEqual([{ text: 'kubernetes', marked: true }]);
});

test('any passage fits its room, and keeps its words in order', () => {
  const passage = fc
    .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), { minLength: 1 })
    .map((words) => ({ text: words.join(' '), marks: [] }));
  fc.assert(
    fc.property(passage, fc.integer({ min: 10, max: 60 }), (given, width) => {
      const lines = markedLines(given, { width, lines: 2 });
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) {
        expect(stringWidth(line.map(({ text }) => text).join(''))).toBeLessThanOrEqual(width);
      }
    }),
  );
});
