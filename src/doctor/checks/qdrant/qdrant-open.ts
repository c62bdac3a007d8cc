import type { PublishedPort, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { isEmptyKeyNone, keyOfClients, qdrantKeyState } from '../../qdrant-key.ts';
import { qdrantServices } from '../../qdrant-settings.ts';
import { withVariable } from '../../variable-edits.ts';

export const qdrantOpen = defineCheck({
  id: 'qdrant-open',
  area: 'qdrant',
  severity: 'error',
  title: 'A Qdrant that is published asks for a key',
  why: `Without service.api_key everybody who reaches port 6333 reads, changes and deletes every collection, and downloads snapshots of
all vectors and payloads: here, of people's CVs. A published port is past the host's firewall.`,
  repair:
    'Set QDRANT__SERVICE__API_KEY to 32 random bytes or more, give the same to every client, and to Prometheus as a bearer token; or publish the port to 127.0.0.1 alone.',
  fixClass: 'confirm',
  source: 'Qdrant documentation, Security; /collections of qdrant 1.18.3 without a key answers 200',
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const { project, live } = evidence;
  const ports = service.ports.filter(isEverywhere);
  const key = qdrantKeyState(project, service);
  const keyless = key.state === 'none' || (key.state === 'empty' && isEmptyKeyNone(service));
  if (!keyless || (ports.length === 0 && service.spec['network_mode'] !== 'host')) return [];
  const answer = live.qdrant.get(service.name);
  if (answer?.seen === true && !answer.value.open) return [];
  const published = ports.map(({ host, container }) => host ?? container).join(' and ');
  const name = keyOfClients(project);
  const set =
    name === undefined
      ? undefined
      : withVariable(project, service, 'QDRANT__SERVICE__API_KEY', `\${${name}}`);
  const seen: readonly Seen[] = [
    { by: 'config', text: 'no service.api_key', at: service.at },
    ...ports.map(
      ({ at, container }) =>
        ({ by: 'config', text: `${container} is published on every address`, at }) as const,
    ),
    ...(answer?.seen === true
      ? [{ by: 'live', text: 'GET /collections answers without a key' } as const]
      : []),
  ];
  return [
    {
      message: `${service.name} is published on ${published === '' ? "the host's network" : published} and asks for no key: everybody reads and deletes its collections.`,
      at: service.at,
      related: ports.map(({ at }) => at),
      evidence: seen,
      ...(set === undefined
        ? {}
        : {
            repair: `Let the server ask for the key that .env holds for its clients (${name ?? ''}).`,
            fix: { class: 'confirm', edits: [set], restart: [service.name] },
          }),
    },
  ];
}

function isEverywhere({ hostIp }: PublishedPort): boolean {
  return hostIp === undefined || !/^(?:127\.|::1$|\[::1\]$|localhost$)/.test(hostIp);
}
