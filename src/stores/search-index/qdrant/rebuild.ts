import { type CandidateId, isCandidateId } from '../../../domain/document.ts';
import type { Call } from '../../../lib/call.ts';
import type { IndexEntry, IndexSpec, Rebuild, Successor } from '../../search-index.ts';
import {
  type CollectionInfo,
  type CollectionNames,
  type CollectionOptions,
  dropCollection,
  ensureCollections,
  infoOf,
  ownedCollections,
} from './collections.ts';
import type { QdrantConnection } from './connection.ts';
import { listPoints } from './list-points.ts';
import { idOf, pointsOf } from './points.ts';
import { NOT_THE_STAMP } from './statistics.ts';
import { moveAliases, nextOf, numberOf, versionOf, versionsOf } from './versions.ts';
import { removeCandidates, writePoints } from './write.ts';

export interface RebuildDeps {
  readonly connection: QdrantConnection;
  readonly prefix: string;
  readonly names: CollectionNames;
  readonly spec: IndexSpec;
  readonly options: CollectionOptions;
  /** Requests that write at once. */
  readonly writers: number;
}

/** Shards, copies and quantization are fixed when a collection is made: another one is made beside it. */
export function qdrantRebuild(deps: RebuildDeps): Rebuild {
  return { reason: (call) => reason(deps, call), begin: (call) => begin(deps, call) };
}

async function reason({ connection, names, options }: RebuildDeps, call?: Call): Promise<string | undefined> {
  const { live, next } = await versionsOf(connection, names, call);
  if (next !== undefined && next !== live) return 'a rebuild was not finished';
  const info = await infoOf(connection, names.chunks, call);
  const changes = info === undefined ? [] : differences(info, options);
  return changes.length === 0 ? undefined : changes.join(', ');
}

/** Goes on with what an earlier attempt left, where that one is made as configured now. */
async function begin(deps: RebuildDeps, call?: Call): Promise<Successor> {
  const { connection, names, spec, options } = deps;
  const { live = 0, next } = await versionsOf(connection, names, call);
  if (next !== undefined && next > live) {
    const info = await infoOf(connection, versionOf(names, next).chunks, call);
    if (info !== undefined && differences(info, options).length === 0) return new Filling(deps, next);
  }
  await dropVersions(deps, (version) => version !== live, call);
  const version = live + 1;
  const made = versionOf(names, version);
  await ensureCollections(connection, made, spec, options, 'plain');
  // Only now do others write to it: a field that is indexed after the first points came can miss some of them.
  await moveAliases(connection, nextOf(names), made, undefined, call);
  return new Filling(deps, version);
}

/** `shards 1 → 2`, for each parameter that is configured and was made otherwise. */
function differences({ config }: CollectionInfo, options: CollectionOptions): readonly string[] {
  const { shardNumber, replicationFactor, quantization } = options;
  const made = config.quantization_config;
  const quantized = typeof made === 'object' && made !== null && 'scalar' in made ? 'int8' : 'none';
  const pairs: readonly [string, number | string, number | string | undefined][] = [
    ['shards', config.params.shard_number ?? 1, shardNumber],
    ['copies', config.params.replication_factor ?? 1, replicationFactor],
    ['quantization', quantized, quantization],
  ];
  return pairs.flatMap(([name, found, wanted]) =>
    wanted === undefined || wanted === found ? [] : [`${name} ${found} → ${wanted}`],
  );
}

/** A pair of collections that is being filled. It is written to by its real names, which stay when the aliases move. */
class Filling implements Successor {
  readonly spec: IndexSpec;
  readonly #deps: RebuildDeps;
  readonly #version: number;
  readonly #own: CollectionNames;

  constructor(deps: RebuildDeps, version: number) {
    this.#deps = deps;
    this.#version = version;
    this.#own = versionOf(deps.names, version);
    this.spec = { ...deps.spec, name: `${deps.spec.name}/v${version}` };
  }

  async upsert(entries: readonly IndexEntry[], call?: Call): Promise<void> {
    const { connection, spec, writers } = this.#deps;
    await writePoints(connection, this.#own, pointsOf(entries, spec), writers, call);
  }

  async remove(candidates: readonly CandidateId[], call?: Call): Promise<void> {
    const { connection, writers } = this.#deps;
    const owned = { chunks: [this.#own.chunks], words: [this.#own.words] };
    await removeCandidates(connection, owned, candidates.filter(isCandidateId).map(idOf), writers, call);
  }

  async *candidates(call?: Call): AsyncIterable<CandidateId> {
    yield* listPoints(this.#deps.connection, this.#own.words, NOT_THE_STAMP, call);
  }

  async takeOver(call?: Call): Promise<void> {
    const { connection, names } = this.#deps;
    await moveAliases(connection, names, this.#own, nextOf(names), call);
    await dropVersions(this.#deps, (version) => version < this.#version, call);
  }
}

async function dropVersions(
  { connection, prefix, names }: RebuildDeps,
  which: (version: number) => boolean,
  call?: Call,
): Promise<void> {
  const { chunks, words } = await ownedCollections(connection, prefix, call);
  for (const name of [...chunks, ...words]) {
    const version = numberOf(names, name);
    if (version !== undefined && which(version)) await dropCollection(connection, name, call);
  }
}
