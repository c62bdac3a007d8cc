import type { Project } from '../project/project.ts';
import { TIER_NAMES, type TierName, tierNamed } from '../sizing/tiers.ts';
import { matchServices } from './merge/match-services.ts';

/** What only a larger tier has, the largest first: the tier that a project's files are made for. */
export function detectTier(project: Project): TierName {
  const matched = matchServices(project);
  const backends = matched.get('backend')?.replicas ?? 1;
  const qdrants = project.services.filter(({ kind, active }) => kind === 'qdrant' && active).length;
  const standby = matched.has('postgres-replica');
  const has = (name: TierName): boolean => {
    const tier = tierNamed(name);
    if (name === 'enterprise') return false;
    return (
      (tier.backends > 1 && backends >= tier.backends) ||
      (tier.qdrantNodes > 1 && qdrants >= tier.qdrantNodes) ||
      (tier.standby && standby)
    );
  };
  const found = TIER_NAMES.toReversed().find(has);
  return found ?? (processesOf(project) > 1 ? 'optimized' : 'baseline');
}

/** Of one backend container: the second tier is the first with two. */
function processesOf(project: Project): number {
  const backend = matchServices(project).get('backend');
  const value = backend?.environment.find(({ key }) =>
    /^(?:UVICORN_WORKERS|WEB_CONCURRENCY)$/.test(key),
  )?.value;
  return Number(value ?? 1);
}
