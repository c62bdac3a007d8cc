import { describe, expect, test } from 'vitest';
import { cleanText, joinHyphenated } from '../../../src/ingest/read/clean-text.ts';
import { fc } from '../../lib/fast-check.ts';

describe('cleanText', () => {
  test.each([
    ['ligatures', 'o\uFB03ce \uFB01ne', 'office fine'],
    ['soft hyphens', 'Soft\u00ADware Ent\u00AD\nwicklung', 'Software Entwicklung'],
    ['decomposed accents', 'Cafe\u0301', 'Café'],
    ['non-breaking and thin blanks', 'a\u00A0b\u2009c', 'a b c'],
    ['line ends', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['runs of blank lines', 'a\n \n\t\n\nb', 'a\n\nb'],
    ['control characters', 'a\u0000\u0007b\u009Fc', 'abc'],
    ['lone surrogates', 'a\uD800b', 'a\uFFFDb'],
    ['byte order marks and direction marks', '\uFEFFJane\u200E Doe\u200B', 'Jane Doe'],
    ['bullets of symbol fonts', '\uF0B7 Java\n\u25AA\tGo', '• Java\n• Go'],
    ['icons', '\uF095 +44 20 7946 0123', '+44 20 7946 0123'],
  ])('%s', (_, raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  test('keeps its promises for any input, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const text = cleanText(raw);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/(?![\n\t])\p{Cc}|\p{Surrogate}|\n{3}| {2}|^\s|\s$/u);
        expect(cleanText(text)).toBe(text);
      }),
    );
  });
});

describe('joinHyphenated', () => {
  test.each([
    ['Soft-\nware', 'Software'],
    ['full-\nstack', 'full-stack'],
    ['Java-\nEntwickler', 'Java-Entwickler'],
    ['pages 88–\n104', 'pages 88–104'],
    ['example.com/jane-\ndoe', 'example.com/jane-doe'],
    ['row-by-\nrow', 'row-by-row'],
    ['Plain typescript. A typescript-\nbased', 'Plain typescript. A typescript-based'],
    ['Software. Soft drinks. Soft-\nware', 'Software. Soft drinks. Software'],
    ['2019 -\n2021', '2019 -\n2021'],
    ['C++ -\nother', 'C++ -\nother'],
  ])('%j becomes %j', (raw, joined) => {
    expect(joinHyphenated(raw)).toBe(joined);
  });
});
