import type { YamlPath } from '../../../edits/edit.ts';
import { composeServiceKey } from '../../../facts/compose.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { scalarText, specValue } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

const PATH: YamlPath = ['deploy', 'resources', 'reservations', 'cpus'];
/** Keys of `deploy` that only swarm knows: who writes them deploys to one, where the reservation counts. */
const SWARM = ['placement', 'mode', 'update_config', 'rollback_config', 'endpoint_mode'];

export const composeCpuReservationIgnored = defineCheck({
  id: 'compose-cpu-reservation-ignored',
  area: 'compose',
  severity: 'info',
  title: 'No CPU is reserved in a way that Compose passes over',
  why: `"docker compose up" gives no container the CPU that "reservations" promises: the key is for swarm alone. Under load the service
that was meant to have two cores for itself shares them with everybody, in equal parts.`,
  repair:
    'Delete the key; "cpu_shares" says who gets more when there is too little, "limits" keeps the others small.',
  fixClass: 'safe',
  source: `docker compose 2.40.3, pkg/compose/create.go: ${composeServiceKey(PATH.join('.'))?.withoutSwarm ?? ''}`,
  run: ({ project }) => {
    const reserving = project.services.filter(
      (service) => specValue(service, PATH.slice(0, -1)) !== undefined,
    );
    if (reserving.length === 0) return notApplicable('no service reserves anything');
    if (isForSwarm(project)) return notApplicable('the stack is written for swarm, where it counts');
    return found(reserving.filter((service) => specValue(service, PATH) !== undefined).map(findingOf));
  },
});

function isForSwarm({ services, top }: Project): boolean {
  return (
    services.some((service) => SWARM.some((key) => specValue(service, ['deploy', key]) !== undefined)) ||
    Object.values(membersOf(top['networks'])).some((network) => membersOf(network)['driver'] === 'overlay')
  );
}

function findingOf(service: Service): Finding {
  const cpus = scalarText(specValue(service, PATH)) ?? '';
  const at = service.placeOf(PATH) ?? service.at;
  const { file, path, shared } = service.editOf(emptied(service));
  return {
    message: `${service.name} has ${cpus} CPU reserved, which Compose passes over: it gets no more than any other service.`,
    at,
    evidence: [{ by: 'config', text: `deploy.resources.reservations.cpus: ${cpus}`, at }],
    ...(shared === true || isSplit(service)
      ? {}
      : { fix: { class: 'safe', edits: [{ do: 'remove-yaml', file, path }] } }),
  };
}

/** What goes with the key: every mapping around it that holds nothing else. */
function emptied(service: Service): YamlPath {
  let path = PATH;
  while (path.length > 1 && Object.keys(membersOf(specValue(service, path.slice(0, -1)))).length === 1)
    path = path.slice(0, -1);
  return path;
}

/** Several files write parts of it: deleting one uncovers the other. */
function isSplit(service: Service): boolean {
  const files = [PATH, PATH.slice(0, -1), PATH.slice(0, -2)].map((path) => service.placeOf(path)?.file);
  return new Set(files).size > 1;
}
