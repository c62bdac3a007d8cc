import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { scalarText, specValue, startedServices } from '../../components/compose/spec-value.ts';
import type { PublishedPort, Service } from '../../../project/project.ts';
import { membersOf } from '../../../project/value-in.ts';

export const composeFixedPortScaled = defineCheck({
  id: 'compose-fixed-port-scaled',
  area: 'compose',
  severity: 'error',
  title: 'A service of several replicas publishes no fixed port',
  why: `A port of the host belongs to one container. The first replica takes it; the others fail with "port is already allocated", and
the service runs with fewer than were asked for.`,
  repair:
    'Drop the published port and go through the gateway, or publish a range with a port for each replica.',
  fixClass: 'confirm',
  source:
    'Docker Engine: "Bind for 0.0.0.0:8000 failed: port is already allocated"; Compose file reference, ports and deploy.replicas',
  run: ({ project }) => {
    const scaled = startedServices(project).filter(({ replicas }) => replicas > 1);
    if (scaled.length === 0) return notApplicable('no service has more than one replica');
    return found(scaled.flatMap(findingsOf));
  },
});

function findingsOf(service: Service): Finding[] {
  const { name, replicas, ports } = service;
  const tight = ports.filter((port) => port.host !== undefined && roomOf(service, port) < replicas);
  const perItem = [...new Map(tight.map((port) => [JSON.stringify(port.path), port])).values()];
  const gone = perItem.length === new Set(ports.map(({ path }) => JSON.stringify(path))).size;
  return perItem.map((port, i) => {
    // The last item takes the key with it.
    const path = gone && i === 0 ? ['ports'] : port.path;
    const address = service.editOf(path);
    const edits =
      gone && i > 0 ? [] : [{ do: 'remove-yaml', file: address.file, path: address.path } as const];
    return {
      message: `${name} has ${replicas} replicas and one port ${port.host} of the host: only one of them can start.`,
      at: port.at,
      related: [service.placeOf(['deploy', 'replicas']) ?? service.placeOf(['scale']) ?? service.at],
      evidence: [
        {
          by: 'config',
          text: `${replicas} replicas publish ${port.host}:${port.container}`,
          at: port.at,
        } as const,
      ],
      ...(address.shared === true || edits.length === 0
        ? {}
        : { fix: { class: 'confirm', edits, restart: [name] } as const }),
    };
  });
}

/** How many replicas a published port has room for: the length of its range on the host. */
function roomOf(service: Service, { path }: PublishedPort): number {
  const item = specValue(service, path);
  const [, published, container] = /(?:^|:)([\d-]+):([\d-]+)(?:\/\w+)?$/.exec(scalarText(item) ?? '') ?? [];
  const host = lengthOf(published ?? scalarText(membersOf(item)['published']) ?? '');
  return Math.floor(host / lengthOf(container ?? ''));
}

/** Of `8000-8003`, 4. */
function lengthOf(range: string): number {
  const [first = 0, last = first] = range.split('-').map(Number);
  return last - first + 1;
}
