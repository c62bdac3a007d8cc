import type { IngestPhase, IngestProgress } from './report.ts';

/** Slow enough to cost nothing, fast enough to look alive. */
const INTERVAL_MS = 100;

type Stage = keyof IngestProgress['stage'];

/** Counts what a run has done and tells it now and then. */
export interface ProgressMeter {
  discovered(files: number): void;
  allDiscovered(): void;
  done(complete: boolean): void;
  phase(phase: IngestPhase): void;
  /** Runs `work` and counts it as under way in `stage`. */
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  finish(): void;
}

export function progressMeter(tell: (progress: IngestProgress) => void): ProgressMeter {
  const stage = { reading: 0, embedding: 0, storing: 0 };
  let phase: IngestPhase = 'discover';
  let found = 0;
  let complete = false;
  let done = 0;
  let failed = 0;
  let toldAt = 0;

  function report(now = performance.now()): void {
    toldAt = now;
    tell({ phase, done, ...(complete ? { total: found } : {}), failed, stage: { ...stage } });
  }
  function tick(): void {
    const now = performance.now();
    if (now - toldAt >= INTERVAL_MS) report(now);
  }
  function enter(next: IngestPhase): void {
    if (phase === next) return;
    phase = next;
    report();
  }

  return {
    discovered(files) {
      found += files;
      tick();
    },
    allDiscovered() {
      complete = true;
      enter('index');
    },
    done(isComplete) {
      done += 1;
      if (!isComplete) failed += 1;
      tick();
    },
    phase: enter,
    async time(name, work) {
      stage[name] += 1;
      tick();
      try {
        return await work();
      } finally {
        stage[name] -= 1;
      }
    },
    finish: () => report(),
  };
}
