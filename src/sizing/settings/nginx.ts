import { assumed, derived, MIB, type Quantity } from '../quantity.ts';
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
import { TIMEOUTS, UPLOAD_MB } from '../timeouts.ts';

/** Connections of one browser over HTTP/1.1 (all browsers of today open six to a host). */
const PER_CLIENT = 6;
/** The tier table's keepalive to the backends. */
const KEEPALIVE = 32;
/** Users behind one address, an office for example, of all at most. */
const BEHIND_ONE_ADDRESS = 100;
/** A page with its parts, at once. */
const BURST = 20;

interface Row extends Omit<Setting, 'id' | 'target' | 'derive' | 'write'> {
  readonly key: string;
  readonly block: readonly string[];
  readonly write?: Setting['write'];
  readonly derive: (draft: Draft, nginx: PlannedService) => Derivation | undefined;
}

function row({ key, block, derive, write, ...rest }: Row): Setting {
  return defineSetting({
    ...rest,
    id: `nginx/${block.includes('upstream backend') ? 'upstream.' : ''}${key}`,
    target: { in: 'nginx', block, key },
    write: write ?? WRITE.number,
    derive: whereThere('nginx', derive),
  });
}

/** Connections of one worker process: clients and, for each request, one to a backend. */
export function connectionsOf(draft: Draft, nginx: PlannedService): Quantity {
  const clients = draft.inputs.users.value * PER_CLIENT;
  const wanted = (2 * clients) / nginx.processes.value + KEEPALIVE;
  return derived(
    Math.max(1024, Math.ceil(wanted / 512) * 512),
    'count',
    '2 · users · 6 / processes + keepalive, at least 1,024',
  );
}

/** r/s of one address: users behind it, half as much again above their peak. */
function rateOf(users: number, arrivals: number): number {
  return Math.max(10, Math.ceil(Math.min(users, BEHIND_ONE_ADDRESS) * (arrivals / users) * 1.5 - 1e-9));
}

const MANUAL = 'nginx documentation';
const UPSTREAM = ['http', 'upstream backend'];

