import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { inEnvironment } from '../../components/compose/variable-edits.ts';
import { expressionEdit, loadedRules, type Rule } from '../../components/prometheus/alert-rules.ts';
import { metricsOf } from '../../components/prometheus/promql-names.ts';
import { type ConfigWithheld, configWithheld } from '../../components/redis/config-command.ts';
import { exporterAddress, exporterOption } from '../../components/redis/exporter-address.ts';
import { type RedisServer, redisServers } from '../../components/redis/redis-servers.ts';
import type { Evidence } from '../../evidence.ts';

const NAME = 'REDIS_EXPORTER_CONFIG_COMMAND';
/** What INFO tells as well, and the first minor of version 1 of the exporter that was seen to print it. */
const OF_INFO: readonly (readonly [string, string, number])[] = [
  ['redis_config_maxmemory', 'redis_memory_max_bytes', 45],
  ['redis_config_maxclients', 'redis_max_clients', 86],
];

export const redisExporterBlind = defineCheck({
  id: 'redis-exporter-blind',
  area: 'redis',
  severity: 'warning',
  title: 'redis_exporter can read the settings that alerts ask for',
  why: `redis_exporter reads maxclients and the like by CONFIG GET. Where Redis has renamed CONFIG or denies it, the exporter goes on without a
word: redis_up is 1, all redis_config_* are missing, and an alert over one of them never fires.`,
  repair: `Tell the exporter the new name (${NAME}), allow its user +config|get, or ask for a metric that INFO tells.`,
  fixClass: 'confirm',
  source:
    'oliver006/redis_exporter README (--config-command, ACL for the exporter); seen with redis_exporter 1.45.0 and redis-server 7.0.15: renamed, renamed and told, denied by ACL; metrics of 1.86.0; redis.conf, rename-command',
  supersedes: ['prom-alert-metric-absent'],
  run: (evidence) => {
    const rules = loadedRules(evidence.project).filter(
      ({ alert, expr }) => alert !== undefined && settingsIn(expr).length > 0,
    );
    const pairs = pairsOf(evidence);
    if (rules.length === 0) return notApplicable('no alert asks for a setting of Redis');
    if (pairs.length === 0) return notApplicable('no redis_exporter asks a Redis of this project');
    const findings = rules.flatMap((rule) => findingOf(evidence, rule, pairs) ?? []);
    if (findings.length > 0) return found(findings);
    const told = rules.every((rule) => seriesOf(evidence, rule) !== undefined);
    // Whom the server lets run what then stands in a file of its own.
    const written = pairs.every(
      ({ server: { settings } }) => settings.complete && !settings.settings.has('aclfile'),
    );
    return told || written
      ? HEALTHY
      : notObservable('neither Prometheus nor the settings of Redis tell whether it withholds CONFIG');
  },
});

interface Pair {
  readonly exporter: Service;
  readonly server: RedisServer;
  /** Why the exporter reads no settings, as far as files tell. */
  readonly withheld: ConfigWithheld | undefined;
}

function pairsOf(evidence: Evidence): readonly Pair[] {
  const servers = redisServers(evidence);
  return startedServices(evidence.project)
    .filter(({ kind }) => kind === 'redis-exporter')
    .flatMap((exporter) => {
      const service = serviceOfHost(evidence.project, exporterAddress(exporter).host);
      const server = servers.find((one) => one.service === service);
      return server === undefined ? [] : [{ exporter, server, withheld: withheldFrom(exporter, server) }];
    });
}

function withheldFrom(exporter: Service, server: RedisServer): ConfigWithheld | undefined {
  const told = exporterOption(exporter, 'config-command', NAME);
  if (told?.value === '-')
    return { at: told.at, renamed: undefined, text: `${exporter.name} is told not to ask` };
  const withheld = configWithheld(server, exporterAddress(exporter).user ?? 'default');
  return told?.value !== undefined && withheld?.renamed === told.value ? undefined : withheld;
}

function settingsIn(expression: string): readonly string[] {
  return metricsOf(expression).filter((name) => name.startsWith('redis_config_'));
}

/** Whether the Prometheus of a rule has series of settings; undefined where it was not asked, or knows nothing of Redis. */
function seriesOf({ live }: Evidence, { service }: Rule): boolean | undefined {
  const answer = live.prometheus.get(service);
  if (answer?.seen !== true || !answer.value.metricNames.has('redis_connected_clients')) return undefined;
  return [...answer.value.metricNames].some((name) => name.startsWith('redis_config_'));
}

function findingOf(evidence: Evidence, rule: Rule, pairs: readonly Pair[]): Finding | undefined {
  const series = seriesOf(evidence, rule);
  const blind = pairs.filter(({ withheld }) => withheld !== undefined);
  const [first = pairs[0]] = blind;
  // Another exporter may print what this one cannot.
  if (first === undefined || series === true || (series === undefined && blind.length < pairs.length))
    return undefined;
  const { exporter, server, withheld } = first;
  const [metric] = settingsIn(rule.expr);
  const edit = repairEdit(evidence.project, rule, first);
  return {
    message: `The alert ${rule.alert ?? ''} can never fire: ${withheld?.text ?? `${exporter.name} may not ask ${server.service.name} for its settings`}, so there is no ${metric ?? 'redis_config_*'}.`,
    at: rule.at,
    related: [...(withheld === undefined ? [] : [withheld.at]), exporter.at],
    evidence: [
      ...(withheld === undefined ? [] : [{ by: 'config' as const, text: withheld.text, at: withheld.at }]),
      ...(series === false
        ? [
            {
              by: 'live' as const,
              text: `${rule.service} has redis_connected_clients, and no redis_config_* at all`,
            },
          ]
        : []),
    ],
    ...(edit === undefined
      ? {}
      : {
          repair:
            withheld?.renamed === undefined
              ? 'Ask for the metric that INFO tells, which needs no CONFIG.'
              : `Set ${NAME} of ${exporter.name} to the name that ${server.service.name} has for CONFIG.`,
          fix: {
            class: 'confirm',
            edits: [edit],
            restart: [withheld?.renamed === undefined ? rule.service : exporter.name],
          },
        }),
  };
}

function repairEdit(project: Project, rule: Rule, { exporter, withheld }: Pair): Edit | undefined {
  if (withheld?.renamed !== undefined) return inEnvironment(exporter, NAME, withheld.renamed);
  const minor = Number(/:v?1\.(\d+)/.exec(exporter.image ?? '')?.[1] ?? 0);
  const known = OF_INFO.filter(([, , since]) => minor >= since);
  if (!settingsIn(rule.expr).every((name) => known.some(([of]) => of === name))) return undefined;
  return expressionEdit(project, rule, (text) =>
    known.reduce(
      (changed, [of, instead]) => changed.replaceAll(new RegExp(`\\b${of}\\b`, 'g'), instead),
      text,
    ),
  );
}
