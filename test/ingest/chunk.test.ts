import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../src/ingest/chunk.ts';
import { findSections } from '../../src/ingest/extract/sections.ts';
import { fc } from '../lib/fast-check.ts';

const chunksOf = (text: string) => chunkDocument(text, findSections(text));

const line = fc.oneof(
  fc.constantFrom('Experience', 'EDUCATION', 'Skills:', 'Langues', 'Kenntnisse', '', '   '),
  fc.lorem({ maxCount: 30 }),
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 900 }),
);
const document = fc.array(line, { maxLength: 60 }).map((lines) => lines.join('\n').normalize('NFC'));

describe('chunkDocument', () => {
  it('covers every character that is not blank once, in order, whatever the text', () => {
    fc.assert(
      fc.property(document, (text) => {
        const chunks = chunksOf(text);
        let reached = 0;
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.ordinal).toBe(index);
          expect(chunk.end).toBeGreaterThan(chunk.start);
          expect(text.slice(reached, chunk.start).trim()).toBe('');
          expect(text.slice(chunk.start, chunk.end)).toBe(text.slice(chunk.start, chunk.end).trim());
          reached = chunk.end;
        }
        expect(text.slice(reached).trim()).toBe('');
      }),
    );
  });

  it('cuts no word that is shorter than a chunk', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 400, mode: 'words' }), (text) => {
        const words = new Set(text.split(' '));
        for (const { start, end } of chunksOf(text)) {
          for (const word of text.slice(start, end).split(' ')) expect(words).toContain(word);
        }
      }),
    );
  });

  it('keeps chunks between a half and one and a half of 400 characters where the text allows', () => {
    const sentence = 'Moved the seat reservation from one system to the next without a night of downtime. ';
    const lengths = chunksOf(sentence.repeat(60)).map(({ start, end }) => end - start);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(600);
    expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThanOrEqual(200);
  });

  const long = (word: string): string => `${word} `.repeat(60).trim();

  it('never lets a chunk cross from one long section to another', () => {
    const text = `Ada Example\n\nSkills\n${long('python')}\n\nExperience\nEngineer, Acme\n2019 – 2020\n${long('built')}`;
    expect(chunksOf(text).map(({ section }) => section)).toEqual(['header', 'skills', 'experience']);
  });

  it('joins small sections with their neighbour under the name of the larger, and leaves the header alone', () => {
    const text = 'Ada Example\n\nSkills\nPython, Git\n\nExperience\nEngineer, Acme\n2019 – 2020';
    const parts = chunksOf(text).map(({ section, start, end }) => [section, text.slice(start, end)]);
    expect(parts).toEqual([
      ['header', 'Ada Example'],
      ['experience', 'Skills\nPython, Git\n\nExperience\nEngineer, Acme\n2019 – 2020'],
    ]);
  });

  it('bounds the number of chunks of the longest text that readers give', () => {
    const hostile = Array.from({ length: 20_000 }, (_, index) =>
      index % 2 === 0 ? 'Skills' : 'Experience',
    ).join('\n');
    expect(chunksOf(hostile).length).toBeLessThanOrEqual(400);
    expect(chunksOf('word '.repeat(80_000)).length).toBeLessThanOrEqual(400);
  });

  it('cuts a word without blanks between code points', () => {
    const text = '😀'.repeat(1000);
    for (const { start, end } of chunksOf(text)) expect(text.slice(start, end).isWellFormed()).toBe(true);
  });

  it('gives nothing for a blank text', () => {
    expect(chunksOf(' \n\n ')).toEqual([]);
  });
});
