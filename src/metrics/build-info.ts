import process from 'node:process';
import type { Registry } from 'prom-client';
import { gauge } from './registry.ts';

export interface BuildInfo {
  readonly version: string;
  readonly command: 'serve' | 'metrics';
  /** Where the people, the index and the cache are. */
  readonly store: 'embedded' | 'postgresql';
  readonly index: 'scan' | 'pgvector' | 'qdrant';
  readonly cache: 'memory' | 'redis';
  /** Where jobs wait: workers of other processes see only a server's, and need the people on one as well. */
  readonly queue: 'memory' | 'redis';
}

/** What runs, as labels of a gauge that is always 1, so that any other metric can be joined with it. */
export function observeBuild(registry: Registry, info: BuildInfo): void {
  const { version, platform, arch } = process;
  gauge(registry, 'cvx_build_info').set({ ...info, node: version, platform, arch }, 1);
}
