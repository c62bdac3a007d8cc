import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Why there is no Prometheus to test with; undefined where there is. */
export function whyNoPrometheus(): string | undefined {
  const missing = ['prometheus', 'promtool'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
  return missing.length === 0 ? undefined : `no ${missing.join(' and no ')} on the PATH`;
}

/** What promtool says against the text of a scrape; empty where it has no complaint. */
export function lintMetrics(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

export interface Scraper {
  /** An instant query; resolves to the values of the series found. */
  query(expression: string): Promise<readonly { readonly labels: unknown; readonly value: number }[]>;
  stop(): Promise<void>;
}

const answerSchema = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.unknown(), value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** A real Prometheus that scrapes `target` (host:port) every second under `path`. */
export async function runPrometheus(target: string, path: string): Promise<Scraper> {
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
    'prometheus',
    [
      `--config.file=${join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  return {
    query: async (expression) => {
      const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`;
      // It needs a moment before it listens.
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.ok !== true) return [];
      return answerSchema
        .parse(await answer.json())
        .data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
