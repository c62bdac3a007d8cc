import { derived, type Quantity, shown, type Unit } from './quantity.ts';
import type { Stack } from './stack.ts';

export type InvariantId =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I4'
  | 'I5'
  | 'I6'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I10'
  | 'I11'
  | 'I12'
  | 'I13'
  | 'I14'
  | 'I15'
  | 'I16'
  | 'I17'
  | 'I18';

export interface Term {
  /** `backend: 2 instances × 2 processes × (2 + 1)`. */
  readonly label: string;
  /** What the term adds to the sum, with the place or the reason of the number that a person would change. */
  readonly quantity: Quantity;
}

/**
 * What an invariant says of one subject. The sum of the terms is at most the bound, or the invariant does not hold.
 * `missing`: it cannot be judged, and these are the numbers that nobody knows; such a judgement is neither good nor bad.
 */
export type Judgement = Judged | NotJudged;

export interface Judged {
  readonly subject: string;
  readonly judged: true;
  readonly holds: boolean;
  readonly terms: readonly Term[];
  readonly sum: Quantity;
  readonly bound: Quantity;
  /** `bound − sum`, negative where it does not hold. */
  readonly margin: number;
  /** Of a failure. */
  readonly severity: 'error' | 'warning';
  /** One sentence with the numbers. */
  readonly says: string;
}

export interface NotJudged {
  readonly subject: string;
  readonly judged: false;
  /** `max_connections of postgres`. */
  readonly missing: readonly string[];
}

/** One rule that a healthy stack keeps: the tuner solves for it, the doctor judges by it. */
export interface Invariant {
  readonly id: InvariantId;
  readonly title: string;
  /** The formula. */
  readonly statement: string;
  /** What goes wrong where it does not hold. */
  readonly why: string;
  readonly source: string;
  /** One judgement per subject; none where the stack has nothing of the kind. Pure. */
  readonly judge: (stack: Stack) => readonly Judgement[];
}

/** Keeps the type of an invariant as written. */
export function defineInvariant(invariant: Invariant): Invariant {
  return invariant;
}

interface Comparison {
  readonly subject: string;
  readonly terms: readonly Term[];
  readonly bound: Quantity;
  readonly severity?: 'error' | 'warning';
  readonly unit?: Unit;
  /** What the sum is called: `connections wanted`. */
  readonly what: string;
  readonly limit: string;
}

/** Relative slack for sums of fractions: 0.1 + 0.2 is no breach of 0.3. */
const ROUNDING = 1e-9;

/** Terms ≤ bound. */
export function atMost(input: Comparison): Judged {
  const sum = input.terms.reduce((total, { quantity }) => total + quantity.value, 0);
  const total = derived(
    sum,
    input.unit ?? input.bound.unit,
    input.terms.map(({ label }) => label).join(' + '),
  );
  const margin = input.bound.value - sum;
  return {
    subject: input.subject,
    judged: true,
    holds: margin >= -ROUNDING * Math.max(1, Math.abs(input.bound.value)),
    terms: input.terms,
    sum: total,
    bound: input.bound,
    margin,
    severity: input.severity ?? 'error',
    says: `${input.what} ${shown(total)}, ${input.limit} ${shown(input.bound)}.`,
  };
}

export function unknown(subject: string, missing: readonly string[]): NotJudged {
  return { subject, judged: false, missing };
}
