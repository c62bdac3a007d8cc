import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { freePort } from '../lib/free-port.ts';

/** Programs of one release. */
export interface Prometheus {
  /** `2.42.0+ds` */
  readonly version: string;
  readonly prometheus: string;
  readonly promtool: string;
}

const ON_PATH = { prometheus: 'prometheus', promtool: 'promtool' } as const;

/** Why there is no Prometheus on the PATH to test with; undefined where there is. */
export function whyNoPrometheus(): string | undefined {
  const missing = Object.values(ON_PATH).filter((program) => versionOf(program) === undefined);
  return missing.length === 0 ? undefined : `no ${missing.join(' and no ')} on the PATH`;
}

/**
 * Each release that there is, at most one of a major: that on the PATH (Debian 12 has a 2), and a 3 whose programs are in the
 * folder CVX_TEST_PROMETHEUS_3. Says which major is missing.
 */
export function findPrometheus(): readonly Prometheus[] {
  const folder = process.env['CVX_TEST_PROMETHEUS_3'] ?? '';
  const places = [
    ON_PATH,
    ...(folder === ''
      ? []
      : [{ prometheus: join(folder, 'prometheus'), promtool: join(folder, 'promtool') }]),
  ];
  const found = new Map<string, Prometheus>();
  for (const place of places) {
    const version = versionOf(place.prometheus);
    if (version !== undefined && versionOf(place.promtool) === version)
      found.set(version.split('.')[0] ?? '', { ...place, version });
  }
  if (folder !== '' && !found.has('3'))
    throw new Error(`CVX_TEST_PROMETHEUS_3 has no prometheus and promtool of one version 3: ${folder}`);
  for (const major of ['2', '3'])
    if (!found.has(major))
      console.warn(
        `Skipped: scrapes by Prometheus ${major} (not on the PATH${major === '3' ? ' nor in CVX_TEST_PROMETHEUS_3' : ''})`,
      );
  return [...found.values()];
}

function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? /, version (\S+)/.exec(stdout)?.[1] : undefined;
}

/** What promtool says against the text of a scrape; empty where it has no complaint. */
export function lintMetrics(text: string, { promtool }: Pick<Prometheus, 'promtool'> = ON_PATH): string {
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

export interface Scraper {
  /** What its API knows of the names that the target serves: their types, by the names that the text declares. */
  types(): Promise<ReadonlyMap<string, string>>;
  /** Names of all series that it has of the target. */
  names(): Promise<readonly string[]>;
  /** Why the last scrape failed; empty where it did not. */
  lastError(): Promise<string>;
  /** Lines of its log from level warn on. */
  warnings(): readonly string[];
  /** An instant query; resolves to the values of the series found. */
  query(expression: string): Promise<readonly { readonly labels: unknown; readonly value: number }[]>;
  stop(): Promise<void>;
}

const querySchema = z.object({
  result: z.array(z.object({ metric: z.unknown(), value: z.tuple([z.number(), z.string()]) })),
});
const metadataSchema = z.array(z.object({ metric: z.string(), type: z.string() }));
const targetsSchema = z.object({ activeTargets: z.array(z.object({ lastError: z.string() })) });

/** A real Prometheus that scrapes `target` (host:port) every second under `path`. */
export async function runPrometheus(
  target: string,
  path: string,
  { prometheus }: Pick<Prometheus, 'prometheus'> = ON_PATH,
): Promise<Scraper> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-prometheus-'));
  await writeFile(
    join(home, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [{ job_name: 'cvx', metrics_path: path, static_configs: [{ targets: [target] }] }],
    }),
  );
  const port = await freePort();
  const child: ChildProcess = spawn(
    prometheus,
    [
      `--config.file=${join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr?.on('data', (data) => (log += String(data)));
  const ask = async (what: string): Promise<unknown> => {
    // It needs a moment before it listens.
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${what}`).catch(() => undefined);
    return answer?.ok === true ? z.object({ data: z.unknown() }).parse(await answer.json()).data : undefined;
  };
  const ours = `{job="cvx"}`;
  return {
    query: async (expression) => {
      const data = await ask(`query?query=${encodeURIComponent(expression)}`);
      if (data === undefined) return [];
      return querySchema
        .parse(data)
        .result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    types: async () => {
      const data = await ask(`targets/metadata?match_target=${encodeURIComponent(ours)}`);
      return new Map(metadataSchema.parse(data).map(({ metric, type }) => [metric, type]));
    },
    names: async () =>
      z.array(z.string()).parse(await ask(`label/__name__/values?match[]=${encodeURIComponent(ours)}`)),
    lastError: async () =>
      targetsSchema.parse(await ask('targets')).activeTargets[0]?.lastError ?? 'no target',
    warnings: () => log.split('\n').filter((line) => /\blevel=(?:warn|error)\b/i.test(line)),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
