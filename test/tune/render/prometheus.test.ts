import { execa } from 'execa';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { exportersOf, wrongMetricName } from '../../../src/facts/metrics.ts';
import { METRICS } from '../../../src/metrics/names.ts';
import { serviceOf } from '../../../src/sizing/plan.ts';
import { alertCases, type AlertCase } from './alert-cases.ts';
import { allStacks, distinct } from './stacks.ts';

const AREAS = ['host', 'app', 'postgres', 'redis', 'qdrant'] as const;
/** Of the rule files and of Prometheus alike: prometheus.yml. */
const SCRAPE_SECONDS = 15;

const ruleSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string().min(10) }),
        }),
      ),
    }),
  ),
});
const rulesOf = (text: string) => ruleSchema.parse(parse(text)).groups.flatMap(({ rules }) => rules);

const version = await execa('promtool', ['--version'], { reject: false });
const able = version.exitCode === 0;
if (!able) console.warn('skipped: rendered alerts in promtool (no promtool on PATH)');

const stacks = allStacks();
const largest = stacks.find(
  ({ plan }) => serviceOf(plan, 'qdrant').count.value > 1 && plan.hosts.length === 1,
);
const small = stacks[0];
if (largest === undefined || small === undefined) throw new Error('No stack with a cluster on one host');

/** Metrics that no exporter of the facts printed, since there was no replica and no cluster where they were run. */
const PROVEN: Readonly<Record<string, string>> = {
  pg_stat_replication_pg_wal_lsn_diff: 'postgres_exporter v0.20.1, collector/pg_stat_replication.go',
  cluster_pending_operations_total: 'seen on qdrant 1.18.3 with cluster.enabled',
  pg_lock_wait_max_seconds: 'made by postgres-queries.yaml',
  up: 'made by Prometheus',
  pg_settings_max_connections: 'seen live on postgres_exporter 0.19.1 (facts, PostgresConnectionsHigh)',
};

test('every metric of an alert exists, each alert waits for two scrapes, and its name is its own', () => {
  const rules = AREAS.flatMap((area) => rulesOf(largest.hosts[0]?.text(`rules/${area}.yml`) ?? ''));
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { alert, expr, for: wait } of rules) {
    expect(secondsOf(wait), alert).toBeGreaterThanOrEqual(2 * SCRAPE_SECONDS);
    const metrics = [
      ...expr.replaceAll(/\{[^}]*\}|by \([^)]*\)|"[^"]*"|\[\w+\]/g, '').matchAll(/\b[a-z]\w*_\w+|\bup\b/g),
    ].map(([name]) => name);
    for (const name of metrics.filter((one) => one !== 'histogram_quantile')) {
      const base = name.replace(/_(?:bucket|sum|count)$/, '');
      const known = base in METRICS || name in METRICS || name in PROVEN || exportersOf(name).length > 0;
      expect(known, `${alert}: ${name}`).toBe(true);
      if (exportersOf(name).length === 0) expect(wrongMetricName(name), name).toBeUndefined();
    }
  }
});

test('alerts speak of what the stack has', () => {
  const names = (stack: typeof largest): string =>
    AREAS.map((area) => stack.hosts[0]?.text(`rules/${area}.yml`)).join('');
  for (const alert of [
    'PostgresReplicaGone',
    'PostgresReplicaBehind',
    'QdrantDeadReplicas',
    'QdrantConsensusBehind',
  ]) {
    expect(names(largest)).toContain(alert);
    expect(names(small)).not.toContain(alert);
  }
});

