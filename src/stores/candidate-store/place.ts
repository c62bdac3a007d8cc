import { createHash } from 'node:crypto';
import type { CandidateId, DocumentId } from '../../domain/document.ts';
import type { NewDocument, Placement } from '../candidate-store.ts';
import { personKeys } from './person-keys.ts';

/** What the store knows of a document that a batch names, or that one of its paths holds. */
export interface KnownDocument {
  readonly id: DocumentId;
  readonly person: CandidateId;
  readonly parsedSha: string;
  readonly sortName: string | undefined;
  /** Files that hold it. Above 0 means current. */
  readonly paths: number;
}

export interface KnownPath {
  readonly path: string;
  readonly document: DocumentId;
  /** The last read of the file failed: it still stands for the document that it held before. */
  readonly failed: boolean;
}

/** All that the placing of one batch depends on. */
export interface Known {
  readonly documents: readonly KnownDocument[];
  readonly files: readonly KnownPath[];
  readonly keys: readonly { readonly key: string; readonly person: CandidateId; readonly seq: number }[];
}

/** A document of the batch with what is derived from it once. */
export interface Prepared {
  readonly item: NewDocument;
  readonly parsedSha: string;
  readonly sortName: string | undefined;
}

/** What is to be written. Ids only: the rows themselves are made from the batch. */
export interface Plan {
  readonly placements: readonly Placement[];
  readonly people: readonly CandidateId[];
  readonly keys: readonly { readonly key: string; readonly person: CandidateId }[];
  /** Documents to insert, or to write again because more was read from the same bytes. */
  readonly documents: readonly { readonly prepared: Prepared; readonly person: CandidateId }[];
  readonly files: readonly {
    readonly path: string;
    readonly document: DocumentId;
    readonly duplicate: boolean;
  }[];
  /** People of whom something current changed. */
  readonly changed: readonly CandidateId[];
}

/**
 * Id of the person that a document founds: a UUID (version 8, custom) of the first 122 free bits of the sha256 of
 * `cvx person` and the document's id. The same files ingested into an empty store in the same order give the same ids.
 */
export function personId(founder: DocumentId): CandidateId {
  const bytes = createHash('sha256').update(`cvx person ${founder}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Places a batch document by document, so that the result is the same however a folder is cut into batches. */
export function planPut(batch: readonly Prepared[], known: Known): Plan {
  const placing = new Placing(known);
  const placements = batch.map((prepared) => placing.place(prepared));
  return placing.plan(placements);
}

/** Above the `seq` of every stored person, and small enough that counting on from it stays exact. */
const YOUNGEST = 2 ** 40;

interface DocumentState {
  readonly person: CandidateId;
  readonly sortName: string | undefined;
  parsedSha: string;
  readonly pathsBefore: number;
  paths: number;
}

class Placing {
  readonly #documents = new Map<DocumentId, DocumentState>();
  readonly #paths: Map<string, DocumentId>;
  readonly #failed: ReadonlySet<string>;
  readonly #keys = new Map<string, CandidateId>();
  /** Age of each person in sight; those of this batch are younger than all stored ones. */
  readonly #ages = new Map<CandidateId, number>();
  readonly #people: CandidateId[] = [];
  readonly #newKeys: { key: string; person: CandidateId }[] = [];
  readonly #written = new Map<DocumentId, { prepared: Prepared; person: CandidateId }>();
  readonly #files = new Map<string, { path: string; document: DocumentId; duplicate: boolean }>();

  constructor(known: Known) {
    for (const { id, paths, ...rest } of known.documents) {
      this.#documents.set(id, { ...rest, pathsBefore: paths, paths });
    }
    this.#paths = new Map(known.files.map(({ path, document }) => [path, document]));
    this.#failed = new Set(known.files.flatMap(({ path, failed }) => (failed ? [path] : [])));
    for (const { key, person, seq } of known.keys) {
      this.#keys.set(key, person);
      this.#ages.set(person, seq);
    }
  }

  place(prepared: Prepared): Placement {
    const { path, document } = prepared.item;
    const known = this.#documents.get(document.id);
    if (known === undefined) return this.#add(prepared);
    const reread = known.parsedSha !== prepared.parsedSha;
    const moved = this.#paths.get(path) !== document.id;
    if (reread) this.#write(prepared, known);
    if (moved || this.#failed.has(path)) this.#point(path, document.id);
    return { candidate: known.person, change: reread || moved ? 'updated' : 'unchanged' };
  }

  plan(placements: readonly Placement[]): Plan {
    const changed = new Set<CandidateId>();
    for (const [id, state] of this.#documents) {
      const current = state.paths > 0;
      if (current !== state.pathsBefore > 0 || (current && this.#written.has(id))) changed.add(state.person);
    }
    return {
      placements,
      people: this.#people,
      keys: this.#newKeys,
      documents: [...this.#written.values()],
      files: [...this.#files.values()],
      changed: [...changed],
    };
  }

  #add(prepared: Prepared): Placement {
    const { path, document } = prepared.item;
    const keys = personKeys(document.profile);
    const owner = this.#ownerOf(keys) ?? this.#namesakeAt(path, prepared.sortName);
    const person = owner ?? personId(document.id);
    if (owner === undefined) {
      this.#people.push(person);
      this.#ages.set(person, YOUNGEST + this.#people.length);
    }
    for (const key of keys) {
      if (this.#keys.has(key)) continue;
      this.#keys.set(key, person);
      this.#newKeys.push({ key, person });
    }
    const { parsedSha, sortName } = prepared;
    const state = { person, sortName, parsedSha, pathsBefore: 0, paths: 0 };
    this.#documents.set(document.id, state);
    this.#write(prepared, state);
    this.#point(path, document.id);
    return { candidate: person, change: owner === undefined ? 'created' : 'updated' };
  }

  /** The person with most of these keys; the oldest of several. */
  #ownerOf(keys: readonly string[]): CandidateId | undefined {
    const matches = new Map<CandidateId, number>();
    for (const key of keys) {
      const person = this.#keys.get(key);
      if (person !== undefined) matches.set(person, (matches.get(person) ?? 0) + 1);
    }
    const age = (person: CandidateId): number => this.#ages.get(person) ?? 0;
    const best = [...matches].toSorted(([a, m], [b, n]) => n - m || age(a) - age(b))[0];
    return best?.[0];
  }

  /** Whose CV the path held, where the new one carries the same name: a version without contact details. */
  #namesakeAt(path: string, sortName: string | undefined): CandidateId | undefined {
    const held = this.#documents.get(this.#paths.get(path) ?? '');
    return sortName !== undefined && held?.sortName === sortName ? held.person : undefined;
  }

  #write(prepared: Prepared, state: DocumentState): void {
    state.parsedSha = prepared.parsedSha;
    this.#written.set(prepared.item.document.id, { prepared, person: state.person });
  }

  #point(path: string, document: DocumentId): void {
    const before = this.#documents.get(this.#paths.get(path) ?? '');
    if (before !== undefined) before.paths -= 1;
    const state = this.#documents.get(document);
    const duplicate = (state?.paths ?? 0) > 0;
    if (state !== undefined) state.paths += 1;
    this.#paths.set(path, document);
    this.#files.set(path, { path, document, duplicate });
  }
}
