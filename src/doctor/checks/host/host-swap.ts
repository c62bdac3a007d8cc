import { defineCheck, found, notApplicable, notObservable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';

/** Some pages that nobody asks for are swapped out on any host that runs for weeks. */
const MUCH = 0.2;
const STORES = new Set(['postgres', 'redis', 'qdrant']);

export const hostSwap = defineCheck({
  id: 'host-swap',
  area: 'host',
  severity: 'warning',
  title: 'Stores stay in memory',
  why: `A store that is swapped out answers from the disk: a lookup in Redis then takes milliseconds, a walk through a graph of Qdrant
seconds, and the slowness comes and goes with what else runs.`,
  repair:
    'Give the services memory limits that fit the host ("cvx tune"), and set vm.swappiness=1 on a host that runs stores alone.',
  fixClass: 'never',
  source:
    'redis.io latency guide, "Latency induced by swapping"; PostgreSQL manual 19.4.4; kernel vm.swappiness',
  run: ({ project, live }) => {
    if (!project.services.some(({ kind }) => STORES.has(kind))) return notApplicable('no service is a store');
    if (!live.host.seen) return notObservable(`the host: ${live.host.why}`);
    const { swapUsedRatio } = live.host.value;
    if (swapUsedRatio <= MUCH) return found([]);
    const percent = `${Math.round(swapUsedRatio * 100)} %`;
    return found([
      {
        message: `${percent} of the swap is in use while stores run here: what they hold in memory may be on the disk.`,
        at: placeOfProject(project),
        evidence: [{ by: 'live', text: `${percent} of the swap is in use` }],
      },
    ]);
  },
});
