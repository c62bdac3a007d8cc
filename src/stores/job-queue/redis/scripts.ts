import type { ClientContext, Redis, Result } from 'ioredis';

/** Keys of one queue; only its stream has the name that outside tools (KEDA, redis_exporter) are given. */
export interface QueueKeys {
  /** Jobs that wait or run: fields key, payload (JSON), tries (made before this delivery). */
  readonly stream: string;
  readonly all: readonly [stream: string, live: string, delayed: string, dead: string, deadIds: string];
}

export function queueKeys(name: string): QueueKeys {
  const stream = `cvx:queue:${name}`;
  return {
    stream,
    all: [stream, `${stream}:live`, `${stream}:delayed`, `${stream}:dead`, `${stream}:dead-ids`],
  };
}

/** The consumer group: all workers of a queue share one. */
export const GROUP = 'cvx';

/** How a delivery ended. */
export type Outcome = 'done' | 'later' | 'released' | 'dead';

type Keys = QueueKeys['all'];

declare module 'ioredis' {
  // The name must match the class that it extends; its parameter is used for the shape of results.
  interface RedisCommander<Context extends ClientContext> {
    /** Jobs as key, payload, key, payload, ... Gives how many were accepted before the bound. */
    cvxAdd(...args: [...Keys, group: string, bound: number, ...jobs: string[]]): Result<number, Context>;
    /** 0 where the job was no longer this consumer's. `extra`: delay in ms for `later`, the reason for `dead`. */
    cvxSettle(
      ...args: [
        ...Keys,
        group: string,
        consumer: string,
        id: string,
        outcome: Outcome,
        key: string,
        payload: string,
        tries: number,
        extra: string | number,
      ]
    ): Result<number, Context>;
    /** Gives the next cursor and the ids that are no longer this consumer's. */
    cvxTend(
      ...args: [
        ...Keys,
        group: string,
        consumer: string,
        leaseMs: number,
        tries: number,
        cursor: string,
        reason: string,
        ...ids: string[],
      ]
    ): Result<[cursor: string, lost: string[]], Context>;
    cvxLeave(...args: [...Keys, group: string, consumer: string]): Result<number, Context>;
    /** waiting, running, dead, live, delayed, id of the oldest that waits or '', server's clock in ms, consumers. */
    cvxCounts(
      ...args: [...Keys, group: string]
    ): Result<[number, number, number, number, number, string, number, number], Context>;
    /** Gives how many of the keys were looked at before the bound, and how many were dead. */
    cvxRevive(
      ...args: [...Keys, group: string, bound: number, what: 'retry' | 'drop', ...keys: string[]]
    ): Result<[looked: number, found: number], Context>;
  }
}

/**
 * Each change of a job is one script, so that no crash leaves it half done: a key is in `live` exactly while its job is
 * in the stream or in `delayed`. Every delivery has an id of its own, so a worker that lost its job cannot settle it.
 */
const PRELUDE = `
local stream, live, delayed, dead, deadIds = unpack(KEYS)
local group = ARGV[1]
local function now()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end
-- How many are handed out. Makes the group where it is missing: a new queue, or a server that lost its data.
local function running()
  local reply = redis.pcall('XPENDING', stream, group)
  if reply.err then
    redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
    return 0
  end
  return reply[1]
end
local function owns(id, consumer)
  local reply = redis.pcall('XPENDING', stream, group, id, id, 1, consumer)
  return not reply.err and #reply == 1
end
local function take(id)
  redis.call('XACK', stream, group, id)
  redis.call('XDEL', stream, id)
end
local function push(key, payload, tries)
  redis.call('XADD', stream, '*', 'key', key, 'payload', payload, 'tries', tries)
end
local function unbury(key)
  local id = redis.call('HGET', deadIds, key)
  if not id then return nil end
  local entry = redis.call('XRANGE', dead, id, id)[1]
  redis.call('XDEL', dead, id)
  redis.call('HDEL', deadIds, key)
  return entry and entry[2]
end
local function bury(key, payload, tries, reason)
  unbury(key)
  local id = redis.call('XADD', dead, '*', 'key', key, 'payload', payload, 'tries', tries, 'reason', reason)
  redis.call('HSET', deadIds, key, id)
  redis.call('SREM', live, key)
end
local function fields(flat)
  local map = {}
  for i = 1, #flat, 2 do map[flat[i]] = flat[i + 1] end
  return map
end
`;

