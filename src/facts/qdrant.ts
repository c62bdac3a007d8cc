import { INVALID_QDRANT_KEYS, QDRANT_COLLECTION_PARAMETERS, QDRANT_KEYS } from './tables/qdrant-keys.ts';

/** One key of Qdrant's configuration file, or one parameter of a collection. Verified with Qdrant 1.18.3. */
export interface QdrantKey {
  /** `storage.optimizers.indexing_threshold_kb`; of a collection `hnsw_config.m`. */
  readonly path: string;
  readonly type: string;
  readonly default: string | number | boolean | null;
  /** What a default of 0 or null comes to at run time. */
  readonly effectiveDefault?: string | number | boolean;
  readonly range?: string;
  /** The first version that reads it, where that is later than 1.16. */
  readonly since?: string;
  /** `QDRANT__SERVICE__API_KEY`; absent where the environment cannot express it. */
  readonly env?: string;
  readonly envNote?: string;
  readonly what?: string;
  readonly tuning?: string;
}

/** A key that people write and Qdrant does not read. */
export interface InvalidQdrantKey {
  readonly path: string;
  readonly useInstead: string;
  /** What Qdrant does: `ignored silently`, or a start-up failure. */
  readonly reaction: string;
}

const KEYS = new Map(QDRANT_KEYS.map((key) => [key.path, key]));
const VARIABLES = new Map(
  QDRANT_KEYS.flatMap((key) => (key.env === undefined ? [] : [[key.env, key] as const])),
);
const INVALID = new Map(INVALID_QDRANT_KEYS.map((key) => [key.path, key]));
const COLLECTION = new Map(QDRANT_COLLECTION_PARAMETERS.map((key) => [key.path, key]));
/** Parents whose members are not listed: `storage.optimizers_overwrite.*`. */
const OPEN = QDRANT_KEYS.flatMap(({ path }) => (path.endsWith('.*') ? [path.slice(0, -1)] : []));

/** The key at a path of the configuration file; undefined where Qdrant would ignore it without a word. */
export function qdrantKey(path: string): QdrantKey | undefined {
  const open = OPEN.find((parent) => path.startsWith(parent));
  return KEYS.get(path) ?? (open === undefined ? undefined : KEYS.get(`${open}*`));
}

/** The key that `QDRANT__SECTION__KEY` sets; the environment is case-insensitive. */
export function qdrantKeyOfVariable(name: string): QdrantKey | undefined {
  const upper = name.toUpperCase();
  if (!upper.startsWith('QDRANT__')) return undefined;
  return (
    VARIABLES.get(upper) ?? qdrantKey(upper.slice('QDRANT__'.length).replaceAll('__', '.').toLowerCase())
  );
}

/** A path or variable that is known to be wrong, and what to write instead. */
export function invalidQdrantKey(path: string): InvalidQdrantKey | undefined {
  return INVALID.get(path);
}

/** A parameter of `PUT /collections/{name}`. */
export function qdrantCollectionParameter(path: string): QdrantKey | undefined {
  return COLLECTION.get(path);
}
