import { expect, test } from 'vitest';
import type { ParsedDocument } from '../../src/domain/document.ts';
import { bestPassage } from '../../src/search/passage.ts';

function document(...chunks: string[]): ParsedDocument {
  const text = chunks.join('\n\n');
  let from = 0;
  const spans = chunks.map((chunk, ordinal) => {
    const start = text.indexOf(chunk, from);
    from = start + chunk.length;
    return { ordinal, start, end: from, section: 'other' as const };
  });
  const half = spans[1]?.start ?? text.length;
  const profile = {
    emails: [],
    phones: [],
    links: [],
    skills: [],
    experience: [],
    education: [],
    languages: [],
    flags: [],
  };
  return {
    id: 'a'.repeat(64),
    content: {
      format: 'pdf',
      text,
      pages: [
        { start: 0, end: half },
        { start: half, end: text.length },
      ],
      losses: [],
    },
    profile,
    chunks: spans,
  };
}

const marked = (passage: ReturnType<typeof bestPassage>) =>
  passage?.marks.map(([start, end]) => passage.text.slice(start, end));

test('the piece with most of the query by weight wins, and its words are marked', () => {
  const cv = document('Likes hiking and chess.', 'Built  services in\nTypeScript and TS tooling.');
  const passage = bestPassage(
    [cv],
    new Map([
      ['typescript', 3],
      ['service', 1],
    ]),
    undefined,
  );
  expect(passage?.text).toBe('Built services in TypeScript and TS tooling.');
  expect(marked(passage)).toEqual(['services', 'TypeScript', 'TS']);
  expect(passage?.page).toBe(2);
});

test('without words the best chunk of the dense leg is shown', () => {
  const cv = document('First piece.', 'Second piece.');
  const passage = bestPassage([cv], new Map(), { document: cv.id, ordinal: 1 });
  expect(passage).toEqual({ text: 'Second piece.', marks: [], page: 2 });
});

test('a long piece is cut to the window with most matches, at word ends', () => {
  const cv = document(
    `${'filler word '.repeat(60)}Kubernetes with Terraform and Helm ${'more filler '.repeat(60)}`,
  );
  const passage = bestPassage(
    [cv],
    new Map([
      ['kubernete', 2],
      ['terraform', 2],
      ['helm', 2],
    ]),
    undefined,
  );
  expect(marked(passage)).toEqual(['Kubernetes', 'Terraform', 'Helm']);
  expect(passage?.text.length).toBeLessThanOrEqual(330);
  expect(passage?.text).toMatch(/^(?:filler|word)\b/);
  expect(passage?.text).toMatch(/(?:more|filler)$/);
});

test('no document, no passage', () => {
  expect(bestPassage([], new Map([['x', 1]]), undefined)).toBeUndefined();
});
