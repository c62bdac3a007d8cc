import { BURST } from '../placement.ts';
import { atMost, defineInvariant, type Invariant, type Judgement, type Term, unknown } from '../invariant.ts';
import { SLOT_SHARE } from '../load-model.ts';
import { derived, type Quantity } from '../quantity.ts';
import {
  instancesOf,
  servicesOf,
  type Stack,
  type StackHost,
  type StackKind,
  type StackService,
} from '../stack.ts';
import { share } from './connections.ts';
import { ask, processesOf, runningOn, term, timesTerm } from './terms.ts';

/** Somebody waits for their answers. */
const CRITICAL: ReadonlySet<StackKind> = new Set([
  'nginx',
  'backend',
  'qdrant',
  'postgres',
  'pgbouncer',
  'redis',
]);

function isCritical({ kind, role }: StackService): boolean {
  return CRITICAL.has(kind) && role !== 'queue';
}

type CpuKey = 'cpuLimit' | 'cpuReservation';

function cpuTerms(
  stack: Stack,
  host: StackHost,
  key: CpuKey,
  which: (service: StackService) => boolean,
): readonly Term[] {
  return runningOn(stack, host).flatMap(({ service, count }) => {
    const cores = service[key];
    return cores === undefined || !which(service) ? [] : [timesTerm(service, count, cores)];
  });
}

const I8 = defineInvariant({
  id: 'I8',
  title: 'Cores of a host carry what users wait for',
  statement:
    'Σ CPU limits of nginx, backend, Qdrant, PostgreSQL and cache ≤ 1.5 · cores; Σ reservations ≤ cores; per host',
  why: 'At the peak they take the cores from one another, and all answers become slow together.',
  source: 'utilisation law (Denning and Buzen 1978); 1.5: they do not all peak at once',
  judge: (stack) =>
    stack.hosts.flatMap((host): readonly Judgement[] => {
      const { cores } = host;
      const missing = runningOn(stack, host)
        .filter(({ service }) => isCritical(service) && service.cpuLimit === undefined)
        .map(({ service }) => `${service.name}: CPU limit`);
      if (cores === undefined) return [unknown(host.name, [`${host.name}: cores`, ...missing])];
      const limits = atMost({
        subject: host.name,
        terms: cpuTerms(stack, host, 'cpuLimit', isCritical),
        bound: share(cores, BURST, `1.5 × ${cores.value} cores`),
        severity: 'warning',
        what: 'CPU limits of what users wait for add up to',
        limit: `1.5 times the cores of ${host.name} is`,
      });
      const reserved = cpuTerms(stack, host, 'cpuReservation', () => true);
      return [
        missing.length > 0 && limits.holds ? unknown(host.name, missing) : limits,
        ...(reserved.length === 0
          ? []
          : [
              atMost({
                subject: `${host.name} reservations`,
                terms: reserved,
                bound: cores,
                what: 'Reservations add up to',
                limit: `${host.name} has`,
              }),
            ]),
      ];
    }),
});

/** Of one process of a program: what it may open at its limits. */
const OPENS: readonly {
  readonly kind: StackKind;
  readonly key: 'worker_connections' | 'maxclients';
  readonly label: string;
  readonly of: (value: number) => number;
}[] = [
  { kind: 'nginx', key: 'worker_connections', label: '2 × worker_connections', of: (value) => 2 * value },
  { kind: 'redis', key: 'maxclients', label: 'maxclients + 32', of: (value) => value + 32 },
];
const QDRANT_FILES = 10_000;

const I9 = defineInvariant({
  id: 'I9',
  title: 'Open files allow the connections that are allowed',
  statement:
    'nginx: 2 · worker_connections ≤ nofile; Redis: maxclients + 32 ≤ nofile; Qdrant: nofile ≥ 10,000',
  why: 'Too many open files; Redis lowers maxclients without being asked.',
  source:
    'redis.conf, maxclients; nginx worker_rlimit_nofile; Qdrant documentation, Installation; qdrant#2569',
  judge: (stack) => [
    ...OPENS.flatMap(({ kind, key, label, of }) =>
      servicesOf(stack, kind).map((service) => {
        const { found, missing } = ask(service, [key, 'nofile']);
        if (found === undefined) return unknown(service.name, missing);
        return filesOf(service.name, [term(label, of(found[key].value), 'count', found[key])], found.nofile);
      }),
    ),
    ...servicesOf(stack, 'qdrant').map((service) => {
      const { found, missing } = ask(service, ['nofile']);
      if (found === undefined) return unknown(service.name, missing);
      return filesOf(
        service.name,
        [term('files of segments and sockets', QDRANT_FILES, 'count')],
        found.nofile,
      );
    }),
  ],
});

function filesOf(subject: string, terms: readonly Term[], bound: Quantity): Judgement {
  return atMost({ subject, terms, bound, what: 'It may open', limit: `${subject} is allowed` });
}

const I10 = defineInvariant({
  id: 'I10',
  title: 'Every station has places for what is at work',
  statement: 'λ·W ≤ 0.7 · slots: requests of the backends, jobs of the workers, statements of the database',
  why: 'The queue in front of it grows as long as the peak lasts.',
  source: "Little's law (1961)",
  judge: (stack) => {
    const { load } = stack;
    const backends = servicesOf(stack, 'backend');
    const workers = servicesOf(stack, 'worker');
    if (load === undefined) return backends.length > 0 ? [unknown('backend', ['number of users'])] : [];
    return [
      ...station('backend', load.inFlight, backends),
      ...station('worker', load.jobs, workers),
      ...database(stack, load.database),
    ];
  },
});

function station(name: string, inFlight: Quantity, services: readonly StackService[]): readonly Judgement[] {
  if (services.length === 0) return [];
  const asked = services.map((service) => ({ service, ...ask(service, ['slots']) }));
  const missing = asked.flatMap((one) => one.missing);
  if (missing.length > 0) return [unknown(name, missing)];
  const slots = asked.reduce(
    (sum, { service, found }) => sum + (found?.slots.value ?? 0) * instancesOf(service),
    0,
  );
  return [busy(name, inFlight, slots)];
}

function database(stack: Stack, erlangs: Quantity): readonly Judgement[] {
  const clients = servicesOf(stack, 'backend', 'worker').map((service) => ({
    service,
    ...ask(service, ['db.pool', 'db.overflow']),
  }));
  if (clients.length === 0 || servicesOf(stack, 'postgres').length === 0) return [];
  const missing = clients.flatMap((one) => one.missing);
  if (missing.length > 0) return [unknown('database', missing)];
  const slots = clients.reduce(
    (sum, { service, found }) =>
      sum + processesOf(service) * ((found?.['db.pool'].value ?? 0) + (found?.['db.overflow'].value ?? 0)),
    0,
  );
  return [busy('database', erlangs, slots)];
}

function busy(subject: string, inFlight: Quantity, slots: number): Judgement {
  return atMost({
    subject,
    terms: [{ label: 'at work at the peak', quantity: { ...inFlight, unit: 'count' } }],
    bound: derived(SLOT_SHARE * slots, 'count', `0.7 × ${slots} places`),
    severity: 'warning',
    what: 'At the peak are at work',
    limit: `0.7 of the places of ${subject} is`,
  });
}

export const WORK_INVARIANTS: readonly Invariant[] = [I8, I9, I10];
