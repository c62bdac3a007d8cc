import type { Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { processesOf } from '../backend/processes-of.ts';

/** Port of Qdrant's HTTP interface. */
const QDRANT_HTTP = 6333;
/** What httpx, under qdrant-client, opens at most for one client: its default `max_connections` (httpx 0.28, DEFAULT_LIMITS). */
const MOST_OF_ONE_CLIENT = 100;
/** What one client keeps open while nothing happens: its default `max_keepalive_connections`. */
const KEPT_BY_ONE_CLIENT = 20;

interface Sockets {
  readonly service: string;
  readonly container: string;
  readonly open: number;
  /** Processes that may have a client each. */
  readonly workers: number;
}

/** Containers with more connections to Qdrant than one client in each of their processes can have. */
export function crowdedContainers(evidence: Evidence): Sockets[] {
  return socketsOf(evidence).filter(({ open, workers }) => open > workers * MOST_OF_ONE_CLIENT);
}

/** What the containers of a service say of their connections, where Docker was asked. */
export function socketsSeen(evidence: Evidence, service: string): Seen[] {
  return socketsOf(evidence)
    .filter((one) => one.service === service && one.open > one.workers * KEPT_BY_ONE_CLIENT)
    .map(({ container, open, workers }) => ({
      by: 'live',
      text: `${container} has ${open} connections to port ${QDRANT_HTTP} open, of ${workers} process${workers === 1 ? '' : 'es'}, whose clients keep at most ${KEPT_BY_ONE_CLIENT} each`,
    }));
}

function socketsOf({ live, project }: Evidence): Sockets[] {
  if (!live.docker.seen) return [];
  return live.docker.value.flatMap(({ service, name, connections }) => {
    const own = project.services.find((one) => one.name === service);
    const open = connections?.get(QDRANT_HTTP);
    if (own === undefined || own.kind === 'qdrant' || open === undefined) return [];
    return [{ service: own.name, container: name, open, workers: processesOf(project, own)?.value ?? 1 }];
  });
}
