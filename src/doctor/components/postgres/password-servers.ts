import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';
import { type PostgresClient, postgresClients } from './postgres-clients.ts';

/** A PostgreSQL that takes its first user and password from its variables when it makes its data folder. */
export interface PasswordServer {
  readonly service: Service;
  readonly user: string;
  /** POSTGRES_PASSWORD, or the variable that names its file. */
  readonly entry: EnvEntry;
  /** Undefined where a file or the shell has it. */
  readonly password: string | undefined;
  /** Who goes to it as that user. */
  readonly clients: readonly PostgresClient[];
}

export function passwordServers(project: Project): readonly PasswordServer[] {
  const all = postgresClients(project);
  return startedServices(project).flatMap((service): PasswordServer[] => {
    const last = (name: string) => service.environment.findLast(({ key }) => key === name);
    const own = last('POSTGRES_PASSWORD');
    const entry = own ?? last('POSTGRES_PASSWORD_FILE');
    if (service.kind !== 'postgres' || entry === undefined || entry.value === '') return [];
    const given = last('POSTGRES_USER')?.value;
    const user = given === undefined || given === '' ? 'postgres' : given;
    const clients = all.filter((client) => client.server === service && client.user === user);
    return [{ service, user, entry, password: own?.value, clients }];
  });
}
