import type { CandidateId } from '../domain/document.ts';
import type { CvxError } from '../lib/errors.ts';
import type { Outcome } from '../domain/outcome.ts';

/** What became of one file of this run. */
export interface FileReport {
  readonly path: string;
  readonly outcome: Outcome;
  /** Present for every outcome but `indexed` and `unchanged`. For the user; holds no CV text. */
  readonly reason?: string;
  /** The person, where the file gave one. */
  readonly id?: CandidateId;
}

export type IngestPhase = 'discover' | 'index' | 'catch-up' | 'prune';

/** Sent at most every 100 ms and at each change of phase. */
export interface IngestProgress {
  readonly phase: IngestPhase;
  readonly done: number;
  /** Absent while files are still being discovered. */
  readonly total?: number;
  /** Files so far whose outcome is not complete (domain/outcome.ts). */
  readonly failed: number;
  /** Where time goes now, for the live view. */
  readonly stage: { readonly reading: number; readonly embedding: number; readonly storing: number };
}

export interface IngestReport {
  readonly files: readonly FileReport[];
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly seconds: number;
  /** Present where the index could not be reached: people are stored, and the next run adds them to it. */
  readonly unreachable?: CvxError;
  /** Paths handed to the workers of `--queue`, which give them their outcome. */
  readonly queued: readonly string[];
  /** Paths whose file is gone and that `--prune` forgot. */
  readonly pruned: readonly string[];
  /** True where Ctrl-C ended the run before all files were done. */
  readonly interrupted: boolean;
}

export interface IngestRequest {
  /** Files, folders (recursive), globs. */
  readonly paths: readonly string[];
  /** Read and report, store nothing. */
  readonly dryRun: boolean;
  /** Forget files below `paths` that are gone. */
  readonly prune: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IngestProgress) => void;
  readonly onFile: (file: FileReport) => void;
}
