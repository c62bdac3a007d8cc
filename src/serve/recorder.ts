import type { Outcome } from '../domain/outcome.ts';
import type { SearchReport } from '../search/report.ts';

/** What `cvx serve` tells of its work. Implemented by the metrics; none of it may throw, wait or keep content. */
export interface Recorder {
  /** One answered request. `route` is the pattern (`/api/candidates/{id}`), never a path; `unmatched` where none fits. */
  request(route: string, method: string, status: number, seconds: number): void;
  search(report: SearchReport): void;
  /** One uploaded file that has its outcome. */
  ingest(outcome: Outcome, seconds: number): void;
  /** One part of it. */
  stage(stage: 'reading' | 'embedding' | 'storing', seconds: number): void;
}

/** Records nothing: for tests and for whoever wants no metrics. */
export const noRecorder: Recorder = {
  request: () => undefined,
  search: () => undefined,
  ingest: () => undefined,
  stage: () => undefined,
};
