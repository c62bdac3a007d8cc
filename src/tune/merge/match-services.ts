import { oncePer } from '../../lib/once-per.ts';
import type { Project, Service } from '../../project/project.ts';
import type { ServiceName } from '../../sizing/plan.ts';

/** The services of a project by what the plan calls them; their own names stay. */
export type Matched = ReadonlyMap<ServiceName, Service>;

const WORKER = /(?:^|[-_])(?:worker|workers|celery|consumer|jobs?|queue|rq|ingest)(?:[-_]|$)/i;
const QUEUE = /(?:^|[-_])(?:queue|broker|jobs?|stream|celery)(?:[-_]|$)/i;
const REPLICA = /(?:^|[-_])(?:replica|standby|slave|secondary|read)(?:[-_\d]|$)/i;

/** Told by kind, and where a kind has several roles by name and command. Services of a profile that is not active do not run. */
export const matchServices = oncePer((project: Project): Matched => {
  const active = project.services.filter((service) => service.active);
  const of = (kind: Service['kind']): readonly Service[] => active.filter((service) => service.kind === kind);
  const [postgres, redis, backends] = [of('postgres'), of('redis'), of('backend')];
  const queue = redis.length > 1 ? redis.find(isQueue) : undefined;
  const primary = postgres.find(({ name }) => !REPLICA.test(name));
  const found: readonly (readonly [ServiceName, Service | undefined])[] = [
    ['nginx', of('nginx')[0]],
    ['backend', backends.find((service) => !isWorker(service))],
    ['worker', backends.find(isWorker)],
    ['qdrant', of('qdrant')[0]],
    ['postgres', primary],
    ['postgres-replica', postgres.find((service) => service !== primary && REPLICA.test(service.name))],
    ['pgbouncer', of('pgbouncer')[0]],
    ['redis-cache', redis.find((service) => service !== queue)],
    ['redis-queue', queue],
    ['redis-exporter', of('redis-exporter')[0]],
    ['postgres-exporter', of('postgres-exporter')[0]],
    ['node-exporter', of('node-exporter')[0]],
    ['prometheus', of('prometheus')[0]],
  ];
  return new Map(
    found.flatMap(([name, service]) => (service === undefined ? [] : [[name, service] as const])),
  );
});

/** A program that takes jobs: `celery worker`, `python worker.py`, `cvx worker`. */
function isWorker({ name, command }: Service): boolean {
  return (
    WORKER.test(name) || command.some((word) => /^(?:celery|rq|dramatiq|arq)$|worker(?:\.py)?$/.test(word))
  );
}

function isQueue({ name, command }: Service): boolean {
  return QUEUE.test(name) || command.includes('noeviction');
}
