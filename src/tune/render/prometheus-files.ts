import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Plan } from '../../sizing/plan.ts';
import { serviceOf } from '../../sizing/plan.ts';
import { edited, type OwnEdit } from './edited.ts';
import type { Layout } from './layout.ts';
import { PORTS } from './ports.ts';
import { readTemplate } from './templates.ts';

/** Jobs of the template, in its order. */
const JOBS = ['prometheus', 'backend', 'qdrant', 'postgres', 'redis', 'node'] as const;

/** prometheus.yml: every instance of what has metrics, each by itself. */
export function prometheusFile(layout: Layout): string {
  const targets = (job: (typeof JOBS)[number], endpoints: readonly string[]): OwnEdit => ({
    do: 'set-yaml',
    path: ['scrape_configs', JOBS.indexOf(job), 'static_configs', 0, 'targets'],
    value: endpoints,
  });
  const [exporter] = layout.endpoints('redis-exporter', PORTS.redisExporter);
  return edited('prometheus.yml', readTemplate('prometheus.yml'), [
    ...(layout.onlyHere('backend') ? [] : backendEdits(layout)),
    targets('qdrant', layout.endpoints('qdrant', PORTS.qdrantMetrics)),
    targets('postgres', layout.endpoints('postgres-exporter', PORTS.postgresExporter)),
    targets('node', layout.endpoints('node-exporter', PORTS.nodeExporter)),
    {
      do: 'set-yaml',
      path: ['scrape_configs', JOBS.indexOf('redis'), 'relabel_configs', 2, 'replacement'],
      value: exporter ?? '',
    },
  ]);
}

function backendEdits(layout: Layout): readonly OwnEdit[] {
  const job = ['scrape_configs', JOBS.indexOf('backend')];
  return [
    { do: 'remove-yaml', path: [...job, 'dns_sd_configs'] },
    {
      do: 'set-yaml',
      path: [...job, 'static_configs'],
      value: [{ targets: layout.endpoints('backend', PORTS.apiMetrics) }],
    },
  ];
}

export const RULE_FILES = ['host', 'app', 'postgres', 'redis', 'qdrant'] as const;
type RuleFile = (typeof RULE_FILES)[number];

/** Alerts that only speak of what some plans have. */
const ONLY_WITH_REPLICA = ['PostgresReplicaGone', 'PostgresReplicaBehind'];
const ONLY_IN_CLUSTER = ['QdrantDeadReplicas', 'QdrantConsensusBehind'];
/** The notes' requests per minute, which a large stack is planned to exceed. */
const REQUESTS_PER_MINUTE = 1000;
/** I5: Qdrant takes at most so much of its memory limit. */
const QDRANT_SHARE = 0.8;

/** The alerts of one area, with what the plan says of their bounds. */
export function rulesFile(plan: Plan, layout: Layout, area: RuleFile): string {
  const template = readTemplate(`rules/${area}.yml`);
  const names = alertsOf(template);
  const gone = new Set([
    ...(layout.exists('postgres-replica') ? [] : ONLY_WITH_REPLICA),
    ...(serviceOf(plan, 'qdrant').count.value > 1 ? [] : ONLY_IN_CLUSTER),
  ]);
  const perMinute = Math.max(REQUESTS_PER_MINUTE, Math.ceil((plan.load.arrivals.value * 60) / 100) * 100);
  const bounds: Readonly<Record<string, string>> = {
    AppRequestRateHigh: `sum(rate(cvx_http_request_duration_seconds_count[5m])) * 60 > ${perMinute}`,
    QdrantMemoryHigh: `memory_resident_bytes > ${Math.floor(serviceOf(plan, 'qdrant').memory.value * QDRANT_SHARE)}`,
  };
  const rules = ['groups', 0, 'rules'];
  const sets = names.flatMap((name, index): readonly OwnEdit[] => {
    const expr = bounds[name];
    return expr === undefined ? [] : [{ do: 'set-yaml', path: [...rules, index, 'expr'], value: expr }];
  });
  const removals = names
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => gone.has(name))
    .toReversed()
    .map(({ index }): OwnEdit => ({ do: 'remove-yaml', path: [...rules, index] }));
  return edited(`rules/${area}.yml`, template, [...sets, ...removals]);
}

/** Names of the alerts of a rule file in order. */
function alertsOf(text: string): readonly string[] {
  const rules = parseDocument(text).getIn(['groups', 0, 'rules']);
  if (!isSeq(rules)) throw new Error('A rule file of the template has no rules');
  return rules.items.map((rule) => {
    const name = isMap(rule) ? rule.get('alert', true) : undefined;
    return isScalar(name) ? String(name.value) : '';
  });
}
