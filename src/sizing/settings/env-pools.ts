import type { ServiceName } from '../plan.ts';
import { assumed, derived, MIB, type Quantity } from '../quantity.ts';
import { type Draft, fixed, type Setting, WRITE } from '../setting.ts';
import { TIMEOUTS, UPLOAD_MB } from '../timeouts.ts';
import { envRow, inFlightEach } from './env-row.ts';

const APPS: readonly ServiceName[] = ['backend', 'worker'];

/** The tier table's values where they are right. */
const ASKED = { perKey: 100, global: 150, qdrantConnections: 50, qdrantPool: 10 } as const;
/** In flight at the peak fills so much of what is let in: throttling begins before collapse. */
const ADMISSION = 2;

const POOLS: readonly Setting[] = [
  envRow({
    key: 'DATABASE_POOL_SIZE',
    services: APPS,
    says: 'Connections to PostgreSQL kept open by one process.',
    formula: 'max(2, ⌈(a + 1.5·√a) / processes⌉); for cvx serve a connection per search at work, at 0.7',
    tooLow: 'requests wait for a connection while the database idles (I2)',
    tooHigh: 'processes × (pool + overflow) exceed max_connections (I1)',
    source: 'Little; square-root staffing, checked with Erlang C; SQLAlchemy pool_size',
    capacity: true,
    derive: ({ load, pools }) => ({
      value: pools.size,
      from: [
        { label: 'Erlangs of the database', quantity: load.databaseErlangs },
        { label: 'connections for them', quantity: load.connections },
        { label: 'processes', quantity: pools.processes },
      ],
      binding: pools.size.value === 2 ? 'two per process at least' : 'requests that wait for the database',
    }),
  }),
  envRow({
    key: 'DATABASE_MAX_OVERFLOW',
    services: APPS,
    says: 'Connections beyond those while all are in use.',
    formula: '⌈pool / 2⌉',
    tooLow: 'a burst waits',
    tooHigh: 'counts in full against max_connections (I1)',
    source: 'SQLAlchemy max_overflow; I1',
    capacity: true,
    derive: ({ pools }) => ({
      value: pools.overflow,
      from: [{ label: 'pool', quantity: pools.size }],
      binding: 'I1',
    }),
  }),
  envRow({
    key: 'QDRANT_POOL_SIZE',
    services: APPS,
    says: 'Connections to Qdrant of one process.',
    formula: 'max(10, vector calls at work in one process / 0.7)',
    tooLow: 'searches wait for a socket',
    tooHigh: 'sockets that Qdrant keeps open for nothing',
    source: 'the tier table; read by cvx',
    capacity: true,
    derive: (draft) => {
      const wanted = Math.ceil(inFlightEach(draft) / 0.7);
      return {
        value: derived(Math.max(ASKED.qdrantPool, wanted), 'count', 'max(10, ⌈in flight per process / 0.7⌉)'),
        from: [{ label: 'requests in flight', quantity: draft.load.inFlight }],
        binding: wanted > ASKED.qdrantPool ? "Little's law" : 'the 10 of the tier table',
      };
    },
  }),
  envRow({
    key: 'QDRANT_MAX_CONNECTIONS',
    services: APPS,
    says: 'Connections to Qdrant of all processes of one host.',
    formula: 'max(50, processes on a host × QDRANT_POOL_SIZE)',
    tooLow: 'processes get fewer sockets than their pool',
    tooHigh: 'descriptors of Qdrant (I9)',
    source: 'the tier table; read by cvx',
    capacity: true,
    derive: (draft) => {
      const each = Math.max(ASKED.qdrantPool, Math.ceil(inFlightEach(draft) / 0.7));
      return {
        value: derived(
          Math.max(ASKED.qdrantConnections, draft.pools.processes.value * each),
          'count',
          'max(50, processes × pool)',
        ),
        from: [{ label: 'processes', quantity: draft.pools.processes }],
        binding: 'processes × pool, and the 50 of the tier table',
      };
    },
  }),
  envRow({
    key: 'QDRANT_TIMEOUT',
    services: APPS,
    says: 'Seconds that one request to Qdrant may take.',
    formula: `${TIMEOUTS.qdrant}, the value of the tier table`,
    tooLow: 'a node that loads a segment counts as down',
    tooHigh: 'requests wait for a node that is gone',
    source: 'the tier table; I12',
    capacity: false,
    derive: () => fixed(assumed(TIMEOUTS.qdrant, 'seconds', 'value of the tier table'), 'I12'),
  }),
];

