import { setMaxListeners } from 'node:events';
import type { Session } from '../command.ts';
import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { packageVersion } from '../lib/package-version.ts';
import { Stopped } from '../lib/shutdown.ts';
import { toJson } from '../lib/terminal-text.ts';
import { createAdmission } from './access/admission.ts';
import { authenticator } from './access/authenticate.ts';
import { keyFileOf, readKeyFile, type StoredKey } from './access/key-file.ts';
import { createRateLimit } from './access/rate-limit.ts';
import { isLoopback } from './access/same-site.ts';
import { createTurns } from './access/turns.ts';
import { buildApp, type AppParts } from './app.ts';
import { listen } from './listen.ts';
import { noRecorder } from './recorder.ts';
import { createLog } from './request-log.ts';

export interface ServeRun {
  readonly host: string;
  readonly port: number;
  readonly metricsPort?: number;
}

/** What requests under way may still take after a stop: with the closing of stores less than the 10 s that Docker waits. */
const DRAIN_MS = 6000;

/** How long a search may wait for its turn: longer, and whoever asked has gone. */
const MAX_WAIT_MS = 1000;

/** Kept open for each request that may be at work: browsers open six each, proxies a pool. */
const CONNECTIONS_EACH = 10;

/** `cvx serve`: the address on stdout, a line for each request on stderr. Ends by Ctrl-C or SIGTERM, after what is under way. */
export async function runServe(session: Session, run: ServeRun): Promise<ExitCode> {
  const { config } = await session.config();
  const keys = await readKeys(config, run.host);
  const context = await session.open();
  const parts = appParts(session, { config, context, keys });
  const app = buildApp(parts);
  const maxConnections = config.max_global_concurrent * CONNECTIONS_EACH;
  const listener = await listen(app.fetch, { ...run, maxConnections });
  sayAddress(session, listener.url, keys.length > 0);
  await stopped(session.signal);
  await listener.close(DRAIN_MS);
  const reason: unknown = session.signal.reason;
  return reason instanceof Stopped ? reason.exit : EXIT.ok;
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

interface Opened {
  readonly config: Config;
  readonly context: Context;
  readonly keys: readonly StoredKey[];
}

function appParts({ io, globals, signal }: Session, { config, context, keys }: Opened): AppParts {
  const turns = createTurns({ atOnce: searchesAtOnce(config), maxWaitMs: MAX_WAIT_MS });
  // Each stream under way listens to it.
  setMaxListeners(0, signal);
  return {
    config,
    context,
    turns,
    version: packageVersion(),
    recorder: noRecorder,
    load: () => turns.load(),
    stopping: signal,
    log: createLog(io, globals.debug ? 'debug' : globals.quiet ? 'warn' : 'info'),
    gate: {
      authenticate: authenticator(keys),
      hosts: keys.length > 0 ? undefined : (config.allowed_hosts?.toLowerCase().split(/,\s*/) ?? []),
      admission: createAdmission({
        perKey: config.max_concurrent_requests,
        total: config.max_global_concurrent,
      }),
      // Who is alone on this machine needs no protection from themselves.
      ...(keys.length > 0 ? { rateLimit: createRateLimit(config.rate_limit) } : {}),
      turns,
    },
  };
}

/** As many as can have a connection to the database: further ones would only wait there, where nobody can refuse them. */
function searchesAtOnce({ database_pool_size, database_max_overflow }: Config): number {
  return database_pool_size + database_max_overflow;
}

function sayAddress({ io, globals, say }: Session, url: string, hasKeys: boolean): void {
  if (globals.json) io.stdout.write(toJson({ schema: 1, event: 'listening', url }));
  else io.stdout.line(`Listening on ${url}`);
  if (!hasKeys)
    say('Open to everybody on this machine, without a key. To ask for keys: cvx serve --new-key NAME');
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
