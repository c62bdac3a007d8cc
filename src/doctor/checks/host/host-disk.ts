import { defineCheck, found, notObservable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';

/** PostgreSQL needs room for WAL and sorts, Prometheus and Qdrant for rewriting their blocks and segments. */
const LOW = 0.1;
/** ext4 keeps so much for root: below it only root can still write. */
const CRITICAL = 0.05;

export const hostDisk = defineCheck({
  id: 'host-disk',
  area: 'host',
  severity: 'error',
  title: 'The disk has room',
  why: `On a full disk every store of the host fails at once: PostgreSQL stops at its log, Redis refuses writes after a failed save, Qdrant
turns read-only. Logs of containers are often what filled it, and "docker system df" does not show them.`,
  repair:
    'Look at the logs first: "du -sh /var/lib/docker/containers/*/*-json.log"; then "docker system df" and "docker builder prune".',
  fixClass: 'never',
  source:
    'docker/roadmap#163 (logs are not in docker system df); awesome-prometheus-alerts HostOutOfDiskSpace (less than 10 % left); mke2fs(8), reserved blocks: 5 %',
  run: ({ project, live }) => {
    if (!live.host.seen) return notObservable(`the host: ${live.host.why}`);
    const { diskFreeRatio } = live.host.value;
    if (diskFreeRatio >= LOW) return found([]);
    const percent = `${(diskFreeRatio * 100).toFixed(1)} %`;
    return found([
      {
        message: `Only ${percent} of the disk is free.`,
        at: placeOfProject(project),
        evidence: [{ by: 'live', text: `${percent} of the disk below the project is free` }],
        severity: diskFreeRatio < CRITICAL ? 'error' : 'warning',
      },
    ]);
  },
});
