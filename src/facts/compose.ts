import { COMPOSE_SERVICE_KEYS, HEALTHCHECKS, OBSOLETE_COMPOSE_KEYS } from './tables/compose-keys.ts';

export interface ObsoleteComposeKey {
  readonly key: string;
  /** What Compose 2 says or does. */
  readonly reaction: string;
}

/** A key of a service and what becomes of it. */
export interface ComposeKey {
  /** `deploy.resources.reservations.cpus` */
  readonly key: string;
  readonly type: string;
  /** What `docker compose up` does with it; absent where swarm makes no difference. */
  readonly withoutSwarm?: string;
  readonly note?: string;
}

/** A healthcheck that works with what the image has in it. `$$` is Compose's `$`. */
export interface Healthcheck {
  readonly kind: string;
  readonly test: readonly string[];
  readonly note?: string;
}

export function obsoleteComposeKey(key: string): ObsoleteComposeKey | undefined {
  return OBSOLETE_COMPOSE_KEYS.find((row) => row.key === key);
}

export function composeServiceKey(key: string): ComposeKey | undefined {
  return COMPOSE_SERVICE_KEYS.find((row) => row.key === key);
}

/** Whether Compose without swarm reads the key and does nothing with it. */
export function needsSwarm(key: string): boolean {
  return /^(?:IGNORED|no use found)/.test(composeServiceKey(key)?.withoutSwarm ?? '');
}

/** Undefined for an image that has none that can work: redis-exporter is made from scratch. */
export function healthcheckOf(kind: string): Healthcheck | undefined {
  return HEALTHCHECKS.find((row) => row.kind === kind);
}
