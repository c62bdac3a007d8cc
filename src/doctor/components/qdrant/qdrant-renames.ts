import { invalidQdrantKey, qdrantKey } from '../../../facts/qdrant.ts';

/** Where a key that Qdrant does not read belongs. */
export interface QdrantRename {
  readonly to: string;
  /** The same meaning, unit and values: it may be moved as it stands. */
  readonly same: boolean;
}

/** Sections that people write under another name; what they hold is the same. */
const SECTIONS: readonly (readonly [string, string])[] = [
  ['storage.hnsw_config', 'storage.hnsw_index'],
  ['storage.hnsw', 'storage.hnsw_index'],
  ['storage.collection.hnsw_config', 'storage.hnsw_index'],
  ['storage.collection.hnsw_index', 'storage.hnsw_index'],
  ['storage.optimizer', 'storage.optimizers'],
  ['storage.optimizers_config', 'storage.optimizers'],
  ['storage.optimizer_config', 'storage.optimizers'],
  ['storage.collection.optimizers', 'storage.optimizers'],
  ['storage.collection.optimizers_config', 'storage.optimizers'],
  ['storage.wal_config', 'storage.wal'],
  ['hnsw_index', 'storage.hnsw_index'],
  ['hnsw_config', 'storage.hnsw_index'],
  ['optimizers', 'storage.optimizers'],
  ['optimizers_config', 'storage.optimizers'],
  ['performance', 'storage.performance'],
  ['wal', 'storage.wal'],
  ['storage.service', 'service'],
];

/** Single keys; those of the facts come on top. */
const KEYS: readonly (readonly [string, string])[] = [
  ['storage.optimization_cpu_budget', 'storage.performance.optimizer_cpu_budget'],
  ['storage.performance.optimization_cpu_budget', 'storage.performance.optimizer_cpu_budget'],
  ['storage.optimizer_cpu_budget', 'storage.performance.optimizer_cpu_budget'],
  ['storage.max_search_threads', 'storage.performance.max_search_threads'],
  ['storage.max_optimization_threads', 'storage.optimizers.max_optimization_threads'],
  ['storage.collection.on_disk_payload', 'storage.on_disk_payload'],
  ['storage.collection.vectors.on_disk_payload', 'storage.on_disk_payload'],
  ['tls.enabled', 'service.enable_tls'],
  ['service.log_level', 'log_level'],
  ['service.telemetry_disabled', 'telemetry_disabled'],
];

/** Another unit or meaning than the key that is meant: requests are no threads, bytes no megabytes. */
const DIFFERENT = new Set([
  'storage.performance.max_search_requests',
  'storage.performance.max_concurrent_searches',
  'storage.wal.wal_capacity',
  'service.max_request_size',
  'service.timeout',
]);
/** They open or close the server: nobody is surprised by them in passing. */
const EXPOSES = /^service\.(?:http_port|enable_cors|api_key|enable_tls)$/;

/** The names that have `_kb` in a configuration file. The short ones clash with the built-in default there, and Qdrant stops (1.18.3). */
const CLASHING = new Map([
  ['storage.optimizers.indexing_threshold', 'storage.optimizers.indexing_threshold_kb'],
  ['storage.optimizers.max_segment_size', 'storage.optimizers.max_segment_size_kb'],
  ['storage.hnsw_index.full_scan_threshold', 'storage.hnsw_index.full_scan_threshold_kb'],
]);

/** The `_kb` name of a key that stops the server. */
export function clashingAlias(path: string): string | undefined {
  return CLASHING.get(path);
}

/** Undefined where there is no such setting under any name. */
export function qdrantRename(path: string): QdrantRename | undefined {
  const section = SECTIONS.find(([from]) => path === from || path.startsWith(`${from}.`));
  if (section !== undefined) {
    const moved = section[1] + path.slice(section[0].length);
    return { to: clashingAlias(moved) ?? moved, same: true };
  }
  const lower = path.toLowerCase();
  const named = KEYS.find(([from]) => from === path)?.[1] ?? invalidQdrantKey(path)?.useInstead.split(' ')[0];
  const to = named ?? (qdrantKey(lower) === undefined ? undefined : lower);
  if (to === undefined || qdrantKey(to) === undefined) return undefined;
  return { to, same: !DIFFERENT.has(path) && !EXPOSES.test(to) };
}