function admitted(draft: Draft): Quantity {
  const wanted = Math.ceil(ADMISSION * inFlightEach(draft));
  return derived(Math.max(ASKED.global, wanted), 'count', 'max(150, ⌈2 · in flight per process⌉)');
}

const ADMISSIONS: readonly Setting[] = [
  envRow({
    key: 'MAX_GLOBAL_CONCURRENT',
    services: ['backend'],
    says: 'Requests that one process works on or keeps waiting at once.',
    formula: 'max(150, 2 · requests in flight per process at the peak)',
    tooLow: '503 at the usual peak (I10)',
    tooHigh: 'all requests become slow instead of some refused',
    source: 'Little; the tier table; read by cvx serve',
    capacity: true,
    derive: (draft) => ({
      value: admitted(draft),
      from: [{ label: 'requests in flight', quantity: draft.load.inFlight }],
      binding: admitted(draft).value > ASKED.global ? 'twice the peak' : 'the 150 of the tier table',
    }),
  }),
  envRow({
    key: 'MAX_CONCURRENT_REQUESTS',
    services: ['backend'],
    says: 'The same of one API key.',
    formula: '⌊MAX_GLOBAL_CONCURRENT · 2/3⌋',
    tooLow: '429 where all users share one key',
    tooHigh: 'one key takes the places of all',
    source: 'the tier table: 100 of 150; read by cvx serve',
    capacity: true,
    derive: (draft) => ({
      value: derived(
        Math.floor((admitted(draft).value * ASKED.perKey) / ASKED.global),
        'count',
        'MAX_GLOBAL_CONCURRENT · 100/150',
      ),
      from: [{ label: 'MAX_GLOBAL_CONCURRENT', quantity: admitted(draft) }],
      binding: 'MAX_GLOBAL_CONCURRENT',
    }),
  }),
  envRow({
    key: 'CVX_RATE_LIMIT',
    services: ['backend'],
    says: 'Requests of one API key in a minute.',
    formula: 'max(6000, ⌈λ · 60 · 1.5⌉): a front end uses one key for all users',
    tooLow: '429 at the usual peak',
    tooHigh: 'a key that runs wild is stopped late',
    source: 'read by cvx serve; default 6000',
    capacity: true,
    derive: ({ load, inputs }) =>
      inputs.backend === 'cvx'
        ? {
            value: derived(
              Math.max(6000, Math.ceil(load.arrivals.value * 60 * 1.5)),
              'count',
              'max(6000, ⌈λ · 90⌉)',
            ),
            from: [{ label: 'requests at the peak', quantity: load.arrivals }],
            binding: 'the peak of all users',
          }
        : undefined,
  }),
  envRow({
    key: 'CVX_MAX_UPLOAD_MB',
    services: ['backend'],
    says: 'Megabytes of one upload.',
    formula: `${UPLOAD_MB}, as in nginx`,
    tooLow: 'a batch of CVs is refused',
    tooHigh: 'nginx refuses what the backend would take (I13)',
    source: 'read by cvx serve; I13',
    capacity: false,
    write: WRITE.megabytes,
    derive: ({ inputs }) =>
      inputs.backend === 'cvx'
        ? fixed(assumed(UPLOAD_MB * MIB, 'bytes', 'default of cvx'), 'I13')
        : undefined,
  }),
];

export const ENV_POOL_SETTINGS: readonly Setting[] = [...POOLS, ...ADMISSIONS];
