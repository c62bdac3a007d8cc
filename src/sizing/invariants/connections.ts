import { atMost, defineInvariant, type Invariant, type Judgement, type Term, unknown } from '../invariant.ts';
import { STAFFING_BETA } from '../load-model.ts';
import { derived, type Quantity } from '../quantity.ts';
import { instancesOf, servicesOf, type Stack, type StackService } from '../stack.ts';
import { ask, processesOf, term } from './terms.ts';

interface Clients {
  readonly terms: readonly Term[];
  readonly missing: readonly string[];
}

/** Connections that the pools of every client may open. */
function poolTerms(stack: Stack): Clients {
  const terms: Term[] = [];
  const missing: string[] = [];
  for (const service of servicesOf(stack, 'backend', 'worker')) {
    const pool = ask(service, ['db.pool', 'db.overflow']);
    missing.push(...pool.missing);
    if (pool.found === undefined) continue;
    const engines = service.numbers['db.engines']?.value ?? 1;
    const { 'db.pool': size, 'db.overflow': overflow } = pool.found;
    const value = processesOf(service) * engines * (size.value + overflow.value);
    const times = engines === 1 ? '' : ` × ${engines} engines`;
    const label = `${service.name}: ${instancesOf(service)} × ${service.processes?.value ?? 1} processes${times} × (${size.value} + ${overflow.value})`;
    terms.push(term(label, value, 'count', size));
  }
  return { terms, missing };
}

const I1 = defineInvariant({
  id: 'I1',
  title: 'The database accepts every connection that the pools may open',
  statement:
    'Σ instances × processes × engines × (pool + overflow) + 12 ≤ max_connections; with a pooler, its two sides likewise',
  why: 'At the peak all pools are full at once: FATAL: sorry, too many clients already.',
  source: 'PostgreSQL manual, max_connections and superuser_reserved_connections; SQLAlchemy QueuePool',
  judge: (stack) => {
    const databases = servicesOf(stack, 'postgres');
    if (databases.length === 0) return [];
    const { terms, missing } = poolTerms(stack);
    if (terms.length === 0 && missing.length === 0) return [];
    const poolers = servicesOf(stack, 'pgbouncer');
    const reserved: Term = {
      label: 'reserved for exporters, migrations and people',
      quantity: stack.reservedConnections,
    };
    const server = poolers.length > 0 ? serverSide(poolers) : { terms, missing };
    return [
      ...databases.map((database) =>
        against(database, 'max_connections', { ...server, terms: [...server.terms, reserved] }),
      ),
      ...poolers.map((pooler) => against(pooler, 'pooler.client', { terms, missing })),
    ];
  },
});

function serverSide(poolers: readonly StackService[]): Clients {
  const asked = poolers.map((pooler) => ({ pooler, ...ask(pooler, ['pooler.server']) }));
  return {
    terms: asked.flatMap(({ pooler, found }) =>
      found === undefined
        ? []
        : [
            term(
              `${pooler.name}: connections to the server`,
              found['pooler.server'].value * instancesOf(pooler),
              'count',
              found['pooler.server'],
            ),
          ],
    ),
    missing: asked.flatMap(({ missing }) => missing),
  };
}

function against(
  server: StackService,
  key: 'max_connections' | 'pooler.client',
  clients: Clients,
): Judgement {
  const bound = ask(server, [key]);
  const missing = [...clients.missing, ...bound.missing];
  if (bound.found === undefined) return unknown(server.name, missing);
  const judged = atMost({
    subject: server.name,
    terms: clients.terms,
    bound: bound.found[key],
    what: 'The pools may open',
    limit: `${server.name} accepts`,
  });
  // Too much already is too much, whatever the rest may be.
  return missing.length > 0 && judged.holds ? unknown(server.name, missing) : judged;
}

const I2 = defineInvariant({
  id: 'I2',
  title: 'The pools have the connections that the load needs',
  statement: 'a + 1.5·√a ≤ Σ processes × (pool + overflow), a in Erlangs',
  why: 'Requests wait for a connection while the database idles.',
  source: 'square-root staffing: Borst, Mandelbaum and Reiman 2004',
  judge: (stack) => {
    if (servicesOf(stack, 'postgres').length === 0 || servicesOf(stack, 'backend').length === 0) return [];
    const { terms, missing } = poolTerms(stack);
    if (stack.load === undefined || missing.length > 0)
      return [unknown('database', [...missing, ...(stack.load === undefined ? ['number of users'] : [])])];
    const a = stack.load.database;
    const pool = terms.reduce((sum, { quantity }) => sum + quantity.value, 0);
    return [
      atMost({
        subject: 'database',
        terms: [
          { label: 'connections busy at the peak', quantity: { ...a, unit: 'count' } },
          term('1.5 times its root', STAFFING_BETA * Math.sqrt(a.value), 'count'),
        ],
        bound: derived(pool, 'count', terms.map(({ label }) => label).join('; ')),
        severity: 'warning',
        what: 'The load needs connections:',
        limit: 'the pools have',
      }),
    ];
  },
});

const REDIS_POOLS = { cache: 'redis-cache.pool', queue: 'redis-queue.pool' } as const;
const CLIENT_SHARE = 0.8;

const I4 = defineInvariant({
  id: 'I4',
  title: 'Redis accepts every connection of its clients',
  statement: 'Σ processes × connections ≤ 0.8 · maxclients',
  why: 'max number of clients reached: and then the exporter and redis-cli are refused too.',
  source: 'redis.conf, maxclients',
  judge: (stack) =>
    servicesOf(stack, 'redis').map((redis) => {
      const key = REDIS_POOLS[redis.role === 'cache' ? 'cache' : 'queue'];
      const limit = ask(redis, ['maxclients']);
      const asked = servicesOf(stack, 'backend', 'worker').map((client) => ({
        client,
        ...ask(client, [key]),
      }));
      const missing = [...limit.missing, ...asked.flatMap((one) => one.missing)];
      if (limit.found === undefined || missing.length > 0) return unknown(redis.name, missing);
      return atMost({
        subject: redis.name,
        terms: asked.flatMap(({ client, found }) => redisTerm(client, found?.[key])),
        bound: share(limit.found.maxclients, CLIENT_SHARE, '0.8 of maxclients'),
        severity: 'warning',
        what: 'Clients may open',
        limit: `0.8 of maxclients of ${redis.name} is`,
      });
    }),
});

function redisTerm(client: StackService, pool: Quantity | undefined): readonly Term[] {
  if (pool === undefined) return [];
  return [
    term(
      `${client.name}: ${processesOf(client)} processes × ${pool.value}`,
      processesOf(client) * pool.value,
      'count',
      pool,
    ),
  ];
}

export function share(quantity: Quantity, part: number, note: string): Quantity {
  return { ...derived(part * quantity.value, quantity.unit, note), origin: { ...quantity.origin, note } };
}

export const CONNECTION_INVARIANTS: readonly Invariant[] = [I1, I2, I4];
