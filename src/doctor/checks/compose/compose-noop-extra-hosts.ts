import { z } from 'zod';
import type { YamlPath } from '../../../edits/edit.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { specValue } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

const address = z.union([z.ipv4(), z.ipv6()]);

export const composeNoopExtraHosts = defineCheck({
  id: 'compose-noop-extra-hosts',
  area: 'compose',
  severity: 'info',
  title: 'extra_hosts names hosts, not addresses',
  why: `extra_hosts writes lines of /etc/hosts, which are asked for names alone. A line for an address, as a list of attackers that is to
be turned to 127.0.0.1, is never looked at: it blocks nobody, neither from coming in nor from being reached.`,
  repair:
    'Delete the lines; block addresses in the firewall of the host (chain DOCKER-USER) or in nginx (deny).',
  fixClass: 'never',
  source:
    'hosts(5): host names; getaddrinfo(3): a numeric address is not looked up; docs.docker.com/engine/network/packet-filtering-firewalls: DOCKER-USER',
  run: ({ project }) => {
    const services = project.services.filter(({ spec }) => spec['extra_hosts'] !== undefined);
    if (services.length === 0) return notApplicable('no service has extra_hosts');
    return found(services.flatMap((service) => findingOf(service) ?? []));
  },
});

/** One for a service: such lists are long. */
function findingOf(service: Service): Finding | undefined {
  const addresses = namesOf(service).filter(({ name }) => address.safeParse(name).success);
  const [first] = addresses;
  if (first === undefined) return undefined;
  const at = service.placeOf(first.path) ?? service.placeOf(['extra_hosts']) ?? service.at;
  const others = addresses.length > 1 ? ` and ${addresses.length - 1} more` : '';
  return {
    message: `extra_hosts of ${service.name} lists ${first.name}${others}, an address and no name: the line has no effect.`,
    at,
    evidence: [{ by: 'config', text: `${first.name} stands where a host name belongs`, at }],
  };
}

function namesOf(service: Service): { readonly name: string; readonly path: YamlPath }[] {
  const value = specValue(service, ['extra_hosts']);
  if (!Array.isArray(value))
    return Object.keys(membersOf(value)).map((name) => ({ name, path: ['extra_hosts', name] }));
  return value.flatMap((item, i) =>
    typeof item === 'string' ? [{ name: item.split(/[:=]/)[0] ?? '', path: ['extra_hosts', i] }] : [],
  );
}
