import { boundTo, isExposed } from '../../components/compose/bound-port.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Project, Service } from '../../../project/project.ts';
import { placeOfWord } from '../../components/compose/places.ts';

const FLAG = /^--?web\.enable-(lifecycle|admin-api)(?:=true)?$/;

export const promLifecycleExposed = defineCheck({
  id: 'prom-lifecycle-exposed',
  area: 'prometheus',
  severity: 'error',
  title: 'Nobody outside can stop Prometheus or delete its data',
  why: `--web.enable-lifecycle and --web.enable-admin-api let whoever reaches the port stop Prometheus (/-/quit) or delete its series, without
a password; and the port is published.`,
  repair: 'Bind the port to 127.0.0.1, or set a password by --web.config.file.',
  fixClass: 'confirm',
  source:
    'Prometheus command line: --web.enable-lifecycle ("shutdown and reload via HTTP request"), --web.enable-admin-api; Prometheus security model',
  supersedes: ['compose-public-data-port'],
  run: ({ project }) => {
    const servers = project.services.filter(({ kind, active }) => kind === 'prometheus' && active);
    if (servers.length === 0) return notApplicable('no service is Prometheus');
    return found(servers.flatMap((service) => findingsOf(project, service)));
  },
});

function findingsOf(project: Project, service: Service): Finding[] {
  const words = [...service.entrypoint, ...service.command];
  const flags = words.flatMap((word) => FLAG.exec(word)?.[1] ?? []);
  if (flags.length === 0 || words.some((word) => /^--?web\.config\.file/.test(word))) return [];
  const listens = Number(
    words.flatMap((word) => /^--?web\.listen-address=.*:(\d+)$/.exec(word)?.[1] ?? [])[0] ?? 9090,
  );
  const index = service.command.findIndex((word) => FLAG.test(word));
  const flagAt = placeOfWord(service, index);
  return service.ports
    .filter((port) => port.container === listens && isExposed(port))
    .map((port) => {
      const edit = boundTo(project, service, port);
      return {
        message: `Whoever reaches port ${port.host ?? port.container} can ${flags.includes('lifecycle') ? 'stop' : 'delete the data of'} ${service.name}: it is published with --web.enable-${flags.join(' and --web.enable-')}.`,
        at: port.at,
        related: [flagAt],
        evidence: [
          {
            by: 'config',
            text: `--web.enable-${flags.join(', --web.enable-')} and port ${port.container} published beyond this machine`,
            at: port.at,
          },
        ],
        ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
      };
    });
}
