import { derived, type Quantity } from './quantity.ts';
import { type Draft, serviceIn } from './setting.ts';

/** Connections of one process: cvx keeps one to the cache, and three to the queue (commands, the blocking read, the one that renews). */
const OF_CVX = { 'redis-cache': 1, 'redis-queue': 3 } as const;
/** redis-py opens one per request at work, without a bound of its own: counted are 10 per process. */
export const CLIENTS_OF_PYTHON = 10;
/** Exporter, probe and a person. */
const BESIDE = 5;

export function clientsPerProcess(draft: Draft, which: 'redis-cache' | 'redis-queue'): number {
  return draft.inputs.backend === 'cvx' ? OF_CVX[which] : CLIENTS_OF_PYTHON;
}

/** Connections of all processes to one Redis. */
export function clientsOf(draft: Draft, which: 'redis-cache' | 'redis-queue'): Quantity {
  const processes = ['backend', 'worker'] as const;
  const sum = processes.reduce((sum, name) => {
    const service = serviceIn(draft, name);
    return (
      sum +
      (service === undefined
        ? 0
        : service.count.value * service.processes.value * clientsPerProcess(draft, which))
    );
  }, BESIDE);
  return derived(sum, 'count', `Σ processes × ${clientsPerProcess(draft, which)} + ${BESIDE}`);
}

/** maxclients in which so many connections take at most 0.8 (I4), in whole tens. */
export function maxclientsFor(clients: number): number {
  return Math.ceil((1.25 * clients + 50) / 10) * 10;
}
