import type { Project, PublishedPort, Service } from '../../../project/project.ts';
import { boundTo, isExposed, onePerItem } from '../../components/compose/bound-port.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { isEmptyKeyNone, keyOfClients, qdrantKeyState } from '../../components/qdrant/qdrant-key.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';

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
  supersedes: ['compose-public-data-port'],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const { project, live } = evidence;
  const key = qdrantKeyState(project, service);
  const keyless = key.state === 'none' || (key.state === 'empty' && isEmptyKeyNone(service));
  const answer = live.qdrant.get(service.name);
  if (!keyless || (answer?.seen === true && !answer.value.open)) return [];
  const ports = onePerItem(service.ports.filter(isExposed));
  if (ports.length === 0 && service.spec['network_mode'] !== 'host') return [];
  const whole: readonly (PublishedPort | undefined)[] = ports.length > 0 ? ports : [undefined];
  return whole.map((port) => {
    const where =
      port === undefined
        ? "the host's network"
        : `${port.hostIp ?? 'every address'}:${port.host ?? 'any port'}`;
    return {
      message: `${service.name} asks for no key and is published on ${where}: everybody who reaches the host reads and deletes its collections.`,
      at: port?.at ?? service.at,
      related: port === undefined ? [] : [service.at],
      evidence: [
        { by: 'config', text: 'no service.api_key', at: service.at },
        ...(port === undefined
          ? []
          : [
              {
                by: 'config' as const,
                text: `port ${port.container} of ${service.name} is published beyond this machine`,
                at: port.at,
              },
            ]),
        ...(answer?.seen === true
          ? [{ by: 'live' as const, text: 'GET /collections answers without a key' }]
          : []),
      ],
      ...cureOf(project, service, port),
    };
  });
}

/** The key that the clients have already; else the port for this machine alone. */
function cureOf(
  project: Project,
  service: Service,
  port: PublishedPort | undefined,
): Pick<Finding, 'repair' | 'fix'> {
  const name = keyOfClients(project);
  const set =
    name === undefined
      ? undefined
      : withVariable(project, service, 'QDRANT__SERVICE__API_KEY', `\${${name}}`);
  const edit = set ?? (port === undefined ? undefined : boundTo(project, service, port));
  if (edit === undefined) return {};
  return {
    ...(set === undefined
      ? { repair: 'Publish the port to 127.0.0.1 alone; for others, set a key and give it to every client.' }
      : { repair: `Let the server ask for the key that .env holds for its clients (${name ?? ''}).` }),
    fix: { class: 'confirm', edits: [edit], restart: [service.name] },
  };
}
