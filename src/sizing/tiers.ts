import { CvxError } from '../lib/errors.ts';

export const TIER_NAMES = ['baseline', 'optimized', 'medium', 'high', 'enterprise'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** Share of the response time, the errors and the machine that a tier is to reach; shares as fractions. */
export interface Targets {
  readonly users: number | undefined;
  readonly responseSeconds: number;
  readonly errorRatio: number;
  readonly utilisation: number;
}

/** One row of the product's tier table. Bounds are inclusive. */
export interface Tier {
  readonly name: TierName;
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly changes: readonly string[];
  readonly targets: Targets;
  /** Backend containers at least, and one more than the load needs, so that one may fail or restart. */
  readonly backends: number;
  readonly spare: boolean;
  /** A second PostgreSQL that follows the first, and reads. */
  readonly standby: boolean;
  /** Qdrant nodes at least and copies of each shard; 3 nodes keep a majority when one is lost. */
  readonly qdrantNodes: number;
  readonly replication: number;
}

/** Past this, one primary and one cluster are no plan: the number is a typing error or a matter for several such stacks. */
export const MOST_USERS = 1_000_000;

export const TIERS: readonly Tier[] = [
  {
    name: 'baseline',
    from: 0,
    to: 100,
    title: 'immediate fixes on one machine',
    changes: [
      'Qdrant pool of 50 connections, 10 per process, 30 s timeout',
      'Redis with maxmemory, a password and without dangerous commands',
      'application metrics endpoint',
    ],
    targets: { users: 100, responseSeconds: 2, errorRatio: 0.05, utilisation: 0.6 },
    backends: 1,
    spare: false,
    standby: false,
    qdrantNodes: 1,
    replication: 1,
  },
  {
    name: 'optimized',
    from: 101,
    to: 200,
    title: "today's optimised machine",
    changes: [
      '2 backend processes, 2 to 8 jobs at once',
      'memory thresholds below the container limit',
      'database pool from the connection budget',
      '100 requests at once per process, 150 in all',
    ],
    targets: { users: 200, responseSeconds: 1, errorRatio: 0.01, utilisation: 0.4 },
    backends: 1,
    spare: false,
    standby: false,
    qdrantNodes: 1,
    replication: 1,
  },
  {
    name: 'medium',
    from: 201,
    to: 500,
    title: 'several backends on one machine',
    changes: [
      '2 backend containers, more jobs at once',
      'Qdrant with 8 service workers and 4 optimisation threads where the cores are there',
      'PostgreSQL tuned, pools counted, alerts on',
    ],
    targets: { users: 500, responseSeconds: 0.5, errorRatio: 0.005, utilisation: 0.3 },
    backends: 2,
    spare: true,
    standby: false,
    qdrantNodes: 1,
    replication: 1,
  },
  {
    name: 'high',
    from: 501,
    to: 1000,
    title: 'nothing that one failure takes down',
    changes: [
      'nginx with least_conn over 3 backends',
      'PostgreSQL primary and replica',
      'Qdrant cluster of 3 with two copies',
      'caching; static files from a CDN',
    ],
    targets: { users: 1000, responseSeconds: 0.2, errorRatio: 0.001, utilisation: 0.25 },
    backends: 3,
    spare: true,
    standby: true,
    qdrantNodes: 3,
    replication: 2,
  },
  {
    name: 'enterprise',
    from: 1001,
    to: MOST_USERS,
    title: 'several machines',
    changes: [
      'services on hosts of their own, work through Redis Streams',
      'auto-scaling groups, CDN',
      'Kubernetes as the next step',
    ],
    // The notes name none beyond 1,000 users; what the high tier reached is kept.
    targets: { users: undefined, responseSeconds: 0.2, errorRatio: 0.001, utilisation: 0.25 },
    backends: 3,
    spare: true,
    standby: true,
    qdrantNodes: 3,
    replication: 2,
  },
];

/** The tier of so many users. Throws CVX_USERS outside 1 to 1,000,000. */
export function tierFor(users: number): Tier {
  const tier = TIERS.find(({ to }) => users <= to);
  if (tier === undefined || !Number.isInteger(users) || users < 1) {
    throw new CvxError(
      'CVX_USERS',
      `${users} users: expected a whole number from 1 to ${MOST_USERS.toLocaleString('en-US')}`,
      {
        hint: 'Give the people who use the stack in the busiest hour: --users 500',
      },
    );
  }
  return tier;
}

/** Throws CVX_TIER where there is none of that name. */
export function tierNamed(name: string): Tier {
  const tier = TIERS.find((tier) => tier.name === name);
  if (tier !== undefined) return tier;
  throw new CvxError('CVX_TIER', `No tier ${name}`, { hint: `Tiers: ${TIER_NAMES.join(', ')}` });
}

export interface Phase {
  readonly phase: 1 | 2 | 3 | 4;
  readonly title: string;
  readonly due: string;
  /** Of the tiers that the phase brings in. */
  readonly tiers: readonly TierName[];
  readonly from: Targets | undefined;
  readonly to: Targets;
}

function targetsOf(name: TierName): Targets {
  return tierNamed(name).targets;
}

export const PHASES: readonly Phase[] = [
  {
    phase: 1,
    title: 'immediate fixes',
    due: 'week 1',
    tiers: ['baseline', 'optimized'],
    from: targetsOf('baseline'),
    to: targetsOf('optimized'),
  },
  {
    phase: 2,
    title: 'medium',
    due: 'weeks 2 and 3',
    tiers: ['medium'],
    from: targetsOf('optimized'),
    to: targetsOf('medium'),
  },
  {
    phase: 3,
    title: 'high',
    due: 'month 2',
    tiers: ['high'],
    from: targetsOf('medium'),
    to: targetsOf('high'),
  },
  {
    phase: 4,
    title: 'enterprise',
    due: 'month 3 and later',
    tiers: ['enterprise'],
    from: targetsOf('high'),
    to: targetsOf('enterprise'),
  },
];

export interface PlannedPhase extends Phase {
  /** `now`: what this plan holds. `next`: the phase after it. `later`: the rest. */
  readonly when: 'now' | 'next' | 'later';
  readonly steps: readonly string[];
}

/** What to do now for that tier, what comes next, and what later. */
export function phasesOf(tier: Tier): readonly PlannedPhase[] {
  const current = PHASES.findIndex(({ tiers }) => tiers.includes(tier.name));
  return PHASES.map((phase, index) => ({
    ...phase,
    when: index <= current ? 'now' : index === current + 1 ? 'next' : 'later',
    steps: phase.tiers
      .map(tierNamed)
      .filter(({ from }) => index !== current || from <= tier.from)
      .flatMap(({ changes }) => changes),
  }));
}
