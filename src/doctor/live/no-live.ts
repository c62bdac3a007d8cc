import type { LiveEvidence } from './live.ts';

/** Nothing was asked of any service, and why. */
export function noLive(why: string): LiveEvidence {
  const unseen = { seen: false, why } as const;
  const none = new Map<string, never>();
  return {
    docker: unseen,
    redis: none,
    postgres: none,
    qdrant: none,
    prometheus: none,
    http: none,
    httpUnseen: none,
    host: unseen,
    cvx: unseen,
  };
}
