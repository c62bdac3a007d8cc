import { readFileSync } from 'node:fs';

/** English words, and what may stand for them in one language (or as short forms). */
export type Glossary = ReadonlyMap<string, readonly string[]>;

/**
 * One for German, French, Spanish and Italian each, then the short forms. General vocabulary of CVs and job
 * advertisements, written down before any labelled set was seen; several words for one are parted by `/`.
 */
export const GLOSSARIES: readonly Glossary[] = [
  ...readTable('glossary.csv'),
  ...readTable('short-forms.csv'),
];

/** Columns parted by `;`, the first English: one glossary for each further column. */
function readTable(file: string): Glossary[] {
  const [head = [], ...rows] = readFileSync(new URL(file, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split(';'));
  return head.slice(1).map((_, i) => new Map(rows.map((cells) => [cells[0] ?? '', split(cells[i + 1])])));
}

function split(cell: string | undefined): string[] {
  return (cell ?? '').split('/').filter((word) => word !== '');
}
