import { parse } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '../../lib/format.ts';
import type { Address } from './addresses.ts';
import type { AskedService } from './asked-service.ts';
import { readExposition } from './exposition.ts';
import { hostClocks } from './host-clocks.ts';
import { getJson, httpBase, httpGet } from './http-get.ts';
import type { PrometheusLive, ScrapeTarget } from './live.ts';
import { orUndefined, Unseen } from './observe.ts';

/** Some thousand targets, or some 100,000 names of metrics. */
const MAX_BYTES = 16 * 1024 ** 2;

const buildSchema = z.object({ version: z.string() });
const runtimeSchema = z.object({
  reloadConfigSuccess: z.boolean().optional(),
  lastConfigTime: z.coerce.date().optional(),
});
const targetsSchema = z.object({
  activeTargets: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      scrapePool: z.string().default(''),
      scrapeUrl: z.string(),
      lastError: z.string(),
      health: z.string(),
      scrapeInterval: z.string().optional(),
    }),
  ),
});
/** Of `status/config`, whose `yaml` is the configuration as loaded, defaults filled in and secrets left out. */
const configSchema = z.object({ yaml: z.string() });
const loadedSchema = z.object({
  scrape_configs: z
    .array(
      z.object({
        job_name: z.string(),
        static_configs: z.array(z.object({ targets: z.array(z.string()).default([]) })).default([]),
      }),
    )
    .default([]),
});
const alertmanagersSchema = z.object({ activeAlertmanagers: z.array(z.unknown()) });

/** Reads build, configuration state, targets, names of metrics and alertmanagers of a Prometheus by its API. */
export async function lookAtPrometheus(
  address: Address,
  prefix: string,
  signal: AbortSignal,
): Promise<PrometheusLive> {
  const ask = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const url = `${httpBase(address)}${prefix}/api/v1/${path}`;
    const answer = await getJson(url, { signal, maxBytes: MAX_BYTES });
    const result = z.object({ status: z.literal('success'), data: schema }).safeParse(answer);
    if (!result.success) throw new Unseen('it does not answer as Prometheus does');
    return result.data.data;
  };
  const { version } = await ask('status/buildinfo', buildSchema);
  const [{ activeTargets }, names, runtime, alertmanagers, loaded, own] = await Promise.all([
    ask('targets?state=active', targetsSchema),
    ask('label/__name__/values', z.array(z.string())),
    orUndefined(ask('status/runtimeinfo', runtimeSchema)),
    orUndefined(ask('alertmanagers', alertmanagersSchema)),
    orUndefined(ask('status/config', configSchema).then(({ yaml }) => loadedSchema.parse(parse(yaml)))),
    orUndefined(ownMetrics(`${httpBase(address)}${prefix}/metrics`, signal)),
  ]);
  const clocks = names.includes('node_time_seconds') ? await orUndefined(hostClocks(ask)) : undefined;
  return {
    version,
    targets: activeTargets.map(targetOf),
    lastReloadSuccessful: runtime?.reloadConfigSuccess,
    lastReloadAt: runtime?.lastConfigTime,
    metricNames: new Set(names),
    alertmanagers: alertmanagers?.activeAlertmanagers.length,
    ...(own === undefined ? {} : { ownMetrics: own }),
    ...(clocks === undefined ? {} : { hostClocks: clocks }),
    ...(loaded === undefined ? {} : { loadedJobs: loaded.scrape_configs.map(jobOf) }),
  };
}

async function ownMetrics(
  url: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number> | undefined> {
  const { status, body, cut } = await httpGet(url, { signal, maxBytes: MAX_BYTES });
  const samples = (status === 200 ? readExposition(body, cut) : undefined) ?? [];
  const sums = new Map<string, number>();
  for (const { name, value } of samples)
    if (/^(?:prometheus_tsdb|process)_/.test(name)) sums.set(name, (sums.get(name) ?? 0) + value);
  return sums.size === 0 ? undefined : sums;
}

/** Where its API stands: `--web.route-prefix`, else the path of `--web.external-url`. */
export function prefixOf({ service }: AskedService): string {
  const command = (service?.command ?? []).join(' ');
  const route = /--web\.route-prefix[= ](\S+)/.exec(command)?.[1];
  const external = /--web\.external-url[= ](\S+)/.exec(command)?.[1];
  const path = route ?? (external !== undefined && URL.canParse(external) ? new URL(external).pathname : '');
  const trimmed = path.replaceAll(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

function targetOf({
  labels,
  scrapePool,
  scrapeUrl,
  lastError,
  health,
  scrapeInterval,
}: z.infer<typeof targetsSchema>['activeTargets'][number]): ScrapeTarget {
  return {
    job: labels['job'] ?? scrapePool,
    url: withoutQuery(scrapeUrl),
    health: health === 'up' || health === 'down' ? health : 'unknown',
    lastError: withoutQuery(lastError),
    scrapeIntervalMs: scrapeInterval === undefined ? undefined : milliseconds(scrapeInterval),
  };
}

function jobOf({
  job_name,
  static_configs,
}: z.infer<typeof loadedSchema>['scrape_configs'][number]): NonNullable<
  PrometheusLive['loadedJobs']
>[number] {
  return { job: job_name, targets: static_configs.flatMap(({ targets }) => targets) };
}

/** Parameters of a URL may hold a token. */
function withoutQuery(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s"?]*)\?[^\s"]*/g, '$1');
}

/** `15s`, `1m30s`, `1h`. */
function milliseconds(text: string): number | undefined {
  const parts = text.match(/\d+(?:ms|[smhdwy])/g) ?? [];
  const each = parts.map((part) => parseDuration(part));
  return each.length === 0 || each.includes(undefined)
    ? undefined
    : each.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}
