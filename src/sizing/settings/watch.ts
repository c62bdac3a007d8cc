import { RETENTION_DAYS, retentionBytes, seriesOf } from '../demand-watch.ts';
import { assumed, derived } from '../quantity.ts';
import { defineSetting, type Derivation, type Draft, fixed, type Setting, WRITE } from '../setting.ts';

function pgbouncer(
  key: string,
  row: Omit<Setting, 'id' | 'target' | 'write' | 'derive'> & {
    readonly derive: (draft: Draft) => Derivation;
  },
): Setting {
  return defineSetting({
    ...row,
    id: `pgbouncer/${key}`,
    target: { in: 'pgbouncer', key },
    write: WRITE.number,
    derive: (draft) => (draft.pools.pooled ? row.derive(draft) : undefined),
  });
}

const POOLER = 'PgBouncer documentation, Configuration';

export const WATCH_SETTINGS: readonly Setting[] = [
  defineSetting({
    id: 'prometheus/storage.tsdb.retention.time',
    target: { in: 'prometheus', flag: '--storage.tsdb.retention.time' },
    says: 'How long samples are kept.',
    formula: '15d, the default',
    tooLow: 'last week cannot be compared with',
    tooHigh: 'disk',
    source: 'facts: --storage.tsdb.retention.time',
    capacity: false,
    write: () => `${RETENTION_DAYS}d`,
    derive: () =>
      fixed(
        assumed(RETENTION_DAYS * 86_400, 'seconds', 'two weeks and a day'),
        'a comparison with last week',
      ),
  }),
  defineSetting({
    id: 'prometheus/storage.tsdb.retention.size',
    target: { in: 'prometheus', flag: '--storage.tsdb.retention.size' },
    says: 'Disk that samples may take.',
    formula: 'series · 15 days / 15 s · 2 bytes · 1.5',
    tooLow: 'samples go before their time',
    tooHigh: 'Prometheus fills the disk of the stores',
    source: 'Prometheus documentation, Storage: 1 to 2 bytes per sample',
    capacity: true,
    write: WRITE.prometheusBytes,
    derive: ({ services }) => {
      const series = seriesOf(services);
      return fixed(derived(retentionBytes(series), 'bytes', `${series} series`), 'the retention time');
    },
  }),
  pgbouncer('pool_mode', {
    says: 'When a connection to the server is given back.',
    formula: 'transaction',
    tooLow: 'session: nothing is pooled',
    tooHigh: 'statement: no transactions',
    source: POOLER,
    capacity: false,
    derive: () => fixed('transaction', 'clients that keep connections for hours'),
  }),
  pgbouncer('default_pool_size', {
    says: 'Connections to the server.',
    formula: 'max(2·cores + 1, a + 1.5·√a), at least 10',
    tooLow: 'transactions wait while the server idles (I2)',
    tooHigh: 'connections that wait for the same cores',
    source: 'PostgreSQL wiki, Number Of Database Connections',
    capacity: true,
    derive: ({ pools, load }) => ({
      value: pools.serverPool,
      from: [{ label: 'Erlangs of the database', quantity: load.databaseErlangs }],
      binding: 'I2',
    }),
  }),
  pgbouncer('max_client_conn', {
    says: 'Connections that it accepts.',
    formula: '⌈1.25 · Σ pools / 100⌉ · 100',
    tooLow: 'no more connections allowed',
    tooHigh: '2 kB each, and open files',
    source: POOLER,
    capacity: true,
    derive: ({ pools }) => ({
      value: derived(Math.ceil((1.25 * pools.wanted.value) / 100) * 100, 'count', '1.25 · Σ pools'),
      from: [{ label: 'connections wanted', quantity: pools.wanted }],
      binding: 'I1, at the pooler',
    }),
  }),
  pgbouncer('ignore_startup_parameters', {
    says: 'Start-up parameters that it does not know and lets pass.',
    formula: 'extra_float_digits, statement_timeout, idle_in_transaction_session_timeout',
    tooLow: 'unsupported startup parameter: cvx sends timeouts of its own',
    tooHigh: 'a client believes in a setting that it does not have',
    source: `${POOLER}; src/stores/sql/server-faults.ts`,
    capacity: false,
    derive: () =>
      fixed('extra_float_digits, statement_timeout, idle_in_transaction_session_timeout', 'what cvx sends'),
  }),
];