const ADD = `
local bound = tonumber(ARGV[2])
local waiting = -running()
waiting = waiting + redis.call('XLEN', stream) + redis.call('ZCARD', delayed)
for i = 3, #ARGV, 2 do
  if redis.call('SISMEMBER', live, ARGV[i]) == 0 then
    if waiting >= bound then return (i - 3) / 2 end
    redis.call('SADD', live, ARGV[i])
    push(ARGV[i], ARGV[i + 1], 0)
    unbury(ARGV[i])
    waiting = waiting + 1
  end
end
return (#ARGV - 2) / 2
`;

const SETTLE = `
local consumer, id, outcome, key, payload, tries, extra = unpack(ARGV, 2)
if not owns(id, consumer) then return 0 end
take(id)
if outcome == 'done' then
  redis.call('SREM', live, key)
elseif outcome == 'released' then
  push(key, payload, tries)
elseif outcome == 'later' then
  redis.call('ZADD', delayed, now() + tonumber(extra), cjson.encode({ key, payload, tries }))
else
  bury(key, payload, tries, extra)
end
return 1
`;

/**
 * Keeps the own jobs, wakes those whose delay is over, takes back those of consumers that gave no sign of life for a
 * lease, and removes such consumers once nothing is theirs.
 */
const TEND = `
local consumer, lease, most, cursor, reason = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], ARGV[6]
running()
local lost = {}
for i = 7, #ARGV do
  if owns(ARGV[i], consumer) then
    redis.call('XCLAIM', stream, group, consumer, 0, ARGV[i], 'JUSTID')
  else
    lost[#lost + 1] = ARGV[i]
  end
end
for _, member in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', now(), 'LIMIT', 0, 100)) do
  -- In this order: a full server refuses a script whose first write needs memory.
  redis.call('ZREM', delayed, member)
  push(unpack(cjson.decode(member)))
end
local claimed = redis.call('XAUTOCLAIM', stream, group, consumer, lease, cursor, 'COUNT', 100)
for _, entry in ipairs(claimed[2]) do
  if entry and entry[2] then
    local job = fields(entry[2])
    local tries = job.tries + 1
    take(entry[1])
    if tries >= most then bury(job.key, job.payload, tries, reason) else push(job.key, job.payload, tries) end
  end
end
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local other = fields(flat)
  if other.name ~= consumer and other.pending == 0 and other.idle > lease then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, other.name)
  end
end
return { claimed[1], lost }
`;

/** What was handed out to the consumer and not begun goes back as it was; then the consumer is gone. */
const LEAVE = `
local consumer = ARGV[2]
running()
local left = redis.call('XPENDING', stream, group, '-', '+', 10000, consumer)
for _, row in ipairs(left) do
  local entry = redis.call('XRANGE', stream, row[1], row[1])[1]
  take(row[1])
  if entry then
    local job = fields(entry[2])
    push(job.key, job.payload, job.tries)
  end
end
redis.call('XGROUP', 'DELCONSUMER', stream, group, consumer)
return #left
`;

/** Entries are deleted once settled, so the stream holds exactly the running and the waiting ones. */
const COUNTS = `
local busy = running()
local later = redis.call('ZCARD', delayed)
local groups = redis.call('XINFO', 'GROUPS', stream)
local last, consumers = '0-0', 0
for _, flat in ipairs(groups) do
  local one = fields(flat)
  if one.name == group then last, consumers = one['last-delivered-id'], one.consumers end
end
local oldest = redis.call('XRANGE', stream, '(' .. last, '+', 'COUNT', 1)[1]
return {
  redis.call('XLEN', stream) - busy + later, busy, redis.call('XLEN', dead), redis.call('SCARD', live), later,
  oldest and oldest[1] or '', now(), consumers
}
`;

const REVIVE = `
local bound, what, found = tonumber(ARGV[2]), ARGV[3], 0
local waiting = -running()
waiting = waiting + redis.call('XLEN', stream) + redis.call('ZCARD', delayed)
for i = 4, #ARGV do
  local key = ARGV[i]
  if what == 'retry' and waiting >= bound and redis.call('HEXISTS', deadIds, key) == 1 then return { i - 4, found } end
  local entry = unbury(key)
  if entry then
    found = found + 1
    if what == 'retry' and redis.call('SADD', live, key) == 1 then
      push(key, fields(entry).payload, 0)
      waiting = waiting + 1
    end
  end
end
return { #ARGV - 3, found }
`;

/** Once for each connection. */
export function defineScripts(client: Redis): void {
  const scripts = {
    cvxAdd: ADD,
    cvxSettle: SETTLE,
    cvxTend: TEND,
    cvxLeave: LEAVE,
    cvxCounts: COUNTS,
    cvxRevive: REVIVE,
  };
  for (const [name, body] of Object.entries(scripts))
    client.defineCommand(name, { numberOfKeys: 5, lua: PRELUDE + body });
}
