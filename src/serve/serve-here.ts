import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Session } from '../command.ts';
import type { Config } from '../config/schema.ts';
import type { Context } from '../context.ts';
import { CvxError, EXIT, type ExitCode } from '../lib/errors.ts';
import { packageVersion } from '../lib/package-version.ts';
import { exitOfStop, stopped } from '../lib/shutdown.ts';
import { createAdmission } from './access/admission.ts';
import { type Arrivals, createArrivals } from './access/arrivals.ts';
import { keyFileOf, type StoredKey } from './access/key-file.ts';
import { followKeyFile } from './access/key-ring.ts';
import { createRateLimit } from './access/rate-limit.ts';
import { createTurns, type Turns } from './access/turns.ts';
import { buildApp, type AppParts } from './app.ts';
import type { GateOptions } from './gate.ts';
import { openUploads } from './ingest/open-uploads.ts';
import { listen, type Listener } from './listen.ts';
import { openServeMonitor } from './open-monitor.ts';
import { createLog } from './request-log.ts';
import { buildMetricsApp } from './routes/metrics.ts';
import { sayAddress } from './say-address.ts';
import type { ServeRun } from './serve.ts';
import { sharedQueue } from './shared-queue.ts';
import { linkToPrimary, type PrimaryLink } from './worker-link.ts';

/** What requests under way may still take after a stop: with the closing of stores less than the 10 s that Docker waits. */
const DRAIN_MS = 6000;

/** How long a search may wait for its turn: longer, and whoever asked has gone. */
const MAX_WAIT_MS = 1000;

/** The same where overload lasts: some searches, so that there is always one to do, and still an answer well below a second. */
const STANDING_WAIT_MS = 200;

/** Kept open for each request that may be at work: browsers open six each, proxies a pool. */
const CONNECTIONS_EACH = 10;

/** Serves from this process: the only one, or one of several workers. */
export async function serveHere(
  session: Session,
  run: ServeRun,
  keys: readonly StoredKey[],
): Promise<ExitCode> {
  const link = linkToPrimary();
  try {
    await openAndServe(session, run, { keys, link });
  } finally {
    // The line keeps a process alive, also one that could not begin.
    await link?.leave();
  }
  return exitOfStop(session.signal, EXIT.ok);
}

async function openAndServe(
  session: Session,
  run: ServeRun,
  { keys, link }: Pick<Opened, 'keys' | 'link'>,
): Promise<void> {
  const stop = link === undefined ? session.signal : AbortSignal.any([session.signal, link.stop]);
  // Each stream under way listens to it, and each search.
  setMaxListeners(0, stop);
  const { config } = await session.config();
  const context = await session.open({ share: true });
  const arrivals = createArrivals();
  const parts = await appParts(session, { config, context, keys, stop, link, arrivals });
  const giveUp = new AbortController();
  try {
    const listeners = await listenAll(run, parts, arrivals);
    const url = listeners[0]?.url ?? '';
    if (link === undefined) sayAddress(session, url, keys.length === 0);
    else link.listening(url);
    await stopped(stop);
    // One deadline for answers and, after them, for uploads that are still being read.
    const late = setTimeout(() => giveUp.abort(stop.reason), DRAIN_MS);
    await Promise.all(listeners.map((listener) => listener.close(DRAIN_MS)));
    await parts.uploads.close(giveUp.signal);
    clearTimeout(late);
  } finally {
    giveUp.abort();
    await parts.uploads.close(giveUp.signal);
  }
}

async function listenAll(
  { host, port, metricsPort }: ServeRun,
  parts: AppParts,
  arrivals: Arrivals,
): Promise<Listener[]> {
  const shared = { host, maxConnections: parts.config.max_global_concurrent * CONNECTIONS_EACH, arrivals };
  const main = await listen(buildApp(parts).fetch, { ...shared, port });
  if (metricsPort === undefined) return [main];
  try {
    return [main, await listen(buildMetricsApp(parts.monitor).fetch, { ...shared, port: metricsPort })];
  } catch (error) {
    await main.close(0);
    throw error;
  }
}

interface Opened {
  readonly config: Config;
  readonly context: Context;
  readonly keys: readonly StoredKey[];
  readonly stop: AbortSignal;
  readonly link: PrimaryLink | undefined;
  readonly arrivals: Arrivals;
}

async function appParts(session: Session, opened: Opened): Promise<AppParts> {
  const { config, stop, link, arrivals } = opened;
  const turns = createTurns({
    atOnce: searchesAtOnce(config),
    maxWaitMs: MAX_WAIT_MS,
    standingWaitMs: STANDING_WAIT_MS,
    arrivals,
  });
  const log = createLog(session);
  const version = packageVersion();
  const queue = sharedQueue(opened.context);
  const monitor = openServeMonitor({
    context: opened.context,
    config,
    queue,
    version,
    load: () => turns.load(),
    signal: stop,
    ...(link && { renderAll: (own) => link.renderAll(own) }),
  });
  link?.share(() => monitor.snapshot());
  const { recorder } = monitor;
  const context = { ...opened.context, cache: monitor.cache };
  return {
    config,
    context,
    turns,
    version,
    recorder,
    monitor,
    log,
    stopping: stop,
    uploads: await openUploads({ context, config, queue, recorder, log }),
    gate: gateOptions(opened, turns, log),
  };
}

function gateOptions({ config, keys, stop, link }: Opened, turns: Turns, log: Logger): GateOptions {
  const ring = followKeyFile(keyFileOf(config), keys, (error) =>
    log.error(
      { reason: error instanceof CvxError ? error.message : 'it cannot be read' },
      'the API keys stay as they were',
    ),
  );
  stop.addEventListener('abort', () => ring.close(), { once: true });
  const hosts = config.allowed_hosts?.toLowerCase().split(/,\s*/) ?? [];
  const rateLimit = createRateLimit(config.rate_limit, link !== undefined);
  return {
    authenticate: (headers) => ring.authenticate(headers),
    get hosts() {
      return ring.isOpen() ? hosts : undefined;
    },
    // Who is alone on this machine needs no protection from themselves.
    rateLimit: async (key) => (ring.isOpen() ? undefined : rateLimit(key)),
    admission: createAdmission({
      perKey: config.max_concurrent_requests,
      total: config.max_global_concurrent,
    }),
    turns,
  };
}

/** An embedded store computes in this thread: one search at a time, and one more to fill what little it waits for. */
const EMBEDDED_AT_ONCE = 2;

/** On a server as many as can have a connection to it: further ones would only wait there, where nobody can refuse them. */
function searchesAtOnce({ database_url, database_pool_size, database_max_overflow }: Config): number {
  return database_url === undefined ? EMBEDDED_AT_ONCE : database_pool_size + database_max_overflow;
}
