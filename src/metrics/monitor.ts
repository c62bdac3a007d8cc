import { Registry } from 'prom-client';
import type { Cache } from '../stores/cache.ts';
import type { CandidateStore } from '../stores/candidate-store.ts';
import type { PoolUse } from '../lib/pool-use.ts';
import type { SearchIndex } from '../stores/search-index.ts';
import { observeBuild, type BuildInfo } from './build-info.ts';
import { countCache } from './count-cache.ts';
import { judgeHealth, type Health } from './health.ts';
import { observeHost } from './host.ts';
import { observeIngests, type IngestObserver } from './ingests.ts';
import { observePeople } from './people.ts';
import { observePools } from './pools.ts';
import { observeProcess } from './process.ts';
import { observeQueue, type CountedQueue } from './queue.ts';
import { gauge } from './registry.ts';
import { repeat } from './repeat.ts';
import { observeRequests, type RequestLoad } from './requests.ts';
import { observeSearches, type CountedSearch } from './searches.ts';
import { renderSnapshots, takeSnapshot, type Snapshot } from './snapshot.ts';
import { watchStores, type StoreWatch, type WatchedStore } from './store-watch.ts';

/** What answers /api/health and /metrics. Neither waits for a store longer than health's .8 s; metrics never. */
export interface Reports {
  health(): Promise<Health>;
  /** The text of a scrape. */
  render(): Promise<string>;
}

/** What `cvx serve` tells of its work. None of it throws, waits or keeps content. */
export interface Recorder extends IngestObserver {
  /** One answered request. `route` is the pattern (`/api/candidates/{id}`), never a path; `unmatched` where none fits. */
  request(route: string, method: string, status: number, seconds: number): void;
  search(report: CountedSearch): void;
}

/** Counts what `cvx serve` does and watches what it rests on. */
export interface Monitor extends Reports {
  readonly recorder: Recorder;
  /** The cache that was given, with its look-ups counted: what searches should use. */
  readonly cache: Cache;
  /** The state of this process, for the metrics of several. */
  snapshot(): Promise<Snapshot>;
}

export interface MonitorParts {
  readonly info: BuildInfo;
  readonly store: CandidateStore;
  readonly index: SearchIndex;
  readonly cache: Cache;
  readonly pools: () => readonly PoolUse[];
  /** The queue that workers share, once it is open; undefined where there is none. */
  readonly queue: () => Promise<(CountedQueue & Pick<Cache, 'ping'>) | undefined>;
  /** Data home. */
  readonly home: string;
  readonly load: () => RequestLoad;
  /** Ends the looks in the background. */
  readonly signal: AbortSignal;
  /** Text of all processes together, where there are several; of this one's `snapshot` otherwise. */
  readonly renderAll?: (own: Snapshot) => Promise<string>;
}

/** Well within a scrape interval (15 s as a rule), and five cheap commands. */
const LOOK_MS = 5000;

/** People come and go slowly, and counting them costs the database more than a ping. */
const PEOPLE_MS = 15_000;

/**
 * Begins to watch at once. What takes a round trip is looked at in the background, each look after the last has ended, so
 * that a scrape only reads memory.
 */
export function openMonitor(parts: MonitorParts): Monitor {
  const { info, store, index, load, signal, renderAll = (own) => renderSnapshots([own]) } = parts;
  const registry = new Registry();
  observeProcess(registry);
  observeBuild(registry, info);
  gauge(registry, 'cvx_workers').set(1);
  observePools(registry, parts.pools);
  const stores = watchStores(registry, storesOf(parts));
  const lookAtDisk = observeHost(registry, parts.home);
  const lookAtQueue = observeQueue(registry, parts.queue);
  const lookAtPeople = observePeople(registry, () => store.stats(index.spec.name));
  // Each on its own, so that one that hangs holds up no other.
  for (const look of [() => stores.look(), lookAtQueue, lookAtDisk])
    void repeat(look, { everyMs: LOOK_MS, signal });
  void repeat(lookAtPeople, { everyMs: PEOPLE_MS, signal });
  return {
    recorder: {
      request: observeRequests(registry, load),
      search: observeSearches(registry),
      ...observeIngests(registry),
    },
    cache: countCache(registry, parts.cache),
    snapshot: () => takeSnapshot(registry),
    health: () => healthOf(stores),
    render: async () => renderAll(await takeSnapshot(registry)),
  };
}

export async function healthOf(stores: StoreWatch): Promise<Health> {
  return judgeHealth(await stores.look());
}

/** Which servers there are to watch. An index in the database is asked with the database. */
function storesOf({ info, store, index, cache, queue }: MonitorParts): WatchedStore[] {
  return [
    { name: info.store, ping: () => store.ping() },
    ...(info.index === 'qdrant' ? [{ name: 'qdrant' as const, ping: () => index.ping() }] : []),
    ...(info.cache === 'redis' ? [{ name: 'redis' as const, ping: () => cache.ping() }] : []),
    ...(info.queue === 'redis' ? [{ name: 'redis-queue' as const, ping: () => pingQueue(queue) }] : []),
  ];
}

/** Also where the queue could not be opened, since its server was away. */
async function pingQueue(queue: MonitorParts['queue']): Promise<void> {
  await (await queue())?.ping();
}
