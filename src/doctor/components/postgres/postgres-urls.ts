import { oncePer } from '../../../lib/once-per.ts';
import type { Project, Service } from '../../../project/project.ts';
import { serviceOfHost } from '../compose/service-of-host.ts';
import { type StoreUrl, storeUrls } from '../env/store-urls.ts';

/** Every URL of PostgreSQL in the variables of a service that is started. */
export const postgresUrls: (project: Project) => readonly StoreUrl[] = oncePer((project) =>
  storeUrls(project).filter(({ scheme }) => scheme.includes('postgres')),
);

/** The PostgreSQL of the stack that a host name means; undefined for another's, or none. */
export function postgresAt(project: Project, host: string): Service | undefined {
  const server = serviceOfHost(project, host);
  return server?.kind === 'postgres' ? server : undefined;
}