export const NGINX_SETTINGS: readonly Setting[] = [
  row({
    key: 'worker_processes',
    block: [],
    says: 'Processes.',
    formula: 'λ · 0.5 ms / 0.6, at least 1',
    tooLow: 'one core carries all connections',
    tooHigh: '`auto` counts the cores of the host, not the CPU limit',
    source: 'facts: worker_processes',
    capacity: true,
    derive: ({ load }, nginx) => ({
      value: nginx.processes,
      from: [{ label: 'requests at the peak', quantity: load.arrivals }],
      binding: 'requests per second',
    }),
  }),
  row({
    key: 'worker_connections',
    block: ['events'],
    says: 'Connections of one process, to clients and to backends.',
    formula: '2 · users · 6 / processes + keepalive, at least 1,024',
    tooLow: 'worker_connections are not enough',
    tooHigh: 'needs twice as many open files (I9)',
    source: `${MANUAL}, ngx_core_module`,
    capacity: true,
    derive: (draft, nginx) => ({
      value: connectionsOf(draft, nginx),
      from: [
        { label: 'users', quantity: draft.inputs.users },
        { label: 'processes', quantity: nginx.processes },
      ],
      binding: 'connections of the browsers',
    }),
  }),
  row({
    key: 'worker_rlimit_nofile',
    block: [],
    says: 'Open files of one process.',
    formula: '2 · worker_connections',
    tooLow: 'Too many open files',
    tooHigh: 'nothing: the limit of the container holds',
    source: 'facts: worker_rlimit_nofile; I9',
    capacity: true,
    derive: (draft, nginx) => {
      const connections = connectionsOf(draft, nginx);
      return {
        value: derived(2 * connections.value, 'count', '2 · worker_connections'),
        from: [{ label: 'worker_connections', quantity: connections }],
        binding: 'I9',
      };
    },
  }),
  row({
    key: 'keepalive',
    block: UPSTREAM,
    says: 'Idle connections to the backends that one process keeps.',
    formula: 'max(32, ⌈requests in flight / processes⌉)',
    tooLow: 'a new connection for most requests',
    tooHigh: 'backends hold connections that nobody uses',
    source: `${MANUAL}, ngx_http_upstream_module; the 32 of the tier table`,
    capacity: true,
    derive: ({ load }, nginx) => ({
      value: derived(
        Math.max(KEEPALIVE, Math.ceil(load.inFlight.value / nginx.processes.value)),
        'count',
        'max(32, ⌈N / processes⌉)',
      ),
      from: [{ label: 'requests in flight', quantity: load.inFlight }],
      binding:
        load.inFlight.value / nginx.processes.value > KEEPALIVE ? "Little's law" : 'the 32 of the tier table',
    }),
  }),
  row({
    key: 'keepalive_timeout',
    block: UPSTREAM,
    says: 'How long an idle connection to a backend is kept.',
    formula: `${TIMEOUTS.upstreamKeepalive} s, below the ${TIMEOUTS.backendKeepalive} s of the backend`,
    tooLow: 'a new connection for most requests',
    tooHigh: 'recv() failed: the backend closed first (I12)',
    source: `${MANUAL}, ngx_http_upstream_module; I12`,
    capacity: false,
    write: WRITE.seconds,
    derive: () =>
      fixed(
        assumed(TIMEOUTS.upstreamKeepalive, 'seconds', 'default of nginx'),
        'I12: the backend keeps it longer',
      ),
  }),
  row({
    key: 'weight',
    block: UPSTREAM,
    says: 'Share of one backend.',
    formula: '1: containers of one size carry the same',
    tooLow: 'a backend idles',
    tooHigh: 'a backend with the memory of the others gets more than they',
    source: `${MANUAL}, ngx_http_upstream_module; least_conn`,
    capacity: false,
    derive: ({ tier }) =>
      tier.backends > 1
        ? fixed(assumed(1, 'count', 'all backends have the same limits'), 'least_conn evens out the rest')
        : undefined,
  }),
  row({
    key: 'client_max_body_size',
    block: ['http'],
    says: 'Largest upload.',
    formula: `${UPLOAD_MB} MB: what the backend accepts`,
    tooLow: '413 from nginx, though the backend would take it',
    tooHigh: 'nginx stores what the backend then refuses (I13)',
    source: 'facts: client_max_body_size; I13',
    capacity: false,
    write: WRITE.bytes,
    derive: () => fixed(assumed(UPLOAD_MB * MIB, 'bytes', 'CVX_MAX_UPLOAD_MB'), 'I13'),
  }),
  row({
    key: 'proxy_read_timeout',
    block: ['http'],
    says: 'How long nginx waits for a backend.',
    formula: `1.5 · ${TIMEOUTS.backend} s`,
    tooLow: '504 while the backend still works',
    tooHigh: 'users wait for a backend that is gone',
    source: `${MANUAL}, ngx_http_proxy_module; I12`,
    capacity: false,
    write: WRITE.seconds,
    derive: () => fixed(assumed(TIMEOUTS.proxy, 'seconds', 'longer than the backend takes at most'), 'I12'),
  }),
  row({
    key: 'limit_req_rate',
    block: ['http'],
    says: 'Requests per second of one address.',
    formula: '⌈min(users, 100) · P / (Z + R) · 1.5⌉, at least 10',
    tooLow: '429 for an office behind one address',
    tooHigh: 'one client takes the places of all',
    source: `${MANUAL}, ngx_http_limit_req_module: whole numbers of r/s`,
    capacity: true,
    write: (value) => `${String(WRITE.number(value))}r/s`,
    derive: ({ inputs, load }) => {
      const value = rateOf(inputs.users.value, load.arrivals.value);
      return {
        value: derived(value, 'count', '⌈min(users, 100) · λ / users · 1.5⌉'),
        from: [
          { label: 'users', quantity: inputs.users },
          { label: 'requests at the peak', quantity: load.arrivals },
        ],
        binding: 'users behind one address',
      };
    },
  }),
  row({
    key: 'limit_req_burst',
    block: ['http'],
    says: 'Requests of one address above that rate which are let through at once.',
    formula: 'max(20, 2 · rate): a page asks for its parts together',
    tooLow: '429 while a page loads',
    tooHigh: 'the rate limits nothing',
    source: `${MANUAL}, ngx_http_limit_req_module`,
    capacity: true,
    derive: ({ inputs, load }) => {
      const rate = rateOf(inputs.users.value, load.arrivals.value);
      return {
        value: derived(Math.max(BURST, 2 * rate), 'count', 'max(20, 2 · rate)'),
        from: [],
        binding: 'pages with their parts',
      };
    },
  }),
];
