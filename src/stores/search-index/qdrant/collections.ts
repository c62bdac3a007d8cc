import type { Schemas } from '@qdrant/js-client-rest';
import { hash } from 'node:crypto';
import type { Call } from '../../../lib/call.ts';
import { CvxError, EXIT } from '../../../lib/errors.ts';
import type { IndexSpec } from '../../search-index.ts';
import type { QdrantConnection } from './connection.ts';
import { FIELD, VECTOR, WORDS } from './points.ts';
import { isMissing } from './qdrant-errors.ts';

/**
 * One spec has two collections. `chunks` holds a point per passage, with the dense vector. `words` holds a point per
 * candidate, with the sparse vector: its statistics count people, and it has one shard, so that they count all of them.
 *
 * Both names are aliases. The collection behind one ends in `_v1`; the same spec can be built anew as `_v2` (other
 * shards, other quantization, after damage) while `_v1` serves, and the alias moved in one step.
 */
export interface CollectionNames {
  readonly chunks: string;
  readonly words: string;
}

export interface CollectionOptions {
  /** Of a new collection of chunks. Two to four per node leave room to add nodes; fixed once made. */
  readonly shardNumber?: number;
  /** Copies of each shard of a new collection. */
  readonly replicationFactor?: number;
  /** `int8`: a quarter of the memory; hits are scored again with the whole vectors. For new collections. */
  readonly quantization?: 'int8' | 'none';
}

/** Longest readable part of a name; Qdrant takes 255 bytes in all. */
const SHORT_NAME = 40;

export function namesOf(prefix: string, { name }: IndexSpec): CollectionNames {
  const short = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, SHORT_NAME);
  // 40 bits: two of a thousand specs share a name with a chance of one in two million.
  const base = `${prefix}_${short}_${hash('sha256', name, 'hex').slice(0, 10)}`;
  return { chunks: `${base}_chunks`, words: `${base}_words` };
}

export interface OwnedCollections {
  readonly chunks: readonly string[];
  readonly words: readonly string[];
}

/** The real collections of every spec, whether an alias points to them or not. */
export async function ownedCollections(
  connection: QdrantConnection,
  prefix: string,
  call?: Call,
): Promise<OwnedCollections> {
  const { collections } = await connection.ask((api, limits) => api.getCollections({}, limits), call);
  const owned = collections.map(({ name }) => name).filter((name) => name.startsWith(`${prefix}_`));
  return {
    chunks: owned.filter((name) => /_chunks_v\d+$/.test(name)),
    words: owned.filter((name) => /_words_v\d+$/.test(name)),
  };
}

/** With all aliases that point to it. */
export async function dropCollection(connection: QdrantConnection, name: string, call?: Call): Promise<void> {
  await connection.ask(
    (api, limits) => api.deleteCollection({ collection_name: name }, limits),
    call,
    PATIENCE,
  );
}

/**
 * Makes what is missing. Rejects with CVX_INDEX_MISMATCH where the name is taken by something else.
 *
 * @param make how a collection is made that is not there: `aliased`, as `_v1` behind an alias of this name, or `plain`,
 *   under this very name
 */
export async function ensureCollections(
  connection: QdrantConnection,
  names: CollectionNames,
  spec: IndexSpec,
  options: CollectionOptions,
  make: 'aliased' | 'plain' = 'aliased',
): Promise<void> {
  const { shardNumber, replicationFactor } = options;
  const creates = make === 'aliased' ? createAliased : create;
  const copies = replicationFactor === undefined ? {} : { replication_factor: replicationFactor };
  const [chunks] = await Promise.all([
    ensureCollection(
      connection,
      names.chunks,
      {
        vectors: { [VECTOR]: { size: spec.dimensions, distance: 'Cosine' } },
        ...(options.quantization === 'int8' ? { quantization_config: INT8 } : {}),
        ...(shardNumber === undefined ? {} : { shard_number: shardNumber }),
        ...copies,
      },
      FIELD.candidate,
      creates,
    ),
    ensureCollection(
      connection,
      names.words,
      { sparse_vectors: { [WORDS]: {} }, shard_number: 1, ...copies },
      FIELD.terms,
      creates,
    ),
  ]);
  checkDimensions(chunks, spec);
}

/** Both are looked up by equality only. */
const INDEXED_AS = {
  [FIELD.candidate]: 'uuid',
  [FIELD.terms]: { type: 'integer', lookup: true, range: false },
} as const satisfies Readonly<Record<string, Schemas['PayloadFieldSchema']>>;

