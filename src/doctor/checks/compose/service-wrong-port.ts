import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { listeningPorts } from '../../components/compose/listening-ports.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';
import { writtenText } from '../../components/compose/written-value.ts';

export const serviceWrongPort = defineCheck({
  id: 'service-wrong-port',
  area: 'compose',
  severity: 'error',
  title: 'Services call one another at the port that is served',
  why: `Between services the port of the container counts, not the one that is published on the host: with "5433:5432" the database is
postgres:5432 for its neighbours. At the other port the connection is refused, and the service starts without its store.`,
  repair: 'Write the port that the program listens on.',
  fixClass: 'safe',
  source:
    'docs.docker.com/compose/how-tos/networking: service-to-service communication uses the CONTAINER_PORT',
  run: ({ project }) => {
    const entries = startedServices(project).flatMap((service) =>
      service.environment.map((entry) => ({ service, entry })),
    );
    if (entries.length === 0) return notApplicable('no service is given an address');
    return found(entries.flatMap(({ service, entry }) => findingOf(project, service, entry)));
  },
});

/** `redis://:secret@cache:6380/0`, `cache:6380`: hosts with a port. */
const ADDRESS = /(?:^|:\/\/|@|,)(?:[^\s@/,]*@)?([A-Za-z][\w.-]*):(\d{2,5})(?=$|[/?,])/g;

function findingOf(project: Project, service: Service, entry: EnvEntry): Finding[] {
  const { key, value = '', at } = entry;
  for (const match of value.matchAll(ADDRESS)) {
    const [host = '', port = ''] = match.slice(1);
    const needed = serviceOfHost(project, host);
    const ports = needed === undefined ? undefined : listeningPorts(project, needed);
    if (needed === undefined || ports === undefined || ports.includes(Number(port))) continue;
    const [right] = ports;
    const published = needed.ports.find((one) => one.host === Number(port));
    const why = published === undefined ? '' : ` (${port} is where the host reaches it)`;
    const fixed =
      ports.length === 1 && right !== undefined
        ? editOf(project, service, entry, [`${host}:${port}`, `${host}:${right}`])
        : undefined;
    return [
      {
        message: `${service.name} looks for ${needed.name} at port ${port}${why}; inside the stack it listens on ${ports.join(', ')}.`,
        at,
        related: [published?.at ?? needed.at],
        evidence: [
          {
            by: 'config',
            text: `${key} names ${host}:${port}; ${needed.name} listens on ${ports.join(', ')}`,
            at,
          },
        ],
        repair: `Write ${host}:${ports.length === 1 ? (right ?? '') : `PORT, with one of ${ports.join(', ')}`} in ${key}.`,
        ...(fixed === undefined ? {} : { fix: { class: 'safe', edits: [fixed], restart: [service.name] } }),
      },
    ];
  }
  return [];
}

/** Variables in the value are kept; one that holds the port itself is a person's matter. */
function editOf(
  project: Project,
  service: Service,
  entry: EnvEntry,
  [wrong, right]: readonly [string, string],
) {
  const { key, raw, from } = entry;
  if (raw.split(wrong).length !== 2) return undefined;
  if (from === 'env-file')
    return raw.includes('$')
      ? undefined
      : withVariable(project, service, key, (entry.value ?? '').replace(wrong, right));
  const { file, path, shared } = service.editOf(['environment', key]);
  const text = writtenText(project, { file, path });
  return shared === true || text === undefined
    ? undefined
    : ({ do: 'set-yaml', file, path, value: text.replace(wrong, right) } as const);
}
