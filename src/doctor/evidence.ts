import type { Project } from '../project/project.ts';
import type { LiveEvidence } from './live/live.ts';
import type { LogEvidence } from './logs/log-evidence.ts';

/** A fact that was looked for: seen, or not to be seen and why. */
export type Observed<T> =
  | { readonly seen: true; readonly value: T }
  | { readonly seen: false; readonly why: string };

/** Everything that the checks look at, collected before the first of them runs. */
export interface Evidence {
  /** The day of the run, for what has a date. */
  readonly now: Date;
  readonly project: Project;
  readonly logs: LogEvidence;
  readonly live: LiveEvidence;
}
