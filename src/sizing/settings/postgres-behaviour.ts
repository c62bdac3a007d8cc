import { assumed, derived, type Unit } from '../quantity.ts';
import {
  defineSetting,
  type Draft,
  fixed,
  type Setting,
  type SettingValue,
  whereThere,
  WRITE,
} from '../setting.ts';
import { maxWalBytes } from '../postgres-memory.ts';
import { TIMEOUTS } from '../timeouts.ts';

const MANUAL = 'PostgreSQL manual, chapter 19, Server Configuration';
const PGTUNE = 'pgtune (src/features/configuration)';

interface Row {
  readonly key: string;
  readonly says: string;
  readonly value: (draft: Draft) => SettingValue | undefined;
  readonly formula: string;
  readonly low: string;
  readonly high: string;
  readonly source: string;
  readonly binding: string;
  readonly write?: Setting['write'];
}

function row({ key, says, value, formula, low, high, source, binding, write }: Row): Setting {
  return defineSetting({
    id: `postgres/${key}`,
    target: { in: 'postgres', key },
    says,
    formula,
    tooLow: low,
    tooHigh: high,
    source,
    capacity: false,
    write: write ?? WRITE.postgresSwitch,
    derive: whereThere('postgres', (draft) => {
      const found = value(draft);
      return found === undefined ? undefined : fixed(found, binding);
    }),
  });
}

const always = (value: number, unit: Unit, note: string) => () => assumed(value, unit, note);

