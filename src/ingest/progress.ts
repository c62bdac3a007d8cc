import type { FileReport, IngestPhase, IngestProgress } from './report.ts';

export type ProgressMode = 'auto' | 'plain' | 'json' | 'none';

/** How a run is followed while it goes. All of it is written to stderr. */
export interface ProgressView {
  progress(progress: IngestProgress): void;
  file(file: FileReport): void;
  /** Ends the display. `aborted` where the run did not come to its end. */
  end(aborted: boolean): Promise<void>;
}

export const PHASE_WORDS: Readonly<Record<IngestPhase, string>> = {
  discover: 'Looking for files',
  index: 'Reading CVs',
  'catch-up': 'Completing the index',
  prune: 'Forgetting files that are gone',
};
