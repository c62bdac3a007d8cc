import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { sendersOf, type SeenSender } from '../../components/redis/http-senders.ts';
import { attackLine, attackLines } from '../../components/redis/redis-attack-lines.ts';
import { redisPort } from '../../components/redis/redis-port.ts';
import type { PublishedPort, Service } from '../../../project/project.ts';

export const redisHttpProbeForeign = defineCheck({
  id: 'redis-http-probe-foreign',
  area: 'redis',
  severity: 'error',
  title: 'No stranger reaches Redis',
  why: `The line "Possible SECURITY ATTACK detected" names an address that is no container of this project: somebody from outside
reaches Redis' port, as scanners do within minutes of its being published. Since Redis looks for "Host:" before it asks for a password,
a password does not silence the line; without one the stranger can also read and write every key. It is no Prometheus of this stack.`,
  repair:
    'Take the published port away (services reach Redis by its name), or bind it to 127.0.0.1; set a password; look at who connected.',
  fixClass: 'never',
  source:
    'redis src/networking.c securityWarningCommand and src/server.c processCommand (7.0.15, 8.0.6, both run); Docker publishes past ufw: moby/moby#4737',
  logs: [attackLine],
  run: (evidence) => {
    const redis = evidence.project.services.filter(({ kind }) => kind === 'redis');
    const { summary, observed } = attackLines(evidence, 'redis-http-probe-foreign');
    if (redis.length === 0) return notApplicable('no service is Redis');
    if (!observed.seen) return notObservable(`Redis' log: ${observed.why}`);
    if (summary.count === 0) return HEALTHY;
    const senders = sendersOf(evidence, summary, 'address');
    if (senders.length === 0)
      return notObservable('this version of Redis does not say who connected (7.2 and newer do)');
    const strangers = senders.filter(({ sender }) => sender.kind === 'outside');
    const servers = redis.filter(({ name }) => summary.services.has(name));
    return found(
      strangers.length === 0
        ? []
        : (servers.length > 0 ? servers : redis.slice(0, 1)).map((server) =>
            strangerFinding(evidence, server, strangers),
          ),
    );
  },
});

function strangerFinding({ project }: Evidence, server: Service, strangers: readonly SeenSender[]): Finding {
  const index = server.ports.findIndex(({ container }) => container === redisPort(server));
  const published = server.ports[index];
  const addresses = strangers.map(({ address }) => address).join(', ');
  const lines = strangers.map(({ address, times, sender }) => ({
    by: 'log' as const,
    text: `${times} x from ${address}${sender.kind === 'outside' ? `: ${sender.why}` : ''}`,
  }));
  const edits = published === undefined ? [] : portEdits(server, published, index);
  return {
    message: `Redis was spoken to in HTTP by ${addresses}, no container of ${project.name}: it can be reached from outside.`,
    at: published?.at ?? server.at,
    evidence: [
      ...lines,
      ...(published === undefined
        ? []
        : [{ by: 'config' as const, text: publication(server, published), at: published.at }]),
    ],
    ...(edits.length === 0 ? {} : { fix: { class: 'never' as const, edits, restart: [server.name] } }),
  };
}

function publication({ name }: Service, { hostIp, host, container }: PublishedPort): string {
  return `${name} publishes port ${container} as ${hostIp ?? 'every address'}:${host ?? 'any port'}`;
}

/** Takes the port away; the whole list where it was the only one. */
function portEdits(server: Service, published: PublishedPort, index: number) {
  const alone = server.ports.every(
    ({ at }) => at.line === published.at.line && at.file === published.at.file,
  );
  return [{ do: 'remove-yaml' as const, ...server.editOf(alone ? ['ports'] : ['ports', index]) }];
}
