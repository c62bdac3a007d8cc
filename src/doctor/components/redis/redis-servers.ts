import type { Service } from '../../../project/project.ts';
import { type Finding, found, notApplicable, notObservable, type Seen, type Verdict } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { RedisLive } from '../../live/live.ts';
import { type RedisSettings, redisSettings } from './redis-settings.ts';
import { startedServices } from '../compose/spec-value.ts';

/** One Redis server of the stack, from its files and, where it was asked, from itself. */
export interface RedisServer {
  readonly service: Service;
  readonly settings: RedisSettings;
  readonly live: RedisLive | undefined;
}

/** Every Redis server that Compose starts. */
export function redisServers({ project, live }: Evidence): RedisServer[] {
  return startedServices(project)
    .filter(({ kind }) => kind === 'redis')
    .map((service) => {
      const answer = live.redis.get(service.name);
      return {
        service,
        settings: redisSettings(project, service),
        live: answer?.seen === true ? answer.value : undefined,
      };
    });
}

/** A directive as the running server has it; undefined where it was not asked or does not tell. */
export function liveSetting({ live }: RedisServer, name: string): string | undefined {
  return live?.config.seen === true ? live.config.value.get(name) : undefined;
}

export function configSeen({ service, ...server }: RedisServer, name: string): Seen[] {
  const value = liveSetting({ service, ...server }, name);
  return value === undefined
    ? []
    : [{ by: 'live', text: `${service.name}: CONFIG GET ${name} says ${value === '' ? '""' : value}` }];
}

/** What a check says that found nothing: not healthy where not even one server can be judged. */
export function unfound(servers: readonly RedisServer[], judged: (server: RedisServer) => boolean): Verdict {
  if (servers.length === 0) return notApplicable('no service is Redis');
  const dark = servers.find((server) => !judged(server));
  return dark === undefined
    ? { state: 'healthy' }
    : notObservable(`${dark.service.name} is started by what is not here, and did not tell its settings`);
}

/** Judges `maxmemory` of every Redis that has a memory limit, which is what it must fit into. */
export function judgeMaxmemory(
  evidence: Evidence,
  findingOf: (evidence: Evidence, server: RedisServer) => Finding | undefined,
): Verdict {
  const servers = redisServers(evidence);
  const limited = servers.filter(({ service }) => service.memoryLimit !== undefined);
  const sick = limited.flatMap((server) => findingOf(evidence, server) ?? []);
  if (sick.length > 0) return found(sick);
  if (servers.length > 0 && limited.length === 0) return notApplicable('no Redis has a memory limit');
  return unfound(
    limited,
    (server) =>
      server.settings.complete ||
      server.settings.settings.has('maxmemory') ||
      liveSetting(server, 'maxmemory') !== undefined,
  );
}
