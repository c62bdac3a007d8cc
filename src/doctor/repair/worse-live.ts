import type { Observed } from '../evidence.ts';
import type { LiveEvidence, ScrapeTarget } from '../live/live.ts';

/**
 * Targets that Prometheus has not found up, and did not find down before: those that a repair gave it, or broke. A repair of what
 * Prometheus asks has failed where they stay down, whatever its own check says of the files.
 */
export function targetsNotUp(before: LiveEvidence, after: LiveEvidence): ScrapeTarget[] {
  const down = new Set(targetsOf(before).flatMap(({ url, health }) => (health === 'down' ? [url] : [])));
  return targetsOf(after).filter(({ url, health }) => health !== 'up' && !down.has(url));
}

/** Servers that answered before and do not now, each with why. */
export function serversLost(before: LiveEvidence, after: LiveEvidence): string[] {
  return [
    ...lost(before.redis, after.redis),
    ...lost(before.postgres, after.postgres),
    ...lost(before.qdrant, after.qdrant),
    ...lost(before.prometheus, after.prometheus),
  ];
}

type Seen = ReadonlyMap<string, Observed<unknown>>;

function lost(before: Seen, after: Seen): string[] {
  return [...before].flatMap(([service, was]) => {
    const is = after.get(service);
    if (!was.seen || is?.seen === true) return [];
    return [`${service} no longer answers${is === undefined ? '' : `: ${is.why}`}`];
  });
}

function targetsOf({ prometheus }: LiveEvidence): readonly ScrapeTarget[] {
  return [...prometheus.values()].flatMap((answer) => (answer.seen ? answer.value.targets : []));
}
