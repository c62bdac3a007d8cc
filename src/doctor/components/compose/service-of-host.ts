import type { Project, Service } from '../../../project/project.ts';
import { specValue } from './spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** The service that a host name means inside the stack: its name, container_name, hostname or an alias on a network. */
export function serviceOfHost({ services }: Project, host: string): Service | undefined {
  return (
    services.find(({ name }) => name === host) ?? services.find((service) => namesOf(service).includes(host))
  );
}

function namesOf(service: Service): unknown[] {
  const networks = membersOf(specValue(service, ['networks']));
  const aliases = Object.values(networks).flatMap((network) => membersOf(network)['aliases'] ?? []);
  return [service.spec['container_name'], service.spec['hostname'], ...aliases];
}
