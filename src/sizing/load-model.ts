import type { Inputs, RequestKind } from './inputs.ts';
import { derived, type Quantity, shown } from './quantity.ts';

/**
 * Busy share of the processors that is planned for. M/M/1 answers in D/(1−ρ): 2.5 times the service time at 0.6, 5 times at
 * 0.8, so that past 0.6 a little more load costs a lot of waiting (Lazowska et al., Quantitative System Performance, 1984, ch. 3).
 */
export const BUSY_SHARE = 0.6;
/** Of slots and job places: they wait for other programs, and a queue in front of them holds what comes at once. */
export const SLOT_SHARE = 0.7;
/** P(wait) 0.085 in the limit (Halfin and Whitt, Heavy-Traffic Limits for Queues with Many Exponential Servers, 1981). */
export const STAFFING_BETA = 1.5;
/** What square-root staffing promises in the limit; a small pool is raised until exact Erlang C is at most this. */
export const WAIT_PROBABILITY = 0.1;

/** Seconds from request to answer over the mix: R = Σ s·W. */
export function meanResponse(mix: readonly RequestKind[]): number {
  return sumOf(mix, ({ seconds }) => seconds);
}

/** Mean over the mix of something that each kind of request costs. */
export function sumOf(mix: readonly RequestKind[], cost: (kind: RequestKind) => number): number {
  return mix.reduce((sum, kind) => sum + kind.share * cost(kind), 0);
}

/**
 * Requests per second of `users` who think for `thinkTime` seconds between requests: the interactive response-time law
 * X = U / (Z + R) (Denning and Buzen, The Operational Analysis of Queueing Network Models, ACM Computing Surveys, 1978),
 * times the peak factor.
 */
export function arrivalRate(users: number, thinkTime: number, response: number, peak: number): number {
  return (peak * users) / (thinkTime + response);
}

/** Requests in flight: N = λ·W (Little, A Proof for the Queuing Formula L = λW, Operations Research, 1961). */
export function inFlight(rate: number, seconds: number): number {
  return rate * seconds;
}

/** Processors busy, and those to have so that `share` of them is: the utilisation law U = X·D (Denning and Buzen, 1978). */
export function coresFor(
  rate: number,
  cpuSeconds: number,
  share = BUSY_SHARE,
): { busy: number; wanted: number } {
  const busy = rate * cpuSeconds;
  return { busy, wanted: busy / share };
}

/**
 * Servers for `load` Erlangs by the square-root rule, c = ⌈a + β√a⌉ (Borst, Mandelbaum and Reiman, Dimensioning Large Call
 * Centers, Operations Research, 2004), raised until exact Erlang C keeps P(wait) at `most` or below: the rule is a limit
 * for many servers, and pools here are small.
 */
export function serversFor(load: number, beta = STAFFING_BETA, most = WAIT_PROBABILITY): number {
  let servers = Math.max(1, Math.ceil(load + beta * Math.sqrt(load)));
  while (erlangC(load, servers) > most) servers++;
  return servers;
}

/**
 * Probability that an arrival waits at `servers` servers with `load` Erlangs; 1 where they cannot keep up. By the recursion
 * of Erlang B, which stays finite for thousands of servers (Erlang, 1917; Cooper, Introduction to Queueing Theory, 1981).
 */
export function erlangC(load: number, servers: number): number {
  if (load <= 0) return 0;
  if (load >= servers) return 1;
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return (servers * blocked) / (servers - load * (1 - blocked));
}

/** What the users ask of each station at the peak. */
export interface Load {
  /** R: mean response time of the mix. */
  readonly response: Quantity;
  /** λ: requests per second at the peak. */
  readonly arrivals: Quantity;
  /** Of ingest alone. */
  readonly ingests: Quantity;
  /** λ·R. */
  readonly inFlight: Quantity;
  /** Processors busy in the backend, PostgreSQL, Qdrant and the workers. */
  readonly backend: Quantity;
  readonly database: Quantity;
  readonly vectors: Quantity;
  readonly jobs: Quantity;
  /** Offered load of the database, in Erlangs: λ·Σ n·t. */
  readonly databaseErlangs: Quantity;
  /** Connections that keep P(wait) low. */
  readonly connections: Quantity;
  /** Ingest jobs at work at the peak, and on average. */
  readonly jobsAtPeak: Quantity;
  readonly jobsOnAverage: Quantity;
}

const isIngest = ({ name }: RequestKind): boolean => name === 'ingest';

/** The load of the inputs. Ingest runs in the queue's workers, so that its processor time counts there as well as in the request. */
export function loadOf(inputs: Inputs): Load {
  const { users, thinkTime, peak, mix } = inputs;
  const response = meanResponse(mix);
  const rate = arrivalRate(users.value, thinkTime.value, response, peak.value);
  const ingestRate = rate * mix.filter(isIngest).reduce((sum, { share }) => sum + share, 0);
  const jobSeconds = Math.max(0, ...mix.filter(isIngest).map(({ seconds }) => seconds));
  const jobCpu = Math.max(0, ...mix.filter(isIngest).map(({ cpuSeconds }) => cpuSeconds));
  const erlangs = inFlight(
    rate,
    sumOf(mix, ({ queries, querySeconds }) => queries * querySeconds),
  );
  const busy = (cost: (kind: RequestKind) => number): number => coresFor(rate, sumOf(mix, cost)).busy;
  const arrivals = derived(
    rate,
    'perSecond',
    `P·U/(Z+R) = ${shown(peak)} × ${shown(users)} / (${shown(thinkTime)} + ${shown({ value: response, unit: 'seconds' })})`,
  );
  return {
    response: derived(response, 'seconds', 'Σ share × mean time of the request mix'),
    arrivals,
    ingests: derived(ingestRate, 'perSecond', 'share of ingest × λ'),
    inFlight: derived(inFlight(rate, response), 'count', "λ·R (Little's law)"),
    backend: derived(
      busy(({ cpuSeconds }) => cpuSeconds),
      'cores',
      'λ·Σ share × CPU of the backend',
    ),
    database: derived(
      erlangs,
      'cores',
      'λ·Σ share × queries × time each: a statement that holds a connection counts as one busy core',
    ),
    vectors: derived(
      busy(({ vectorCalls, vectorSeconds }) => vectorCalls * vectorSeconds),
      'cores',
      'λ·Σ share × vector calls × CPU of each',
    ),
    jobs: derived(ingestRate * jobCpu, 'cores', 'ingests per second × CPU of one'),
    databaseErlangs: derived(erlangs, 'erlangs', 'λ·Σ share × queries × time each'),
    connections: derived(
      serversFor(erlangs),
      'count',
      '⌈a + 1.5·√a⌉, raised until Erlang C gives P(wait) ≤ 0.1',
    ),
    jobsAtPeak: derived(
      inFlight(ingestRate, jobSeconds),
      'count',
      "ingests per second × time of one (Little's law)",
    ),
    jobsOnAverage: derived(
      inFlight(ingestRate / peak.value, jobSeconds),
      'count',
      'the same without the peak factor',
    ),
  };
}