export const POSTGRES_BEHAVIOUR_SETTINGS: readonly Setting[] = [
  row({
    key: 'listen_addresses',
    says: 'Addresses that it listens on.',
    value: () => "'*'",
    formula: 'all addresses of the container',
    low: "localhost, the default of a configuration file of one's own: no other container reaches it",
    high: 'the port is not published, so that the network of the stack is the border',
    source: 'docker-library/postgres, Dockerfile: sets it in the sample file only',
    binding: 'the other containers',
  }),
  row({
    key: 'random_page_cost',
    says: 'Cost of a page out of order, against one in order.',
    value: ({ inputs }) =>
      derived(inputs.storage === 'hdd' ? 4 : 1.1, 'ratio', `storage is ${inputs.storage}`),
    formula: '1.1 on ssd and nvme, 4 on hdd',
    low: 'index scans where a sequential one is faster',
    high: 'sequential scans where an index is there',
    source: PGTUNE,
    binding: 'the storage',
  }),
  row({
    key: 'effective_io_concurrency',
    says: 'Reads asked for ahead.',
    value: ({ inputs }) =>
      derived(inputs.storage === 'hdd' ? 2 : 200, 'count', `storage is ${inputs.storage}`),
    formula: '200 on ssd and nvme, 2 on hdd',
    low: 'a bitmap scan waits for each page',
    high: 'other reads wait behind it',
    source: PGTUNE,
    binding: 'the storage',
  }),
  row({
    key: 'checkpoint_completion_target',
    says: 'Share of the time between checkpoints in which one is written.',
    value: always(0.9, 'ratio', 'spread over nearly all of the time'),
    formula: '0.9',
    low: 'writes in bursts, that searches wait for',
    high: 'a checkpoint that is not done when the next begins',
    source: MANUAL,
    binding: 'its own value',
  }),
  row({
    key: 'wal_compression',
    says: 'Compresses full pages in the log.',
    value: () => true,
    formula: 'on: pglz, which every build has; lz4 stops a server that was built without it',
    low: 'more log, more often a checkpoint',
    high: 'a little processor time',
    source: 'facts: enumvals of wal_compression depend on the build; pgtune writes lz4',
    binding: 'what every build of 15 to 18 accepts',
  }),
  row({
    key: 'jit',
    says: 'Compiles large queries.',
    value: () => false,
    formula: 'off',
    low: 'nothing here: queries take milliseconds',
    high: 'compiling takes longer than the query',
    source: PGTUNE,
    binding: 'queries of some milliseconds',
  }),
  row({
    key: 'huge_pages',
    says: 'Large pages for shared memory.',
    value: () => 'off',
    formula: 'off unless the host reserves them',
    low: 'a little more work for the processor',
    high: 'with `try`, memory that the limit does not count is reserved, or a bus error ends the server',
    source: 'docker-library/postgres issues on huge pages in containers; PostgreSQL manual 19.4.1',
    binding: 'containers',
  }),
  row({
    key: 'io_method',
    says: 'How reads are made ahead.',
    value: ({ inputs }) => (inputs.postgres >= 18 ? 'worker' : undefined),
    formula: 'worker, from 18 on',
    low: '`sync` waits for each read',
    high: '`io_uring` is blocked by the seccomp profile of Docker: could not setup io_uring queue',
    source: 'docker-library/postgres#1365',
    binding: 'the seccomp profile of containers',
  }),
  row({
    key: 'statement_timeout',
    says: 'Ends a statement.',
    value: always(
      TIMEOUTS.statement,
      'seconds',
      'a fuse, no target: cvx sets the same on its own connections',
    ),
    formula: `${TIMEOUTS.statement} s`,
    low: 'twice the response time of a tier, 0.4 s, would end index builds and ingest',
    high: 'a runaway query keeps its connection after its user has gone (I12)',
    source: 'src/context/database.ts; I12',
    binding: 'I12: shorter than what the backend waits',
    write: WRITE.seconds,
  }),
  row({
    key: 'idle_in_transaction_session_timeout',
    says: 'Ends a session that does nothing within a transaction.',
    value: always(60, 'seconds', 'a client that died; no request takes as long'),
    formula: '60 s',
    low: 'a slow batch loses its transaction',
    high: 'locks of a client that died stay, and vacuum removes nothing',
    source: MANUAL,
    binding: 'the longest request',
    write: WRITE.seconds,
  }),
  row({
    key: 'tcp_keepalives_idle',
    says: 'Silence before a connection is probed.',
    value: always(60, 'seconds', 'balancers and firewalls drop silent connections after 4 minutes and more'),
    formula: '60 s',
    low: 'packets for nothing',
    high: 'connections of hosts that are gone keep their slots for 2 hours',
    source: MANUAL,
    binding: 'what lies between the hosts',
    write: WRITE.number,
  }),
  row({
    key: 'log_min_duration_statement',
    says: 'Logs slower statements.',
    value: always(1, 'seconds', 'the tier table alerts on queries above 1 s'),
    formula: '1 s',
    low: 'a log that nobody reads',
    high: 'slow queries are not seen',
    source: 'alert table of the tiers',
    binding: 'the alert',
    write: WRITE.seconds,
  }),
  row({
    key: 'log_lock_waits',
    says: 'Logs waits for locks.',
    value: () => true,
    formula: 'on',
    low: 'a slow request shows no cause',
    high: 'a line per second of waiting',
    source: 'alert table of the tiers: lock wait',
    binding: 'the alert',
  }),
  row({
    key: 'track_io_timing',
    says: 'Times reads and writes.',
    value: () => true,
    formula: 'on',
    low: 'slow disks look like slow queries',
    high: 'a clock call per read: some nanoseconds',
    source: MANUAL,
    binding: 'its own value',
  }),
  row({
    key: 'hot_standby_feedback',
    says: 'A replica tells which rows its queries need.',
    value: ({ tier }) => (tier.standby ? true : undefined),
    formula: 'on where there is a replica',
    low: 'queries on the replica end with: conflict with recovery',
    high: 'a long query there keeps dead rows here',
    source: `${MANUAL} (19.6.3)`,
    binding: 'reads on the replica',
  }),
  row({
    key: 'max_slot_wal_keep_size',
    says: 'Log that a replica which is away may hold back.',
    value: ({ tier, inputs }) =>
      tier.standby
        ? derived(2 * maxWalBytes(inputs.host.disk?.value), 'bytes', '2 · max_wal_size')
        : undefined,
    formula: '2 · max_wal_size',
    low: 'a replica that restarts must be copied anew',
    high: 'a replica that is gone fills the disk of the primary',
    source: `${MANUAL} (19.6.1)`,
    binding: 'the disk of the primary',
    write: WRITE.postgresBytes,
  }),
];
