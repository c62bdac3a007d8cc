import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { sendersOf, type SeenSender } from '../../components/redis/http-senders.ts';
import { attackLine, type AttackLines, attackLines } from '../../components/redis/redis-attack-lines.ts';
import { inferScrapeInterval, REDIS_ATTACK_LINE_MS } from '../../logs/scrape-interval.ts';
import { downSeen, isDownAt } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { redisPort } from '../../components/redis/redis-port.ts';
import { exporterFix } from '../../components/redis/redis-exporter-fix.ts';
import type { Service } from '../../../project/project.ts';

export const redisHttpProbe = defineCheck({
  id: 'redis-http-probe',
  area: 'redis',
  severity: 'error',
  title: 'Nothing of this stack speaks HTTP to Redis',
  why: `Redis does not speak HTTP. A client that does, most often Prometheus with redis:6379 among its targets, sends a line
"Host: …" that Redis takes for an attack by cross-protocol scripting: it writes "Possible SECURITY ATTACK detected" (at most once in
60 s, however many requests come), closes the connection, and the target stays down. There are no Redis metrics, and a real attack
would be lost in the noise.`,
  repair:
    'Let Prometheus scrape an exporter (redis_exporter on port 9121), which asks Redis in its own protocol.',
  fixClass: 'confirm',
  source:
    'redis src/networking.c securityWarningCommand (7.0.15, 8.0.6, both run); redis/redis#12007, PR 12024; OT-CONTAINER-KIT/redis-operator#1657',
  logs: [attackLine],
  supersedes: ['prom-scrapes-wire-port', 'prom-target-down'],
  run: (evidence) => {
    const redis = evidence.project.services.filter(({ kind }) => kind === 'redis');
    const lines = attackLines(evidence, 'redis-http-probe');
    if (redis.length === 0 && lines.summary.count === 0) return notApplicable('no service is Redis');
    const direct = staticTargets(evidence.project).flatMap((target) => {
      const server = redis.find((service) => scrapes(target, service));
      return server === undefined ? [] : [scrapeFinding(evidence, lines, { target, server })];
    });
    if (direct.length > 0) return found(direct);
    const own = senderFindings(evidence, lines, redis);
    if (own.length > 0) return found(own);
    if (lines.summary.count > 0 || lines.observed.seen) return HEALTHY;
    return evidence.project.configs.some(({ kind }) => kind === 'prometheus')
      ? HEALTHY
      : notObservable(`no prometheus.yml, and of Redis' log: ${lines.observed.why}`);
  },
});

/** Prometheus connects to the very port that Redis listens on. */
function scrapes({ host, port, relayed }: StaticTarget, service: Service): boolean {
  const names = [service.name, service.spec['container_name'], service.spec['hostname']];
  return !relayed && names.includes(host) && port === redisPort(service);
}

interface Scrape {
  readonly target: StaticTarget;
  readonly server: Service;
}

function scrapeFinding(evidence: Evidence, lines: AttackLines, { target, server }: Scrape): Finding {
  const seen: Seen[] = [
    {
      by: 'config',
      text: `job ${target.job} scrapes ${target.target}, where ${server.name} (${server.image ?? 'Redis'}) speaks its own protocol`,
      at: target.at,
    },
    ...logSeen(evidence, lines),
    ...downSeen(evidence, (scrape) => isDownAt(scrape, target)),
  ];
  const { fix, exporter } = exporterFix(evidence.project, target, server, REDIS_ATTACK_LINE_MS);
  return {
    message: `Prometheus scrapes ${target.target}, Redis' own port: Redis takes each scrape for an attack, and there are no metrics.`,
    at: target.at,
    related: [server.at],
    evidence: seen,
    ...(fix === undefined ? {} : { repair: `Scrape ${exporter} instead of ${target.target}.`, fix }),
  };
}

/** What Redis wrote, from whom, and what its rhythm says. */
function logSeen(evidence: Evidence, { summary }: AttackLines): Seen[] {
  const [sample] = summary.samples;
  if (sample === undefined) return [];
  const senders = sendersOf(evidence, summary, 'address')
    .filter(({ sender }) => sender.kind !== 'outside')
    .map(({ address, sender }) => (sender.kind === 'container' ? `${address} (${sender.name})` : address));
  const interval = summary.periodMs === undefined ? undefined : inferScrapeInterval(summary.periodMs);
  const times = `"Possible SECURITY ATTACK detected" ${summary.count} x in the log of ${sample.service ?? sample.source}`;
  const parts = [times, senders.length === 0 ? '' : `from ${senders.join(', ')}`, interval?.reason ?? ''];
  return [{ by: 'log', text: parts.filter((part) => part !== '').join('; ') }];
}

/** No target says it, the log does: containers of this stack, or somebody that cannot be told from here. */
function senderFindings(evidence: Evidence, lines: AttackLines, redis: readonly Service[]): Finding[] {
  const { summary } = lines;
  const server = redis.find(({ name }) => summary.services.has(name)) ?? redis[0];
  if (summary.count === 0 || server === undefined) return [];
  const senders = sendersOf(evidence, summary, 'address');
  const inside = senders.filter(({ sender }) => sender.kind !== 'outside');
  if (senders.length > 0 && inside.length === 0) return [];
  const named = new Set(
    inside.flatMap(({ sender }) => (sender.kind === 'container' ? [sender.service] : [])),
  );
  const culprits = evidence.project.services.filter(({ name }) => named.has(name));
  const at = culprits.length > 0 ? culprits : [server];
  return at.map((service) => ({
    message:
      culprits.length > 0
        ? `${service.name} sends HTTP to ${server.name}, which takes it for an attack.`
        : `Something sends HTTP to ${server.name}; no target in prometheus.yml does.`,
    at: service.at,
    evidence: logSeen(evidence, lines),
    repair: senderRepair(inside, server),
  }));
}

function senderRepair(inside: readonly SeenSender[], server: Service): string {
  const who = inside.some(({ sender }) => sender.kind === 'container');
  if (who)
    return `Look for ${server.name}:${redisPort(server)} among its health checks, upstreams and targets.`;
  return 'Find out who it is: health checks and upstreams with this port, another Prometheus, or (Redis 7.2 and newer) the address in the line.';
}
