import { COMPOSE_SETTINGS } from './settings/compose.ts';
import { ENV_POOL_SETTINGS } from './settings/env-pools.ts';
import { ENV_PROCESS_SETTINGS } from './settings/env-processes.ts';
import { ENV_STORE_SETTINGS } from './settings/env-stores.ts';
import { NGINX_SETTINGS } from './settings/nginx.ts';
import { POSTGRES_BEHAVIOUR_SETTINGS } from './settings/postgres-behaviour.ts';
import { POSTGRES_MEMORY_SETTINGS } from './settings/postgres.ts';
import { QDRANT_SETTINGS } from './settings/qdrant.ts';
import { REDIS_SETTINGS } from './settings/redis.ts';
import { WATCH_SETTINGS } from './settings/watch.ts';
import type { PlannedSetting } from './plan.ts';
import type { Draft, Setting } from './setting.ts';

/** Every setting that a plan may write, in the order of the report. */
export const SETTINGS: readonly Setting[] = [
  ...ENV_POOL_SETTINGS,
  ...ENV_PROCESS_SETTINGS,
  ...ENV_STORE_SETTINGS,
  ...COMPOSE_SETTINGS,
  ...POSTGRES_MEMORY_SETTINGS,
  ...POSTGRES_BEHAVIOUR_SETTINGS,
  ...REDIS_SETTINGS,
  ...QDRANT_SETTINGS,
  ...NGINX_SETTINGS,
  ...WATCH_SETTINGS,
];

/** The settings of a draft, with what each follows from. */
export function settle(draft: Draft): ReadonlyMap<string, PlannedSetting> {
  return new Map(
    SETTINGS.flatMap((setting) => {
      const derivation = setting.derive(draft);
      if (derivation === undefined) return [];
      const planned: PlannedSetting = { setting, written: setting.write(derivation.value), ...derivation };
      return [[setting.id, planned] as const];
    }),
  );
}
