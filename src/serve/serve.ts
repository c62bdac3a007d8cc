import cluster from 'node:cluster';
import type { Session } from '../command.ts';
import { requireServers } from '../config/require-servers.ts';
import type { Config } from '../config/schema.ts';
import { CvxError, type ExitCode } from '../lib/errors.ts';
import { keyFileOf, readKeyFile, type StoredKey } from './access/key-file.ts';
import { isLoopback } from './access/same-site.ts';
import { runWorkers } from './cluster.ts';
import { serveHere } from './serve-here.ts';

export interface ServeRun {
  readonly host: string;
  readonly port: number;
  readonly metricsPort?: number;
}

/** `cvx serve`: the address on stdout, a line for each request on stderr. Ends by Ctrl-C or SIGTERM, after what is under way. */
export async function runServe(session: Session, run: ServeRun): Promise<ExitCode> {
  const { config } = await session.config();
  const keys = await readKeys(config, run.host);
  if (cluster.isWorker) return serveHere(session, run, keys);
  if (config.web_concurrency === 1) return serveHere(session, run, keys);
  requireServers(config, 'WEB_CONCURRENCY above 1');
  return runWorkers(session, { config, isOpen: keys.length === 0 });
}

/** @throws CvxError CVX_SERVE_NEEDS_KEY where others could reach a server that is open to all. */
async function readKeys(config: Config, host: string): Promise<readonly StoredKey[]> {
  const file = keyFileOf(config);
  const keys = await readKeyFile(file);
  if (keys.length === 0 && !isLoopback(host))
    throw new CvxError(
      'CVX_SERVE_NEEDS_KEY',
      `Without an API key, cvx serve does not listen on ${host}: everybody who reaches it could read all CVs.`,
      {
        hint: `Make one:  cvx serve --new-key NAME --role read   (its hash goes to ${file})\nOr leave out --host: then only this machine reaches it.`,
      },
    );
  return keys;
}
