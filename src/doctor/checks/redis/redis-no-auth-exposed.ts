import type { PublishedPort } from '../../../project/project.ts';
import { boundTo, isExposed } from '../../components/compose/bound-port.ts';
import { defineCheck, type Finding, found, HEALTHY } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { redisPort } from '../../components/redis/redis-port.ts';
import { type RedisServer, redisServers, unfound } from '../../components/redis/redis-servers.ts';

export const redisNoAuthExposed = defineCheck({
  id: 'redis-no-auth-exposed',
  area: 'redis',
  severity: 'error',
  title: 'A Redis that others can reach asks for a password',
  why: `Redis' port is published, and Redis asks nobody for a password: the official image turns protected-mode off. Who reaches the host
reads and deletes every key, and can write files as the user of Redis. Scanners find such a port within minutes; Docker publishes past
the host's firewall.`,
  repair:
    'Bind the port to 127.0.0.1, or delete it: services reach Redis by its name. For others, set a password and give it to every client.',
  fixClass: 'confirm',
  source:
    'docker-library/redis Dockerfile (protected-mode no); redis.io, security; moby/moby#4737; getredash/redash PR 647',
  supersedes: ['compose-public-data-port'],
  run: (evidence) => {
    const servers = redisServers(evidence);
    const sick = servers.flatMap((server) => (isOpen(server) ? findingsOf(evidence, server) : []));
    if (sick.length > 0) return found(sick);
    const reachable = servers.filter((server) => openPorts(server).length > 0);
    return servers.length > 0 && reachable.length === 0
      ? HEALTHY
      : unfound(
          reachable.length > 0 ? reachable : servers,
          (server) => server.settings.complete || hasPassword(server) || server.live !== undefined,
        );
  },
});

function hasPassword({ settings: { settings } }: RedisServer): boolean {
  const password = settings.get('requirepass');
  return (
    (password !== undefined && (password.value !== '' || password.bare === true)) ||
    settings.has('user') ||
    settings.has('aclfile')
  );
}

function isOpen(server: RedisServer): boolean {
  if (server.live !== undefined) return server.live.open;
  return server.settings.complete && !hasPassword(server);
}

function openPorts({ service }: RedisServer): readonly PublishedPort[] {
  return service.ports.filter((port) => port.container === redisPort(service) && isExposed(port));
}

function findingsOf({ project }: Evidence, server: RedisServer): Finding[] {
  const { service, live } = server;
  return openPorts(server).map((port) => {
    const edit = boundTo(project, service, port);
    return {
      message: `${service.name} asks for no password and is published as ${port.hostIp ?? 'every address'}:${port.host ?? 'any port'}: who reaches the host can read and delete everything in it.`,
      at: port.at,
      related: [service.at],
      evidence: [
        {
          by: 'config',
          text: `port ${port.container} of ${service.name} is published beyond this machine${hasPassword(server) ? '' : ', and no password is set'}`,
          at: port.at,
        },
        ...(live?.open === true
          ? [{ by: 'live' as const, text: `${service.name} answers PING without a password` }]
          : []),
      ],
      ...(edit === undefined ? {} : { fix: { class: 'confirm', edits: [edit], restart: [service.name] } }),
    };
  });
}
