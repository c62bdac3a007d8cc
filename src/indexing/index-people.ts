import type { CandidateId, DocumentId, ParsedDocument } from '../domain/document.ts';
import { personTerms } from '../domain/person-terms.ts';
import type { Embedder } from '../embed/embedder.ts';
import type { Call } from '../lib/call.ts';
import { currentDocuments, type CandidateRecord, type CandidateStore } from '../stores/candidate-store.ts';
import type { IndexEntry, SearchIndex } from '../stores/search-index.ts';

interface Deps {
  readonly store: CandidateStore;
  readonly index: Pick<SearchIndex, 'spec' | 'upsert' | 'remove'>;
  readonly embedder: Embedder;
}

export type VectorsByDocument = ReadonlyMap<DocumentId, readonly Float32Array[]>;

/** The vectors of all chunks of some documents, in one call to the embedder. */
export async function embedDocuments(
  embedder: Embedder,
  documents: readonly ParsedDocument[],
  call?: Call,
): Promise<VectorsByDocument> {
  const texts = documents.flatMap(passageTexts);
  const vectors = texts.length === 0 ? [] : await embedder.embed(texts, call);
  const byDocument = new Map<DocumentId, readonly Float32Array[]>();
  let from = 0;
  for (const { id, chunks } of documents) {
    byDocument.set(id, vectors.slice(from, from + chunks.length));
    from += chunks.length;
  }
  return byDocument;
}

/**
 * What is embedded of each chunk: its text under the person's headline, so that a list of tools or a position says whose it
 * is. On the relevance set: hybrid nDCG@10 .764 → .770, dense alone .618 → .632.
 */
export function passageTexts({ content, profile, chunks }: ParsedDocument): string[] {
  const headline = profile.headline === undefined ? '' : `${profile.headline.value}. `;
  return chunks.map(({ start, end }) => headline + content.text.slice(start, end));
}

/**
 * Brings the index to what the store now says of these people, and tells the store so. People without a current document
 * leave the index. Repeating it changes nothing. `known` spares embedding what the caller has just embedded.
 *
 * Other processes may store and index the same people meanwhile: of two who index one person, the later may give the index
 * the older state. So each looks again, and whoever was overtaken repeats it.
 */
export async function indexPeople(
  deps: Deps,
  ids: readonly CandidateId[],
  known?: VectorsByDocument,
  call?: Call,
): Promise<void> {
  for (let todo = ids; todo.length > 0;) {
    const indexed = await indexOnce(deps, todo, known, call);
    const now = await deps.store.get(todo, call);
    const forgotten = todo.filter((id, i) => now[i] === undefined && indexed.has(id));
    if (forgotten.length > 0) await deps.index.remove(forgotten, call);
    todo = todo.filter((id, i) => now[i] !== undefined && now[i]?.candidate.revision !== indexed.get(id));
  }
}

/** One look at the store, one write to the index. Resolves to the revision that the index was given of each. */
async function indexOnce(
  { store, index, embedder }: Deps,
  ids: readonly CandidateId[],
  known: VectorsByDocument = new Map(),
  call?: Call,
): Promise<ReadonlyMap<CandidateId, number>> {
  const records = (await store.get(ids, call)).filter((record) => record !== undefined);
  const searched = records.filter(({ documents }) => documents.some(({ current }) => current));
  const missing = searched.flatMap(currentDocuments).filter(({ id }) => !known.has(id));
  const vectors = new Map([...known, ...(await embedDocuments(embedder, missing, call))]);

  const gone = records.filter((record) => !searched.includes(record)).map(({ candidate }) => candidate.id);
  if (gone.length > 0) await index.remove(gone, call);
  if (searched.length > 0)
    await index.upsert(
      searched.map((record) => toEntry(record, vectors)),
      call,
    );
  await store.markIndexed(
    index.spec.name,
    records.map(({ candidate }) => candidate),
    call,
  );
  return new Map(records.map(({ candidate }) => [candidate.id, candidate.revision]));
}

function toEntry(record: CandidateRecord, vectors: VectorsByDocument): IndexEntry {
  const documents = currentDocuments(record);
  const chunks = documents.flatMap((document) =>
    document.chunks.flatMap(({ ordinal }, i) => {
      const vector = vectors.get(document.id)?.[i];
      return vector === undefined ? [] : [{ document: document.id, ordinal, vector }];
    }),
  );
  const terms = personTerms(documents.map(({ content }) => content.text));
  return { candidate: record.candidate.id, chunks, terms };
}
