import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../../command.ts';
import { duration } from '../../lib/format.ts';
import type { Check } from '../check.ts';
import { collect, type Collected, type CollectRequest } from '../collect.ts';
import { diagnose, type Diagnosis, mergeDiagnoses } from '../diagnose.ts';
import type { Evidence } from '../evidence.ts';
import type { LiveEvidence } from '../live/live.ts';

/** Programs that were restarted have this long until they must answer well; Prometheus' targets need a scrape. */
const SETTLE_MS = 90_000;
const POLL_MS = 5000;

export interface LookAgain {
  readonly checks: readonly Check[];
  readonly request: CollectRequest;
  /** Ids of checks whose findings were repaired, in this round or before: they see only what was written since. */
  readonly touched: ReadonlySet<string>;
  readonly before: Evidence;
  /** Whether running services were given the repair, so that they can be asked about it. */
  readonly proving: boolean;
  /** Whether nothing is left to wait for. */
  readonly isSettled: (seen: LookedAgain) => boolean;
  /** When the repair took effect. */
  readonly since: number;
  /** The log's own rate limit: silence for a shorter time proves nothing. */
  readonly proofWaitMs: number;
}

export interface LookedAgain {
  readonly collected: Collected;
  readonly diagnosis: Diagnosis;
}

/** Whether anything that runs was seen. */
export function isLive({ docker, redis, postgres, qdrant, prometheus, http }: LiveEvidence): boolean {
  const answered = [redis, postgres, qdrant, prometheus].some((services) =>
    [...services.values()].some(({ seen }) => seen),
  );
  return answered || http.size > 0 || (docker.seen && docker.value.some(({ running }) => running));
}

/**
 * Collects and diagnoses anew after a repair. Checks that were touched look at new evidence only: a log that was written before the
 * repair still holds the old lines. All others keep what was seen of logs, and look at the new files.
 */
export async function lookAgain(session: Session, again: LookAgain): Promise<LookedAgain> {
  if (!again.proving) return look(session, again);
  if (again.proofWaitMs > 0) {
    const wait = 2 * again.proofWaitMs;
    session.say(
      `Waiting ${duration(wait / 1000)} for the proof: the program writes its line at most every ${duration(again.proofWaitMs / 1000)}. Ctrl+C leaves the repair in place, unproved.`,
    );
    await sleep(wait, undefined, { signal: session.signal });
  }
  for (;;) {
    const seen = await look(session, again);
    if (again.isSettled(seen) || Date.now() - again.since > Math.max(SETTLE_MS, 3 * again.proofWaitMs))
      return seen;
    await sleep(POLL_MS, undefined, { signal: session.signal });
  }
}

async function look({ signal }: Session, again: LookAgain): Promise<LookedAgain> {
  const { checks, request, touched, before, proving, since } = again;
  const elapsed = `${Math.ceil((Date.now() - since) / 1000)}s`;
  const fresh = await collect(
    checks,
    {
      ...request,
      live: proving && request.live,
      services: proving ? request.services : new Map(),
      // A file, or what came by stdin, was written before the repair.
      logs: proving ? request.logs.filter((log) => log.includes('journald')) : [],
      since: elapsed,
    },
    { signal },
  );
  const { project } = fresh.evidence;
  const live = proving ? fresh.evidence.live : before.live;
  const rest = diagnose(
    checks.filter(({ id }) => !touched.has(id)),
    { ...before, project, live },
  );
  const repaired = diagnose(
    checks.filter(({ id }) => touched.has(id)),
    fresh.evidence,
  );
  return {
    collected: { evidence: { ...before, project, live }, problems: fresh.problems },
    diagnosis: mergeDiagnoses(rest, repaired),
  };
}
