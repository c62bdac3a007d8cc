import { type Clock, monotonic } from '../lib/clock.ts';
import type { Sink } from '../lib/io.ts';
import { toJson } from '../lib/terminal-text.ts';
import { createPace } from './pace.ts';
import type { ProgressView } from './progress.ts';
import type { IngestProgress } from './report.ts';

/** Steady enough for a progress bar in another program. */
const TICK_MS = 500;

/** A program that hears nothing for some heartbeats may call the run stuck. */
const HEARTBEAT_MS = 5000;

/**
 * Events as JSON lines: `start` at each phase, `tick` while it goes on, `heartbeat` where nothing else was said for
 * five seconds, and `finish` or `abort` once, at the end.
 */
export function jsonProgress(stderr: Sink, clock: Clock = monotonic): ProgressView {
  const pace = createPace(clock);
  let last: IngestProgress | undefined;
  let saidAt = clock();

  const say = (event: string, progress: IngestProgress | undefined): void => {
    saidAt = clock();
    const { phase = 'discover', done = 0, total } = progress ?? {};
    const etaMs = total === undefined ? undefined : pace.etaMs(total);
    stderr.write(
      toJson({
        event,
        phase,
        done,
        ...(total === undefined ? {} : { total }),
        ...(etaMs === undefined ? {} : { etaMs: Math.round(etaMs) }),
      }),
    );
  };
  const heartbeat = setInterval(() => {
    if (clock() - saidAt >= HEARTBEAT_MS) say('heartbeat', last);
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    progress(progress) {
      pace.add(progress.done);
      const entered = progress.phase !== last?.phase;
      last = progress;
      if (entered) say('start', progress);
      else if (clock() - saidAt >= TICK_MS) say('tick', progress);
    },
    file: () => {},
    end(aborted) {
      clearInterval(heartbeat);
      say(aborted ? 'abort' : 'finish', last);
      return Promise.resolve();
    },
  };
}
