import type { Registry } from 'prom-client';
import type { PoolUse } from '../lib/pool-use.ts';
import { gauge } from './registry.ts';

/** How far the pools of this process are used up, as they say at each scrape. */
export function observePools(registry: Registry, pools: () => readonly PoolUse[]): void {
  gauge(registry, 'cvx_pool_connections', (own) => {
    for (const { pool, inUse, idle } of pools()) {
      own.set({ pool, state: 'in_use' }, inUse);
      own.set({ pool, state: 'idle' }, idle);
    }
  });
  gauge(registry, 'cvx_pool_waiting', (own) => {
    for (const { pool, waiting } of pools()) own.set({ pool }, waiting);
  });
  gauge(registry, 'cvx_pool_max_connections', (own) => {
    for (const { pool, max } of pools()) own.set({ pool }, max);
  });
}
