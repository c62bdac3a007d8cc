import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { boundTo, onePerItem } from '../../components/compose/bound-port.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

/** What these answer to anybody who connects, or did until their password was guessed. */
const HOLDS: Partial<Record<Service['kind'], string>> = {
  postgres: 'the database',
  pgbouncer: 'the database',
  redis: 'the cache and the queue',
  qdrant: 'every vector and its payload',
  prometheus: 'all metrics and the names of everything inside',
  alertmanager: 'the alerts and who may silence them',
  'redis-exporter': 'the metrics of Redis',
  'postgres-exporter': 'the metrics of PostgreSQL',
  'node-exporter': 'the metrics of the host',
  cadvisor: 'the metrics of every container',
};
const EVERYWHERE = new Set([undefined, '0.0.0.0', '::', '']);

export const composePublicDataPort = defineCheck({
  id: 'compose-public-data-port',
  area: 'compose',
  severity: 'error',
  title: 'Stores and their metrics are not published to the world',
  why: `A published port without an address is open on every interface of the host, past its firewall: Docker writes its own rules ahead
of ufw's. Within the stack nobody needs it, since services reach one another by name.`,
  repair: 'Publish to 127.0.0.1 for tools on the host, or delete the port.',
  fixClass: 'confirm',
  source:
    'docker-compose-linter no-unbound-port-interfaces; KICS 451d79dc; moby/moby#4737 and docker/for-linux#690 (published ports bypass ufw)',
  run: ({ project }) => {
    const stores = startedServices(project).filter(({ kind }) => HOLDS[kind] !== undefined);
    if (stores.length === 0) return notApplicable('no service is a store or measures one');
    return found(stores.flatMap((service) => findingsOf(project, service)));
  },
});

function findingsOf(project: Project, service: Service): Finding[] {
  const open = onePerItem(service.ports.filter(({ hostIp }) => EVERYWHERE.has(hostIp)));
  return open.map((port) => {
    const edit = boundTo(project, service, port);
    const host = port.host === undefined ? 'a free port' : `port ${port.host}`;
    return {
      message: `${service.name} is open on ${host} of every interface: who reaches the host reaches ${HOLDS[service.kind] ?? ''}.`,
      at: port.at,
      evidence: [
        {
          by: 'config',
          text: `${port.container}/${port.protocol} of ${service.name} is published without an address`,
          at: port.at,
        },
      ],
      ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
    };
  });
}
