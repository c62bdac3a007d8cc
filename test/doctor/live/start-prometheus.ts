import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../lib/free-port.ts';

export interface StartedPrometheus {
  /** `127.0.0.1:port` */
  readonly address: string;
  stop(): Promise<void>;
}

/** A real Prometheus that scrapes these targets each second, with every one of them scraped at least once. */
export async function startPrometheus(
  targets: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<StartedPrometheus> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-prometheus-'));
  const jobs = Object.entries(targets).map(([job, target]) => ({
    job_name: job,
    params: { token: ['tokenInQuery'] },
    static_configs: [{ targets: [target] }],
  }));
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: jobs };
  await writeFile(join(home, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(home, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(home, 'data')}`,
      `--web.listen-address=${address}`,
      ...flags,
    ],
    { stdio: 'ignore' },
  );
  const limit = AbortSignal.timeout(60_000);
  const prefix = flags.find((flag) => flag.startsWith('--web.route-prefix='))?.split('=')[1] ?? '';
  while (!(await scrapedAll(`http://${address}${prefix}`))) {
    limit.throwIfAborted();
    await sleep(100);
  }
  return {
    address,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function scrapedAll(base: string): Promise<boolean> {
  const answer = await fetch(`${base}/api/v1/targets`).catch(() => undefined);
  if (answer?.ok !== true) return false;
  const text = await answer.text();
  return text.includes('"health"') && !text.includes('"health":"unknown"');
}