describe.skipIf(!able)('promtool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cvx-promtool-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('check config accepts every prometheus.yml with its rules', async () => {
    const files = distinct(stacks, 'prometheus.yml');
    expect(files.length).toBeGreaterThan(3);
    for (const [n, { host, text, stack }] of files.entries()) {
      const own = join(folder, `config-${n}`);
      await mkdir(join(own, 'rules'), { recursive: true });
      for (const area of AREAS)
        await writeFile(join(own, `rules/${area}.yml`), host.text(`rules/${area}.yml`));
      await writeFile(join(own, 'prometheus.yml'), text.replace('/etc/prometheus/rules', join(own, 'rules')));
      const { stdout, stderr } = await execa('promtool', ['check', 'config', join(own, 'prometheus.yml')]);
      expect(`${stdout}${stderr}`, stack.name).toContain('5 rule files found');
      expect(`${stdout}${stderr}`).not.toMatch(/warn|fail|error/i);
    }
  });

  test('check rules accepts every rule file', async () => {
    for (const area of AREAS)
      for (const [n, { text }] of distinct(stacks, `rules/${area}.yml`).entries()) {
        const file = join(folder, `${area}-${n}.yml`);
        await writeFile(file, text);
        const { stdout } = await execa('promtool', ['check', 'rules', file]);
        expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
      }
  });

  // What a stack says as one before it did is not tried again.
  const tried = new Set<string>();
  test.each([
    ['a cluster', largest],
    ['a small stack', small],
  ])('each alert of %s fires and stays silent as it should', async (_, stack) => {
    const [host] = stack.hosts;
    if (host === undefined) throw new Error('No host');
    const rules = AREAS.flatMap((area) => rulesOf(host.text(`rules/${area}.yml`)));
    const boundOf = (alert: string): number =>
      Number(/> (\d+)$/.exec(rules.find((rule) => rule.alert === alert)?.expr ?? '')?.[1]);
    const bounds = { perMinute: boundOf('AppRequestRateHigh'), qdrantBytes: boundOf('QdrantMemoryHigh') };
    expect(bounds.perMinute).toBe(
      Math.max(1000, Math.ceil((stack.plan.load.arrivals.value * 60) / 100) * 100),
    );
    expect(bounds.qdrantBytes).toBe(Math.floor(0.8 * serviceOf(stack.plan, 'qdrant').memory.value));
    const own = join(folder, `rules-${stack.plan.inputs.users.value}`);
    await mkdir(own);
    const cases = alertCases(bounds).filter(({ alert }) => rules.some((rule) => rule.alert === alert));
    expect(new Set(cases.map(({ alert }) => alert))).toEqual(new Set(rules.map(({ alert }) => alert)));
    const files = await Promise.all(
      rules
        .filter(({ alert, expr }) => !tried.has(`${alert} ${expr}`))
        .map((rule) => {
          tried.add(`${rule.alert} ${rule.expr}`);
          return writeTest(
            own,
            rule,
            cases.filter(({ alert }) => alert === rule.alert),
          );
        }),
    );
    expect(files.length).toBeGreaterThan(0);
    const run = await execa('promtool', ['test', 'rules', ...files], { reject: false });
    expect(run.stdout + run.stderr).toContain('SUCCESS');
    expect(run.exitCode).toBe(0);
  });

  test('a rule whose bound is another is noticed', async () => {
    const rules = rulesOf(small.hosts[0]?.text('rules/app.yml') ?? '');
    const rule = rules.find(({ alert }) => alert === 'QueueDepthHigh');
    if (rule === undefined) throw new Error('No such rule');
    const cases = alertCases({ perMinute: 1000, qdrantBytes: 1 }).filter(({ alert }) => alert === rule.alert);
    const own = join(folder, 'wrong');
    await mkdir(own);
    for (const bound of ['> 99', '> 101', '< 100']) {
      const file = await writeTest(own, { ...rule, expr: rule.expr.replace('> 100', bound) }, cases);
      const run = await execa('promtool', ['test', 'rules', file], { reject: false });
      expect(run.exitCode, bound).not.toBe(0);
    }
  });
});

type Rule = ReturnType<typeof rulesOf>[number];

/** One rule by itself with its tests: promtool evaluates every rule of a file in each test. */
async function writeTest(folder: string, rule: Rule, cases: readonly AlertCase[]): Promise<string> {
  const file = join(folder, `${rule.alert}.test.yml`);
  const rules = join(folder, `${rule.alert}.yml`);
  await writeFile(rules, stringify({ groups: [{ name: 'alone', rules: [rule] }] }));
  const tests = cases.flatMap((one) => testsOf(one, rule.for));
  await writeFile(file, stringify({ rule_files: [rules], evaluation_interval: '30s', tests }));
  return file;
}

/** Fires once its time is up and not before; never fires on what is within its bound. */
function testsOf({ alert, fires, silent }: AlertCase, wait: string): readonly unknown[] {
  const firing = `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
  const series = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => ({ series: name, values: value }));
  const late = secondsOf(wait) > 3600 ? '150m' : '45m';
  return [
    {
      name: `${alert} fires`,
      interval: '1m',
      input_series: series(fires),
      promql_expr_test: [
        { expr: firing, eval_time: late, exp_samples: [{ labels: '{}', value: 1 }] },
        // Half of its time after the first sample it is at most pending.
        { expr: firing, eval_time: `${Math.floor(secondsOf(wait) / 2)}s`, exp_samples: [] },
      ],
    },
    ...silent.map((values, n) => ({
      name: `${alert} stays silent ${n + 1}`,
      interval: '1m',
      input_series: series(values),
      promql_expr_test: [{ expr: firing, eval_time: late, exp_samples: [] }],
    })),
  ];
}

function secondsOf(duration: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  return Number(count) * ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN);
}
