import type { CandidateId, DocumentId, ParsedDocument } from '../domain/document.ts';
import type { Candidate } from '../domain/candidate.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Call, Closable } from '../lib/call.ts';

/** What the store remembers of one path. */
export interface KnownFile {
  readonly path: string;
  /** Absent where the file never gave a document (corrupt, encrypted …). */
  readonly document?: DocumentId;
  readonly outcome: Outcome;
  readonly reason?: string;
}

/** A parsed document under the path that it was read from. */
export interface NewDocument {
  readonly path: string;
  readonly document: ParsedDocument;
}

/** Where a document went: which person, and whether that person was new. */
export interface Placement {
  readonly candidate: CandidateId;
  readonly change: 'created' | 'updated' | 'unchanged';
}

export interface StoredDocument {
  readonly path: string | undefined;
  readonly document: ParsedDocument;
  /** False once the file holds other bytes: kept as an old version, not searched. */
  readonly current: boolean;
  readonly storedAt: Date;
}

/** One person with all documents, newest first. */
export interface CandidateRecord {
  readonly candidate: Candidate;
  readonly documents: readonly StoredDocument[];
  readonly files: readonly string[];
}

/** What is searched of a person: the documents that a file still holds, newest first. */
export function currentDocuments({ documents }: CandidateRecord): ParsedDocument[] {
  return documents.filter(({ current }) => current).map(({ document }) => document);
}

/** What an answer from the index rests on. */
export interface Freshness {
  /** Another value whenever what an index holds of anybody may have changed: part of the key of every cached answer. */
  readonly generation: string;
  /** False while somebody is pending. */
  readonly complete: boolean;
}

export interface StoreStats {
  /** People with a current document. */
  readonly candidates: number;
  /** Current ones: old versions are not counted. */
  readonly documents: number;
  readonly files: Readonly<Partial<Record<Outcome, number>>>;
  /** Candidates that the index spec asked for has yet to hold. */
  readonly pending: number;
}

/**
 * The system of record: documents, people, files. The search index is rebuilt from it.
 * One SQL adapter; PGlite and PostgreSQL differ only in how the pg.Pool is made.
 * Contract: test/contracts/candidate-store.ts.
 */
export interface CandidateStore extends Closable {
  /** Applies what is missing, under a lock, and returns the names it applied. */
  migrate(call?: Call): Promise<readonly string[]>;

  /** Every path under which a file has been seen, of those asked for. Order is not kept. */
  files(paths: readonly string[], call?: Call): Promise<readonly KnownFile[]>;
  /** Which of these documents are stored, and whose they are. */
  owners(documents: readonly DocumentId[], call?: Call): Promise<ReadonlyMap<DocumentId, CandidateId>>;

  /**
   * Stores documents and places each with a person: the one that already has these bytes, else the one with most of its
   * keys (e-mail, phone, profile link; the oldest of several), else the one of the same name whose document the path
   * held, else a new one. People are never merged. Older bytes under the same path become an old version. The same bytes
   * read anew replace what was read from them before.
   * All or nothing; the same call twice changes nothing. Placed people are pending until `markIndexed`.
   */
  put(documents: readonly NewDocument[], call?: Call): Promise<readonly Placement[]>;
  /** The same bytes under another path; rejects with CVX_DOCUMENT_UNKNOWN where they are not stored. The path's older bytes become an old version. Its people are pending again where that changed what is current. */
  addPath(path: string, document: DocumentId, call?: Call): Promise<CandidateId>;
  /** Remembers a file that gave no document. What the path held before stays searchable. */
  recordFailure(path: string, outcome: Outcome, reason: string, call?: Call): Promise<void>;
  /**
   * Forgets paths; their documents become old versions. Everybody without any current document is removed, also whoever
   * lost the last one because its path went to somebody else's CV. Returns the removed and the changed people.
   */
  prune(
    paths: readonly string[],
    call?: Call,
  ): Promise<{ removed: readonly CandidateId[]; changed: readonly CandidateId[] }>;
  /** All paths, in order. */
  paths(call?: Call): AsyncIterable<string>;

  /** People that `specName` does not hold in their present state, in id order; at most `limit`. */
  pending(specName: string, limit: number, call?: Call): Promise<readonly CandidateId[]>;
  /** In one quick read: whether the index of that name holds everybody, and as of which change. */
  freshness(specName: string, call?: Call): Promise<Freshness>;
  /** Says that the index holds these people as of `revision` (from `get`): a later change leaves them pending. */
  markIndexed(specName: string, people: readonly IndexedPerson[], call?: Call): Promise<void>;

  /** Says that the index of that name holds these people no more, or nobody at all: they are pending. */
  unmark(specName: string, people: readonly CandidateId[] | 'all', call?: Call): Promise<void>;
  /** Says that what the index `from` holds is now held by the index `to`, beside what `to` is known to hold. */
  moveMarks(from: string, to: string, call?: Call): Promise<void>;
  /** Forgets what the indexes of all other names hold. */
  unmarkOthers(specName: string, call?: Call): Promise<void>;
  /** Everybody with a current document, in id order: whom an index must hold. */
  searchable(call?: Call): AsyncIterable<CandidateId>;

  /** Same order and length as `ids`; undefined where unknown. */
  get(ids: readonly CandidateId[], call?: Call): Promise<readonly (CandidateRecord | undefined)[]>;
  /** Ids that start with `prefix`, at most `limit`, in order. Rejects with CVX_ID_TOO_SHORT below 4 hex digits. */
  resolve(prefix: string, limit: number, call?: Call): Promise<readonly CandidateId[]>;
  /** People with a current document by name (case and accents aside, the nameless last), then id. */
  list(
    page: { readonly limit: number; readonly offset: number },
    call?: Call,
  ): Promise<readonly CandidateRecord[]>;
  /** Removes a person with all documents, files and versions. False where there was none. */
  remove(id: CandidateId, call?: Call): Promise<boolean>;
  stats(specName: string, call?: Call): Promise<StoreStats>;
}

export interface IndexedPerson {
  readonly id: CandidateId;
  readonly revision: number;
}
