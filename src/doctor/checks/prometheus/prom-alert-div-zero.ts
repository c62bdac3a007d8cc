import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { expressionEdit, loadedRules, type Rule } from '../../components/prometheus/alert-rules.ts';
import { dividedBy, type Divisor } from '../../components/prometheus/promql-divisors.ts';
import { liveSetting, redisServers } from '../../components/redis/redis-servers.ts';
import { redisBytes } from '../../components/redis/redis-settings.ts';
import type { Evidence } from '../../evidence.ts';

/** What prints 0 for "no limit", and whose limit that is. */
interface Limit {
  readonly metrics: readonly string[];
  readonly what: string;
  /** Whose series there are; `zero` undefined where nothing tells. */
  readonly owners: (evidence: Evidence) => readonly Owner[];
}

interface Owner {
  readonly service: Service;
  readonly zero: boolean | undefined;
}

const LIMITS: readonly Limit[] = [
  {
    metrics: ['redis_memory_max_bytes', 'redis_config_maxmemory'],
    what: 'maxmemory',
    owners: (evidence) =>
      redisServers(evidence).map((server) => {
        const { service, settings } = server;
        const value = liveSetting(server, 'maxmemory') ?? settings.settings.get('maxmemory')?.value;
        const known = value === undefined ? (settings.complete ? 0 : undefined) : redisBytes(value);
        return { service, zero: known === undefined ? undefined : known === 0 };
      }),
  },
  {
    metrics: ['container_spec_memory_limit_bytes'],
    what: 'memory limit',
    owners: ({ project }) => {
      const services = startedServices(project);
      return services.some(({ kind }) => kind === 'cadvisor')
        ? services.map((service) => ({ service, zero: service.memoryLimit === undefined }))
        : [];
    },
  },
];

export const promAlertDivZero = defineCheck({
  id: 'prom-alert-div-zero',
  area: 'prometheus',
  severity: 'warning',
  title: 'No alert divides by a limit that is not set',
  why: `Exporters print 0 where there is no limit, and in PromQL a division by 0 is no error: the share in use becomes infinite, which is
above every threshold. The alert fires from the first minute and never stops, until nobody looks at it any more.`,
  repair: 'Divide by the limit only where there is one: used / (limit > 0).',
  fixClass: 'safe',
  source:
    'Prometheus documentation, Operators (arithmetic follows IEEE 754; a comparison drops what it does not hold for); promtool test rules 2.42; redis_exporter 1.86.0 with redis-server 7.0.15 (redis_memory_max_bytes 0); cAdvisor metrics/prometheus.go specMemoryValue; kubegems/kubegems#266',
  run: (evidence) => {
    const rules = loadedRules(evidence.project).filter(({ alert }) => alert !== undefined);
    const names = LIMITS.flatMap(({ metrics }) => metrics);
    const divisions = rules.flatMap((rule) =>
      dividedBy(rule.expr, names).map((divisor) => ({ rule, divisor })),
    );
    if (divisions.length === 0) return notApplicable('no alert divides by a limit without asking for one');
    const judged = divisions.map(({ rule, divisor }) => judge(evidence, rule, divisor));
    const findings = judged.filter((one) => typeof one === 'object');
    if (findings.length > 0) return found(findings);
    return judged.includes('unknown')
      ? notObservable('whether a limit that an alert divides by is set is not to be seen')
      : HEALTHY;
  },
});

function judge(evidence: Evidence, rule: Rule, divisor: Divisor): Finding | 'fine' | 'unknown' {
  const limit = LIMITS.find(({ metrics }) => metrics.includes(divisor.metric));
  const owners = limit?.owners(evidence) ?? [];
  const unlimited = owners.filter(({ zero }) => zero === true).map(({ service }) => service);
  const [first] = unlimited;
  if (limit === undefined || owners.length === 0) return 'unknown';
  if (first === undefined) return owners.some(({ zero }) => zero === undefined) ? 'unknown' : 'fine';
  // Labels may choose just those that have a limit, and a sum over both is not 0.
  if (divisor.some && unlimited.length < owners.length) return 'unknown';
  const edit = expressionEdit(
    evidence.project,
    rule,
    (text) => dividedBy(text, [divisor.metric])[0]?.guarded,
  );
  const names = unlimited.map(({ name }) => name).join(', ');
  const has = unlimited.length === 1 ? 'has' : 'have';
  return {
    message: `The alert ${rule.alert ?? ''} fires for ever: ${names} ${has} no ${limit.what}, so ${divisor.metric} is 0, and what is divided by it infinite.`,
    at: rule.at,
    related: unlimited.map(({ at }) => at),
    evidence: [
      { by: 'config', text: `${rule.alert ?? ''} divides by ${divisor.selector}`, at: rule.at },
      ...unlimited.map((service) => unlimitedSeen(evidence, service, limit)),
    ],
    repair: `Divide by (${divisor.selector} > 0), or give ${names} a ${limit.what}.`,
    ...(edit === undefined ? {} : { fix: { class: 'safe', edits: [edit], restart: [rule.service] } }),
  };
}

function unlimitedSeen(evidence: Evidence, service: Service, { what }: Limit): Finding['evidence'][number] {
  const server = redisServers(evidence).find((one) => one.service === service);
  const said = server === undefined ? undefined : liveSetting(server, what);
  return said === undefined
    ? { by: 'config', text: `${service.name} has no ${what}`, at: service.at }
    : { by: 'live', text: `${service.name}: CONFIG GET ${what} says ${said}` };
}
