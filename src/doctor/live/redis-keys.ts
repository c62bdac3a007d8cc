import type { Redis } from 'ioredis';
import { orUndefined } from './observe.ts';
import type { RedisLive } from './live.ts';

/** Enough to tell a queue from a cache; a SCAN step holds the server up for some µs. */
const MAX_KEYS = 1000;
const SCAN_COUNT = 250;
/** Keys of one kind whose type is asked, and of all kinds together: each counts in the server's own statistics. */
const SAMPLES = 3;
const MAX_SAMPLES = 60;
const MAX_NAME = 40;
/** Keys of queues that have no colon in their names: Celery with Kombu, arq, RQ, Sidekiq, Resque, Huey, BullMQ, Dramatiq. */
const QUEUE_NAME = /^(?:celery|_kombu|unacked|arq|rq|sidekiq|resque|huey|bull|dramatiq|queue)/;

/** What kinds of keys there are, of those that SCAN gives first. Both are empty where SCAN is refused. */
export async function keyKinds(client: Redis): Promise<Required<Pick<RedisLive, 'keyKinds' | 'keyTypes'>>> {
  const byKind = new Map<string, string[]>();
  for (const key of await firstKeys(client)) addTo(byKind, kindOfKey(key), key);
  // What only one key is called may be whom it is about.
  const kinds = new Map<string, string[]>();
  for (const [kind, keys] of byKind)
    for (const key of keys) addTo(kinds, keys.length > 1 || QUEUE_NAME.test(kind) ? kind : 'other', key);
  const chosen = [...kinds]
    .flatMap(([kind, keys]) => keys.slice(0, SAMPLES).map((key) => ({ kind, key })))
    .slice(0, MAX_SAMPLES);
  const types = new Map<string, readonly string[]>();
  await Promise.all(
    chosen.map(async ({ kind, key }) => {
      const type = await orUndefined(client.call('TYPE', key));
      if (typeof type === 'string' && type !== 'none')
        types.set(kind, [...new Set([...(types.get(kind) ?? []), type])].toSorted());
    }),
  );
  return { keyKinds: new Map([...kinds].map(([kind, keys]) => [kind, keys.length])), keyTypes: types };
}

function addTo(kinds: Map<string, string[]>, kind: string, key: string): void {
  const keys = kinds.get(kind);
  if (keys === undefined) kinds.set(kind, [key]);
  else keys.push(key);
}

async function firstKeys(client: Redis): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const answer = await orUndefined(client.scan(cursor, 'COUNT', SCAN_COUNT));
    if (answer === undefined) break;
    cursor = answer[0];
    for (const key of answer[1]) if (keys.size < MAX_KEYS) keys.add(key);
  } while (cursor !== '0' && keys.size < MAX_KEYS);
  return keys;
}

/** A key's name up to its first colon, without numbers. Whatever else a key is called may name a person. */
export function kindOfKey(key: string): string {
  const at = key.indexOf(':');
  const name = (at === -1 ? key : key.slice(0, at)).replaceAll(/[0-9a-f]{8,}|\d+/gi, '#').slice(0, MAX_NAME);
  const tells = /^[\w.#{}/-]+$/.test(name) && (at !== -1 || QUEUE_NAME.test(name));
  if (!tells) return 'other';
  return at === -1 ? name.replace(/#.*$/, '#') : name;
}