/** The usual quantile: outliers of one number in a hundred do not coarsen the steps of all others. */
const INT8 = { scalar: { type: 'int8', quantile: 0.99, always_ram: true } } as const;

/** Making a collection, and moving an alias, waits for all nodes of a cluster to agree. */
export const PATIENCE = 6;

type Collection = Schemas['CreateCollection'];
export type CollectionInfo = Schemas['CollectionInfo'];

type IndexedField = keyof typeof INDEXED_AS;
type Creates = typeof create;

/** The field is indexed before the first point comes: only then does the graph get links that suit the filter. */
async function ensureCollection(
  connection: QdrantConnection,
  name: string,
  collection: Collection,
  field: IndexedField,
  creates: Creates,
): Promise<CollectionInfo> {
  const found = (await infoOf(connection, name)) ?? (await creates(connection, name, collection));
  const indexed = found.payload_schema[field];
  if (indexed !== undefined && (field !== FIELD.candidate || indexed.points === (found.points_count ?? 0)))
    return found;
  if (indexed === undefined) await indexField(connection, name, field);
  await verifyIndex(connection, name, field);
  return found;
}

/** Of a collection or of the one behind an alias; undefined where there is none. */
export async function infoOf(
  connection: QdrantConnection,
  name: string,
  call?: Call,
): Promise<CollectionInfo | undefined> {
  try {
    return await connection.ask((api, limits) => api.getCollection({ collection_name: name }, limits), call);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** As `_v1`, behind an alias of this name. */
async function createAliased(
  connection: QdrantConnection,
  alias: string,
  collection: Collection,
): Promise<CollectionInfo> {
  const name = `${alias}_v1`;
  const made = await create(connection, name, collection);
  const actions = [{ create_alias: { collection_name: name, alias_name: alias } }];
  await connection.ask((api, limits) => api.updateAliases({ actions }, limits), undefined, PATIENCE);
  return made;
}

async function create(
  connection: QdrantConnection,
  name: string,
  collection: Collection,
): Promise<CollectionInfo> {
  try {
    await connection.ask(
      (api, limits) => api.createCollection({ collection_name: name, ...collection }, limits),
      undefined,
      PATIENCE,
    );
  } catch (error) {
    // Another process, or an earlier attempt of this one, was faster.
    const found = await infoOf(connection, name);
    if (found === undefined) throw error;
    return found;
  }
  return connection.ask((api, limits) => api.getCollection({ collection_name: name }, limits));
}

async function indexField(connection: QdrantConnection, name: string, field: IndexedField): Promise<void> {
  await connection.ask(
    (api, limits) =>
      api.createFieldIndex(
        { collection_name: name, field_name: field, field_schema: INDEXED_AS[field], wait: true },
        limits,
      ),
    undefined,
    PATIENCE,
  );
}

/** Points that others remove between the two counts of one attempt look like points that the index has lost. */
const COUNTS = 3;

/**
 * An index over points that were there before it has been seen to hold 2 of 25: count what it finds. Its own figure,
 * which comes with the collection, is only approximate while segments are rebuilt, so it decides when to count.
 */
async function verifyIndex(connection: QdrantConnection, name: string, field: string): Promise<void> {
  if (field !== FIELD.candidate) return;
  const count = async (filter: Schemas['Filter']): Promise<number> => {
    const { count: found } = await connection.ask((api, limits) =>
      api.countPoints({ collection_name: name, filter, exact: true }, limits),
    );
    return found;
  };
  let all = 0;
  let found = 0;
  for (let attempt = 0; attempt < COUNTS; attempt++) {
    all = await count({});
    found = await count({ must_not: [{ is_empty: { key: field } }] });
    if (found >= all) return;
  }
  throw new CvxError(
    'CVX_INDEX_DAMAGED',
    `The index of "${field}" in ${name} finds ${found} of ${all} points`,
    {
      exit: EXIT.unavailable,
      hint: 'Run cvx reindex: the collection is made again from the candidate store.',
    },
  );
}

function checkDimensions({ config }: CollectionInfo, { name, dimensions }: IndexSpec): void {
  const vectors: Readonly<Record<string, unknown>> = { ...config.params.vectors };
  const found = vectors[VECTOR];
  const size = typeof found === 'object' && found !== null && 'size' in found ? found.size : undefined;
  if (size === dimensions) return;
  throw new CvxError(
    'CVX_INDEX_MISMATCH',
    `The index ${name} holds vectors of ${typeof size === 'number' ? size : 'unknown'} dimensions, not ${dimensions}`,
    { exit: EXIT.unavailable, hint: 'Run cvx reindex, or set EMBEDDING_MODEL to the model that made it.' },
  );
}
