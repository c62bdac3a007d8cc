import type { Place, Project, Service } from '../../../project/project.ts';
import { sourcesOf } from '../backend/client-pools.ts';
import { isWorker } from '../backend/processes-of.ts';
import { serviceOfHost } from '../compose/service-of-host.ts';

/** What shows that jobs lie in a Redis: what evicts keys there loses jobs. */
export interface QueueUse {
  readonly text: string;
  readonly at: Place;
}

/** Libraries that keep their jobs in Redis, as manifests name them. */
const LIBRARY =
  /(?:^|["'\s])(bullmq|bull|bee-queue|rq|arq|dramatiq\[redis\]|celery\[redis\]|sidekiq|resque)(?=["'\s=<>~!;:[]|$)/m;
const VARIABLE = /BROKER|QUEUE|CELERY|SIDEKIQ|ARQ/;

/** Services that keep jobs in the server: by a variable with its address, or as a worker or by a library that has only this Redis. */
export function queueUses(project: Project, server: Service): QueueUse[] {
  return project.services
    .filter(({ kind, active }) => active && kind !== 'redis-exporter' && kind !== 'redis')
    .flatMap((service): QueueUse[] => {
      const urls = service.environment.filter(({ value }) => pointsTo(project, value, server));
      const [first] = urls;
      if (first === undefined) return [];
      const broker = urls.find(({ key }) => VARIABLE.test(key));
      if (broker !== undefined)
        return [{ text: `${service.name} has its queue there (${broker.key})`, at: broker.at }];
      // A queue of its own elsewhere.
      if (
        service.environment.some(
          ({ key, value }) => VARIABLE.test(key) && /^(?:rediss?|amqps?):/.test(value ?? ''),
        )
      )
        return [];
      if (isWorker(service))
        return [{ text: `${service.name} is a worker and takes its jobs there`, at: first.at }];
      const library = libraryOf(project, service);
      return library === undefined
        ? []
        : [{ text: `${service.name} uses ${library} and has no other Redis`, at: first.at }];
    });
}

function pointsTo(project: Project, value: string | undefined, server: Service): boolean {
  const host = /^rediss?:\/\/(?:[^@/]*@)?([^:/?#]+)/.exec(value ?? '')?.[1];
  return host !== undefined && serviceOfHost(project, host) === server;
}

function libraryOf(project: Project, service: Service): string | undefined {
  for (const file of sourcesOf(project, service)) {
    if (!/(?:requirements[^/]*\.txt|pyproject\.toml|package\.json|Gemfile)$/.test(file)) continue;
    const name = LIBRARY.exec(project.read(file) ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
