import type { CandidateId } from '../../src/domain/document.ts';
import type { NewDocument } from '../../src/stores/candidate-store.ts';
import type { IndexEntry, IndexSpec } from '../../src/stores/search-index.ts';
import { documentId, parsedDocument } from './parsed-document.ts';

export const CRASH_SPEC: IndexSpec = { name: 'crash', dimensions: 4 };

/** Five documents of five people, told apart by the batch's number. */
export function crashBatch(batch: number): NewDocument[] {
  return Array.from({ length: 5 }, (_, n) => {
    const text = `batch ${batch} document ${n} ${'and more '.repeat(500)}`;
    return {
      path: `${batch}-${n}.txt`,
      document: parsedDocument(text, { emails: [`p${batch}.${n}@example.com`] }),
    };
  });
}

export function indexEntry(candidate: CandidateId): IndexEntry {
  const chunk = { document: documentId(candidate), ordinal: 0, vector: Float32Array.of(1, 0, 0, 0) };
  return { candidate, chunks: [chunk], terms: new Map([['word', 1]]) };
}
