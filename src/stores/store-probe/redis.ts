import type { Call } from '../../lib/call.ts';
import { stopWaiting } from '../../lib/stop-waiting.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { ReadingName, Readings, StoreProbe } from '../store-probe.ts';

/** Fields of INFO that become figures. */
const FIELDS: Readonly<Record<string, ReadingName>> = {
  connected_clients: 'cvx_redis_clients',
  maxclients: 'cvx_redis_max_clients',
  used_memory: 'cvx_redis_memory_bytes',
  maxmemory: 'cvx_redis_max_memory_bytes',
  keyspace_hits: 'cvx_redis_keyspace_hits_total',
  keyspace_misses: 'cvx_redis_keyspace_misses_total',
  evicted_keys: 'cvx_redis_evicted_keys_total',
};

/** Asks with PING and INFO. Closing it leaves the connection open. */
export function openRedisProbe(name: 'redis' | 'redis-queue', connection: RedisConnection): StoreProbe {
  return {
    name,
    ping: (call) => connection.ping(call),
    read: (call) => readInfo(connection, call),
    close: async () => undefined,
  };
}

async function readInfo(connection: RedisConnection, call: Call | undefined): Promise<Readings> {
  const { client } = connection;
  // Waits for the first connection, which is opened in the background.
  await connection.ping(call);
  let info: string;
  try {
    info = await stopWaiting(client.info(), call?.signal);
  } catch (error) {
    throw connection.translate(error);
  }
  const readings: Partial<Record<ReadingName, number>> = {};
  for (const line of info.split('\r\n')) {
    const [field = '', value] = line.split(':');
    const reading = FIELDS[field];
    if (reading !== undefined) readings[reading] = Number(value);
  }
  // 0 means that there is no limit, and would read as memory used up.
  if (readings.cvx_redis_max_memory_bytes === 0) delete readings.cvx_redis_max_memory_bytes;
  return readings;
}
