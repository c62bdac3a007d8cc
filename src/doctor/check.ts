import type { Edit } from '../edits/edit.ts';
import type { Place } from '../project/project.ts';
import type { Evidence } from './evidence.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Which part of a stack a check looks at; the order is that of the report. */
export const AREAS = [
  'backend',
  'redis',
  'postgres',
  'qdrant',
  'prometheus',
  'nginx',
  'compose',
  'env',
  'host',
  'capacity',
  'cvx',
] as const;
export type Area = (typeof AREAS)[number];

/**
 * `safe`: a file edit that any `--fix` makes. `confirm`: changes behaviour, exposure or a secret; only by name (`--allow`).
 * `never`: the patch is printed, a person applies it.
 */
export type FixClass = 'safe' | 'confirm' | 'never';

/** A kind of thing that speaks for a finding; two kinds that agree confirm it. */
export type Witness = 'log' | 'config' | 'live';

/** One thing that was seen. `text` holds no secret and at most one line. */
export interface Seen {
  readonly by: Witness;
  readonly text: string;
  readonly at?: Place;
}

/** How a person, or cvx, would end a finding. */
export interface Fix {
  readonly class: FixClass;
  readonly edits: readonly Edit[];
  /** Services that must be recreated before the edit takes effect. */
  readonly restart?: readonly string[];
  /** Log lines are the proof, and this program writes its line at most once in so many ms: wait twice that. */
  readonly proofWaitMs?: number;
}

/** One thing that is wrong, at one place that a person would edit. */
export interface Finding {
  /** What is wrong here, one sentence with the values seen. No secret. */
  readonly message: string;
  readonly at: Place;
  readonly related?: readonly Place[];
  readonly evidence: readonly Seen[];
  /** What to do here, in words; replaces the check's general `repair` where given. */
  readonly repair?: string;
  readonly fix?: Fix;
  /** Where one check finds both: `warning` for a lesser case. */
  readonly severity?: Severity;
}

/** What a check says. Three of the four are no findings. */
export type Verdict =
  | { readonly state: 'healthy' }
  | { readonly state: 'not-applicable'; readonly why: string }
  /** Nothing that was at hand can tell; never counted as healthy. */
  | { readonly state: 'not-observable'; readonly why: string }
  | { readonly state: 'found'; readonly findings: readonly [Finding, ...Finding[]] };

/** A line in a program's log that a check asks for. */
export interface LogPattern {
  /** Unique within the check. */
  readonly name: string;
  /** A literal that every match contains, ASCII, at least 8 characters: gigabytes are searched for it alone. */
  readonly literal: string;
  /** Applied to lines that hold the literal; named groups are tallied. Defaults to the literal. */
  readonly pattern?: RegExp;
}

/**
 * One check: one file, named by its id. Pure: it looks at evidence that was collected before, and returns edits; it touches
 * no disk, no network and no process.
 */
export interface Check {
  /** The catalogue's id, flat: `redis-http-probe`. */
  readonly id: string;
  readonly area: Area;
  readonly severity: Severity;
  /** What is checked, as a short noun phrase or sentence. */
  readonly title: string;
  /** What goes wrong where this is not healthy, and how the symptom comes from the cause. */
  readonly why: string;
  /** What to do, in general. */
  readonly repair: string;
  /** The riskiest class among its fixes. */
  readonly fixClass: FixClass;
  /** Manual page, source line or issue that the reason and the threshold come from. */
  readonly source: string;
  readonly logs?: readonly LogPattern[];
  /** Ids of checks whose finding at the very same place says less than this one's, and is left out beside it. */
  readonly supersedes?: readonly string[];
  run(evidence: Evidence): Verdict;
}

export const HEALTHY: Verdict = { state: 'healthy' };

export function notApplicable(why: string): Verdict {
  return { state: 'not-applicable', why };
}

export function notObservable(why: string): Verdict {
  return { state: 'not-observable', why };
}

/** `healthy` where there is nothing to report. */
export function found(findings: readonly Finding[]): Verdict {
  const [first, ...rest] = findings;
  return first === undefined ? HEALTHY : { state: 'found', findings: [first, ...rest] };
}

/** Keeps the type of a check as written, for the registry. */
export function defineCheck(check: Check): Check {
  return check;
}
