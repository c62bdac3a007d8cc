import type { StoreName } from '../stores/store-probe.ts';
import type { StoreState } from './store-watch.ts';

export interface Health {
  /** `degraded`: answers, with less than there is. `down`: cannot answer. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly stores: readonly {
    readonly name: StoreName;
    readonly state: 'up' | 'down';
    readonly latencyMs: number;
  }[];
}

/**
 * Without the record of all people nobody can be found; without Qdrant people are found by words, without Redis only later. The
 * embedded store is down for a guest of another process once that one has ended.
 */
const ESSENTIAL: ReadonlySet<StoreName> = new Set(['postgresql', 'embedded']);

/** What the states of the stores mean for whoever asks. */
export function judgeHealth(states: readonly StoreState[]): Health {
  const down = states.filter(({ up }) => !up);
  const status = down.some(({ name }) => ESSENTIAL.has(name)) ? 'down' : down.length > 0 ? 'degraded' : 'ok';
  return {
    status,
    stores: states.map(({ name, up, latencyMs }) => ({
      name,
      state: up ? 'up' : 'down',
      latencyMs: Math.round(latencyMs * 100) / 100,
    })),
  };
}
