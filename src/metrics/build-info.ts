import process from 'node:process';
import type { Registry } from 'prom-client';
import type { Places } from '../config/places.ts';
import { gauge } from './registry.ts';

export interface BuildInfo extends Places {
  readonly version: string;
  readonly command: 'serve' | 'metrics';
}

/** What runs, as labels of a gauge that is always 1, so that any other metric can be joined with it. */
export function observeBuild(registry: Registry, info: BuildInfo): void {
  const { version, platform, arch } = process;
  gauge(registry, 'cvx_build_info').set({ ...info, node: version, platform, arch }, 1);
}
