import { POSTGRES_MAJORS } from '../facts/postgres-major.ts';
import { CvxError } from '../lib/errors.ts';
import { type Backend, type Host, type Inputs, type RequestKind, type Wishes } from './inputs.ts';
import { assumed, derived, given, MIB, type Quantity, type Unit } from './quantity.ts';
import { MOST_USERS, type Tier, tierFor, tierNamed } from './tiers.ts';

/**
 * The request mix of the product's worked example. It names shares, times and processor time; how the 13.2 ms of database
 * time of a mean request split over statements of 4 ms is chosen to give its Erlangs. Vector calls: the two legs of a
 * search, and one batch written per CV.
 */
export const EXAMPLE_MIX: readonly RequestKind[] = [
  {
    name: 'search',
    share: 0.2,
    seconds: 0.6,
    cpuSeconds: 0.03,
    queries: 3,
    querySeconds: 0.004,
    vectorCalls: 2,
    vectorSeconds: 0.008,
  },
  {
    name: 'read',
    share: 0.75,
    seconds: 0.12,
    cpuSeconds: 0.01,
    queries: 2,
    querySeconds: 0.004,
    vectorCalls: 0,
    vectorSeconds: 0,
  },
  {
    name: 'ingest',
    share: 0.05,
    seconds: 0.9,
    cpuSeconds: 0.06,
    queries: 24,
    querySeconds: 0.004,
    vectorCalls: 1,
    vectorSeconds: 0.02,
  },
];

/** CVs per user where nobody says how many: the worked example has 200 or 250 in every row. */
const CVS_PER_USER = 200;

