import { type Clock, monotonic } from '../lib/clock.ts';
import { count, duration, grouped } from '../lib/format.ts';
import type { Sink } from '../lib/io.ts';
import { createPace } from './pace.ts';
import { PHASE_WORDS, type ProgressView } from './progress.ts';
import type { IngestProgress } from './report.ts';

/** Often enough to show life, seldom enough to keep a log readable; a run shorter than this says nothing. */
const EVERY_MS = 2000;

/** One line now and then, for logs and pipes. Failed files are listed at the end, by the summary. */
export function plainProgress(stderr: Sink, clock: Clock = monotonic): ProgressView {
  const pace = createPace(clock);
  let last = clock();
  return {
    progress(progress) {
      pace.add(progress.done);
      if (clock() - last < EVERY_MS) return;
      last = clock();
      const etaMs = progress.total === undefined ? undefined : pace.etaMs(progress.total);
      stderr.line(progressLine(progress, pace.rate(), etaMs));
    },
    file: () => {},
    end: () => Promise.resolve(),
  };
}

/** `Reading CVs: 120 of 400, 3 failed, 14 per second, 20 s left`. */
export function progressLine(
  { phase, done, total, failed }: IngestProgress,
  rate?: number,
  etaMs?: number,
): string {
  const parts = [
    total === undefined ? count(done, 'file') : `${grouped(done)} of ${grouped(total)}`,
    ...(failed > 0 ? [`${grouped(failed)} failed`] : []),
    ...(rate === undefined ? [] : [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)} per second`]),
    ...(etaMs === undefined || total === done ? [] : [`${duration(Math.ceil(etaMs / 1000))} left`]),
  ];
  return `${PHASE_WORDS[phase]}: ${parts.join(', ')}`;
}
