import type { Registry } from 'prom-client';
import type { Outcome } from '../domain/outcome.ts';
import { counter, histogram } from './registry.ts';

/** The stages that `ingest` times. */
export type IngestStage = 'reading' | 'embedding' | 'storing';

export interface IngestObserver {
  /** One uploaded file that has its outcome. */
  ingest(outcome: Outcome, seconds: number): void;
  /** One part of it. */
  stage(stage: IngestStage, seconds: number): void;
}

export function observeIngests(registry: Registry): IngestObserver {
  const files = counter(registry, 'cvx_ingest_files_total');
  const durations = histogram(registry, 'cvx_ingest_duration_seconds');
  const stages = histogram(registry, 'cvx_ingest_stage_duration_seconds');
  return {
    ingest: (outcome, seconds) => {
      files.inc({ outcome });
      durations.observe(seconds);
    },
    stage: (stage, seconds) => stages.observe({ stage }, seconds),
  };
}
