import { cacheWorkingSet, maxmemoryFor, maxmemoryShare, queueWorkingSet } from '../redis-memory.ts';
import { MIB, assumed, derived } from '../quantity.ts';
import { clientsOf, maxclientsFor } from '../redis-clients.ts';
import {
  defineSetting,
  type Derivation,
  type Draft,
  fixed,
  type Setting,
  whereThere,
  WRITE,
} from '../setting.ts';
import type { PlannedService } from '../plan.ts';

type Which = 'redis-cache' | 'redis-queue';

interface Row extends Omit<Setting, 'id' | 'target' | 'derive' | 'write'> {
  readonly key: string;
  /** Where only one of them has it. */
  readonly only?: Which;
  readonly write?: Setting['write'];
  readonly derive: (draft: Draft, redis: PlannedService, which: Which) => Derivation | undefined;
}

/** The tier table's maxmemory of the cache. */
const ASKED = 512 * MIB;

function rowsOf(which: Which): readonly Setting[] {
  return ROWS.filter(({ only }) => only === undefined || only === which).map(
    ({ key, derive, write, ...rest }) =>
      defineSetting({
        ...rest,
        id: `${which}/${key}`,
        target: { in: 'redis', service: which, key },
        write: write ?? WRITE.redisSwitch,
        derive: whereThere(which, (draft, redis) => derive(draft, redis, which)),
      }),
  );
}

/** maxmemory of one instance: what is asked for or needed, within the share of its limit. */
export function maxmemoryOf(draft: Draft, redis: PlannedService, which: Which): Derivation {
  const set = which === 'redis-cache' ? cacheWorkingSet(draft.inputs) : queueWorkingSet(draft.pools);
  const share = maxmemoryShare(redis.memory.value);
  const most = Math.floor((share * redis.memory.value) / MIB) * MIB;
  const wanted =
    Math.ceil(Math.max(which === 'redis-cache' ? ASKED : 0, maxmemoryFor(set.value)) / MIB) * MIB;
  const value = which === 'redis-cache' ? Math.min(most, wanted) : most;
  return {
    value: derived(value, 'bytes', `min(${share} × limit, max(64 MiB, 1.2·W))`),
    from: [
      { label: 'working set W', quantity: set },
      { label: `memory limit of ${which}`, quantity: redis.memory },
    ],
    binding:
      value < wanted || which === 'redis-queue'
        ? `I6: at most ${share} of the limit`
        : 'the working set, and the 512mb of the tier table',
  };
}

const ROWS: readonly Row[] = [
  {
    key: 'maxmemory',
    says: 'Memory of the data.',
    formula: 'min(0.75 · limit, max(64 MiB, 1.2 · working set)); 0.5 of a limit below 256 MiB',
    tooLow: 'entries are evicted before they are read again; a queue refuses jobs',
    tooHigh: 'fork and client buffers come on top, and the kernel kills the server',
    source: 'Amazon ElastiCache, Managing reserved memory: 25 %, and half on micro nodes; I6',
    capacity: true,
    write: WRITE.redisBytes,
    derive: maxmemoryOf,
  },
  {
    key: 'maxmemory-policy',
    says: 'What is evicted.',
    formula: 'allkeys-lru for the cache, noeviction for the queue',
    tooLow: 'noeviction on a cache: OOM command not allowed',
    tooHigh: 'eviction on a queue deletes jobs without a word',
    source: 'redis.conf; bullmq#1046, sidekiq#2883',
    capacity: false,
    derive: (_draft, _redis, which) =>
      fixed(which === 'redis-cache' ? 'allkeys-lru' : 'noeviction', 'what the instance is for'),
  },
  {
    key: 'maxclients',
    says: 'Connections at once.',
    formula: '⌈(1.25 · Σ pools + 50) / 10⌉ · 10',
    tooLow: 'max number of clients reached',
    tooHigh: 'needs as many open files and 32 more (I9)',
    source: 'redis.conf, maxclients; I4',
    capacity: true,
    derive: (draft, _redis, which) => {
      const clients = clientsOf(draft, which);
      return {
        value: derived(maxclientsFor(clients.value), 'count', '1.25 · Σ pools + 50, to the next ten'),
        from: [{ label: 'connections of all processes', quantity: clients }],
        binding: 'I4: pools take at most 0.8 of it',
      };
    },
  },
  {
    key: 'tcp-keepalive',
    says: 'Seconds of silence before a client is probed.',
    formula: '60 s, the value of the tier table',
    tooLow: 'packets for nothing',
    tooHigh: 'clients that are gone keep their places',
    source: 'the tier table; redis.conf advises 300',
    capacity: false,
    derive: () => fixed(assumed(60, 'seconds', 'value of the tier table'), 'what lies between the hosts'),
    write: WRITE.number,
  },
  {
    key: 'protected-mode',
    says: 'Refuses other hosts while there is no password.',
    formula: 'yes: the official image turns it off',
    tooLow: 'without a password everybody on the network reads the cache',
    tooHigh: 'nothing, once there is a password',
    source: 'facts: protected-mode; redis/docker-library-redis, Dockerfile',
    capacity: false,
    derive: () => fixed(true, 'a password that is lost'),
  },
  {
    key: 'appendonly',
    says: 'Keeps a log of all writes.',
    formula: 'yes for the queue, no for the cache',
    tooLow: 'jobs of up to an hour are lost with the container',
    tooHigh: 'a cache writes what nobody reads again',
    source: 'redis.conf, append only mode',
    capacity: false,
    derive: (_draft, _redis, which) => fixed(which === 'redis-queue', 'what the instance is for'),
  },
  {
    key: 'save',
    says: 'When a snapshot is written.',
    formula: 'never: the queue has its log, the cache is no record',
    tooLow: 'without log and snapshot a queue starts empty',
    tooHigh: 'each snapshot forks, and may double the memory',
    source: 'redis.conf, snapshotting',
    capacity: false,
    derive: () => fixed('""', 'memory of a fork'),
  },
  {
    key: 'lazyfree-lazy-eviction',
    only: 'redis-cache',
    says: 'Frees evicted entries beside the commands.',
    formula: 'yes for the cache',
    tooLow: 'large entries stop all clients while they are freed',
    tooHigh: 'nothing known',
    source: 'redis.conf, lazy freeing',
    capacity: false,
    derive: () => fixed(true, 'large entries'),
  },
];

export const REDIS_SETTINGS: readonly Setting[] = [...rowsOf('redis-cache'), ...rowsOf('redis-queue')];
