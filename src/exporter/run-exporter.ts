import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Session } from '../command.ts';
import { EXIT, type ExitCode } from '../lib/errors.ts';
import { packageVersion } from '../lib/package-version.ts';
import { exitOfStop, stopped } from '../lib/shutdown.ts';
import { listen, type ListenOptions } from '../serve/listen.ts';
import { registerHealth } from '../serve/routes/health.ts';
import { buildMetricsApp } from '../serve/routes/metrics.ts';
import { sayListening } from '../serve/say-address.ts';
import type { ServeEnv } from '../serve/serve-app.ts';
import type { Reports } from '../metrics/monitor.ts';
import { openExporter } from './open-exporter.ts';

/** Several Prometheus servers and somebody who looks: each has a connection or two. */
const MAX_CONNECTIONS = 64;

/** A scrape takes some ms. */
const DRAIN_MS = 1000;

/** `cvx metrics`: the address on stdout. Ends by Ctrl-C or SIGTERM. */
export async function runExporter(
  session: Session,
  run: Pick<ListenOptions, 'host' | 'port'>,
): Promise<ExitCode> {
  const { signal } = session;
  const { config } = await session.config();
  const probes = await session.probe();
  const reports = openExporter({ config, probes, version: packageVersion(), signal });
  const app = exporterApp(reports);
  const listener = await listen(app.fetch, { ...run, maxConnections: MAX_CONNECTIONS });
  sayListening(session, listener.url, '/metrics');
  if (probes.stores.length === 0)
    session.say(
      'Of this host only: neither DATABASE_URL nor QDRANT_URL nor REDIS_URL is set. To read them from a file: --env-file FILE',
    );
  await stopped(signal);
  await listener.close(DRAIN_MS);
  return exitOfStop(signal, EXIT.ok);
}

function exporterApp(monitor: Reports): OpenAPIHono<ServeEnv> {
  const app = buildMetricsApp(monitor);
  registerHealth(app, { monitor });
  // That this process turns: what it looks at may well be away.
  app.get('/healthz', (context) => context.text('ok\n'));
  return app;
}
