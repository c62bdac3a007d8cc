import type { CandidateId } from '../../../domain/document.ts';
import type { IndexQuery, Legs } from '../../search-index.ts';
import type { Run } from '../../sql/session.ts';
import { Image } from './image.ts';
import {
  readEntries,
  readEntriesOf,
  readVersion,
  readVersions,
  type PackedEntry,
  type Version,
} from './record.ts';

/** The record of one spec as this process has it in memory, and up to which write. */
export class Replica {
  readonly #spec: number;
  readonly #dimensions: number;
  readonly #image: Image;
  readonly #versions = new Map<CandidateId, Version>();
  #seen: Version = 0;

  private constructor(spec: number, dimensions: number) {
    this.#spec = spec;
    this.#dimensions = dimensions;
    this.#image = new Image(dimensions);
  }

  static async load(run: Run, spec: number, dimensions: number): Promise<Replica> {
    const replica = new Replica(spec, dimensions);
    // First: what others write while the entries are read is looked at again at the next search.
    replica.#seen = await readVersion(run);
    await readEntries(run, spec, dimensions, (entry, version) => replica.#put(entry, version));
    return replica;
  }

  search(query: IndexQuery): Legs {
    return this.#image.search(query);
  }

  /** What this process has just written to the record. */
  wrote(entries: readonly PackedEntry[], versions: ReadonlyMap<CandidateId, Version>): void {
    for (const entry of entries) this.#put(entry, versions.get(entry.candidate) ?? 0);
    this.#follow([...versions.values()].toSorted((a, b) => a - b));
  }

  removed(candidates: readonly CandidateId[], version: Version): void {
    for (const candidate of candidates) this.#remove(candidate);
    this.#follow([version]);
  }

  isBehind(version: Version): boolean {
    return version !== this.#seen;
  }

  /** Reads whom others have written since, and drops whom they have removed. */
  async catchUp(run: Run): Promise<void> {
    const now = await readVersion(run);
    if (!this.isBehind(now)) return;
    const versions = await readVersions(run, this.#spec);
    for (const candidate of this.#versions.keys()) if (!versions.has(candidate)) this.#remove(candidate);
    const changed = [...versions].filter(([candidate, version]) => this.#versions.get(candidate) !== version);
    const ids = changed.map(([candidate]) => candidate);
    await readEntriesOf(run, this.#spec, this.#dimensions, ids, (entry, version) =>
      this.#put(entry, version),
    );
    this.#seen = now;
  }

  #put(entry: PackedEntry, version: Version): void {
    this.#image.put(entry.candidate, entry.chunks, entry.terms);
    this.#versions.set(entry.candidate, version);
  }

  #remove(candidate: CandidateId): void {
    this.#image.remove(candidate);
    this.#versions.delete(candidate);
  }

  /** Own writes follow one another without a gap, unless somebody else wrote in between: then it is behind. */
  #follow(own: readonly Version[]): void {
    for (const version of own) if (version === this.#seen + 1) this.#seen = version;
  }
}