/** What holds of a number that is given: `least` to `most`, whole or not. */
interface Range {
  readonly name: string;
  readonly unit: Unit;
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

const RANGES = {
  users: { name: 'users', unit: 'count', least: 1, most: MOST_USERS, whole: true },
  thinkTime: { name: 'think time', unit: 'seconds', least: 0, most: 3600 },
  peak: { name: 'peak factor', unit: 'ratio', least: 1, most: 100 },
  cvs: { name: 'CVs', unit: 'count', least: 1, most: 1e9, whole: true },
  vectorsPerCv: { name: 'vectors per CV', unit: 'count', least: 1, most: 10_000 },
  // The range of a Qdrant vector (facts: vectors.size).
  dims: { name: 'dimensions', unit: 'count', least: 1, most: 65_536, whole: true },
  growth: { name: 'growth', unit: 'ratio', least: 1, most: 1000 },
  slo: { name: 'response time', unit: 'seconds', least: 0.01, most: 600 },
  hosts: { name: 'hosts', unit: 'count', least: 1, most: 1000, whole: true },
  gpu: { name: 'memory of the graphics card', unit: 'bytes', least: MIB, most: 1e13 },
  processMemory: { name: 'memory of a backend process', unit: 'bytes', least: MIB, most: 1e13 },
  processGpu: { name: 'graphics memory of a process', unit: 'bytes', least: MIB, most: 1e13 },
} as const satisfies Record<string, Range>;

/**
 * Fills in what is not wished with defaults, each with its reason. Throws CVX_SIZING_INPUT for a number out of its range,
 * CVX_USERS and CVX_TIER for users and tiers that there are none of.
 */
export function inputsOf(wishes: Wishes & { readonly host: Host }): Inputs {
  const backend = wishes.backend ?? 'cvx';
  const users = wishes.users ?? usersOf(wishes);
  if (wishes.users !== undefined) tierFor(users.value);
  const tier: Tier = wishes.tier === undefined ? tierFor(users.value) : tierNamed(wishes.tier);
  const postgres = wishes.postgres ?? 17;
  if (!POSTGRES_MAJORS.includes(postgres)) throw outOfRange('PostgreSQL', 'a major version from 15 to 18');
  const take: Take = (key, fallback) => checked(RANGES[key], wishes[key] ?? fallback);
  return {
    ...defaultsByBackend(backend, take),
    ...workload(wishes, take),
    users: checked(RANGES.users, users),
    tier,
    tierGiven: wishes.tier !== undefined,
    cvs: take(
      'cvs',
      assumed(
        CVS_PER_USER * users.value,
        'count',
        '200 per user, as in the worked example; --cvs gives the number',
      ),
    ),
    slo: take('slo', assumed(tier.targets.responseSeconds, 'seconds', `target of the ${tier.name} tier`)),
    storage: wishes.storage ?? 'ssd',
    gpu: wishes.gpu === undefined ? undefined : checked(RANGES.gpu, wishes.gpu),
    host: wishes.host,
    quantization: wishes.quantization ?? 'auto',
    postgres,
    backend,
    jobMemory: assumed(256 * MIB, 'bytes', 'cap of one parsing process of cvx'),
    extras: wishes.extras ?? [],
  };
}

/** What does not depend on users or backend. */
function workload(
  wishes: Wishes,
  take: Take,
): Pick<Inputs, 'thinkTime' | 'peak' | 'mix' | 'mixOrigin' | 'growth' | 'hosts' | 'processGpu'> {
  return {
    thinkTime: take(
      'thinkTime',
      assumed(
        20,
        'seconds',
        'pause between two requests of one user in the worked example of the sizing model',
      ),
    ),
    peak: take(
      'peak',
      assumed(2, 'ratio', 'busiest minute over the mean of the busy hour; measure it with Prometheus'),
    ),
    mix: checkedMix(wishes.mix?.kinds ?? EXAMPLE_MIX),
    mixOrigin: wishes.mix?.origin ?? {
      kind: 'default',
      note: 'request mix of the worked example: search 20 %, read 75 %, ingest 5 %; measure it with cvx load',
    },
    growth: take(
      'growth',
      assumed(
        1,
        'ratio',
        'the number of CVs is that to plan for; --growth 1.5 adds half as many in 12 months',
      ),
    ),
    hosts: take('hosts', assumed(1, 'count', 'one host and one compose file unless --hosts says otherwise')),
    processGpu: take(
      'processGpu',
      assumed(
        1536 * MIB,
        'bytes',
        'a sentence model of 400 MB with its CUDA context and one batch; each process loads its own',
      ),
    ),
  };
}

type Take = (key: keyof typeof RANGES, fallback: Quantity) => Quantity;

/** What is known of cvx itself was measured; of a Python backend the tier table and one real stack tell. */
function defaultsByBackend(
  backend: Backend,
  take: Take,
): Pick<Inputs, 'vectorsPerCv' | 'dims' | 'processMemory'> {
  if (backend === 'cvx')
    return {
      vectorsPerCv: take(
        'vectorsPerCv',
        assumed(8, 'count', "cvx's chunker made 70,732 passages of 10,000 CVs: 7.1 each, rounded up"),
      ),
      dims: take('dims', assumed(256, 'count', 'the model that ships with cvx')),
      processMemory: take(
        'processMemory',
        assumed(
          256 * MIB,
          'bytes',
          'a process with the bundled model and the clients of the stores took 123 MB after 300 batches; twice that, for requests at work',
        ),
      ),
    };
  return {
    vectorsPerCv: take(
      'vectorsPerCv',
      assumed(
        32,
        'count',
        'the one real stack that was counted; give --vectors-per-cv, it is the largest lever there is',
      ),
    ),
    dims: take('dims', assumed(768, 'count', 'sentence models of the usual size')),
    processMemory: take(
      'processMemory',
      assumed(
        435 * MIB,
        'bytes',
        "the tier table's container of 1 GB holds two processes at 0.85 of its limit",
      ),
    ),
  };
}

function usersOf({ tier }: Wishes): Quantity {
  if (tier === undefined) return assumed(50, 'count', 'half of the smallest tier; --users gives the number');
  const { to, from } = tierNamed(tier);
  const users = tier === 'enterprise' ? 2 * (from - 1) : to;
  return derived(
    users,
    'count',
    tier === 'enterprise' ? 'twice the high tier' : `most users of the ${tier} tier`,
  );
}

function checked(range: Range, quantity: Quantity): Quantity {
  const { value } = quantity;
  const { least, most } = range;
  const fits =
    Number.isFinite(value) &&
    value >= least &&
    value <= most &&
    (range.whole !== true || Number.isInteger(value));
  if (fits) return quantity;
  const kind = range.whole === true ? 'a whole number' : 'a number';
  throw outOfRange(`${range.name} (${quantity.origin.note}: ${value})`, `${kind} from ${least} to ${most}`);
}

/** Shares that add up to something else are scaled: a measured mix never adds up exactly. */
function checkedMix(mix: readonly RequestKind[]): readonly RequestKind[] {
  const total = mix.reduce((sum, { share }) => sum + share, 0);
  const whole = mix.every((kind) =>
    [
      kind.share,
      kind.seconds,
      kind.cpuSeconds,
      kind.queries,
      kind.querySeconds,
      kind.vectorCalls,
      kind.vectorSeconds,
    ].every((value) => Number.isFinite(value) && value >= 0),
  );
  if (!whole || !(total > 0))
    throw outOfRange('request mix', 'shares above 0 and times of 0 or more seconds');
  return Math.abs(total - 1) < 1e-9 ? mix : mix.map((kind) => ({ ...kind, share: kind.share / total }));
}

function outOfRange(what: string, expected: string): CvxError {
  return new CvxError('CVX_SIZING_INPUT', `${what}: expected ${expected}`, {
    hint: 'cvx tune --help lists what can be given.',
  });
}

/** The same wish for another number of users: what follows from them by default follows anew. */
export function withUsers(inputs: Inputs, users: number): Inputs {
  const tier = inputs.tierGiven ? inputs.tier : tierFor(users);
  const follows = inputs.cvs.origin.kind === 'default';
  return {
    ...inputs,
    users: given(users, 'count', `${users} users`),
    tier,
    cvs: follows ? { ...inputs.cvs, value: CVS_PER_USER * users } : inputs.cvs,
    slo:
      inputs.slo.origin.kind === 'default'
        ? { ...inputs.slo, value: tier.targets.responseSeconds }
        : inputs.slo,
  };
}
