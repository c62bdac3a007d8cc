import type { Project, PublishedPort, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { listeningPorts } from '../../components/compose/listening-ports.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenText } from '../../components/compose/written-value.ts';

export const composePublishedPortUnserved = defineCheck({
  id: 'compose-published-port-unserved',
  area: 'compose',
  severity: 'error',
  title: 'Published ports lead to a program',
  why: `Of "8080:8000" the second number is the port in the container. Docker publishes any number without asking whether the program
listens there: the connection is accepted by Docker and reset at once, which looks like a fault of the program.`,
  repair: 'Write the port of the program behind the colon.',
  fixClass: 'confirm',
  source:
    'Compose file reference, ports: HOST:CONTAINER; the ports of each program by its manual and Dockerfile',
  run: ({ project }) => {
    const services = startedServices(project).filter(({ ports }) => ports.length > 0);
    if (services.length === 0) return notApplicable('no service publishes a port');
    return found(services.flatMap((service) => findingsOf(project, service)));
  },
});

function findingsOf(project: Project, service: Service): Finding[] {
  const listening = listeningPorts(project, service);
  if (listening === undefined) return [];
  const dead = service.ports.filter(
    ({ container, protocol }) => protocol === 'tcp' && !listening.includes(container),
  );
  return dead.map((port) => {
    const edit = listening.length === 1 ? editOf(project, service, port, listening[0] ?? 0) : undefined;
    return {
      message: `${service.name} publishes port ${port.container} of its container, where nothing listens; it listens on ${listening.join(', ')}.`,
      at: port.at,
      evidence: [
        {
          by: 'config',
          text: `${port.host ?? 'a free port'} leads to ${port.container}; ${service.name} listens on ${listening.join(', ')}`,
          at: port.at,
        } as const,
      ],
      repair: `Let it lead to ${listening.join(' or ')}.`,
      ...(edit === undefined
        ? {}
        : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } as const }),
    };
  });
}

/** Only of a short form that ends with the number; what a variable or a range says is a person's matter. */
function editOf(project: Project, service: Service, { path, container }: PublishedPort, right: number) {
  const { file, path: at, shared } = service.editOf(path);
  const text = shared === true ? undefined : writtenText(project, { file, path: at });
  const end = new RegExp(String.raw`:${container}(/tcp)?$`);
  if (text === undefined || !end.test(text) || /\d-\d/.test(text)) return undefined;
  return { do: 'set-yaml', file, path: at, value: text.replace(end, `:${right}$1`) } as const;
}
