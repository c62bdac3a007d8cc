import { addCommand, type Register, wholeNumber } from '../command.ts';

/** Of this machine alone: there are no keys here. A container says 0.0.0.0. */
const DEFAULT_HOST = '127.0.0.1';

/** First of the ports that exporters for Prometheus use after node_exporter's 9100 and its like are taken. */
const DEFAULT_PORT = 9464;
const MAX_PORT = 65_535;

interface MetricsFlags {
  readonly host: string;
  readonly port: number;
  readonly list?: true;
}

export const registerMetricsServer: Register = (program, runs) => {
  const command = addCommand(program, {
    usage: 'metrics',
    group: 'Look after',
    summary: 'Serve metrics of this host and of PostgreSQL, Qdrant and Redis for Prometheus',
    details: [
      `For a stack whose backend has none: at /metrics and /api/metrics; /api/health and /healthz say how the stores are. It looks at the servers
that the settings name, changes nothing there, and starts and answers also while they are away.`,
      'cvx serve has metrics of its own, with all of these but what the servers tell of themselves.',
    ],
    examples: [
      { run: 'cvx metrics', says: 'http://127.0.0.1:9464/metrics' },
      {
        run: 'cvx metrics --env-file .env --host 0.0.0.0',
        says: "of a project's servers, for other machines",
      },
      { run: 'cvx metrics --list', says: 'the name and meaning of every metric' },
    ],
  })
    .option('--host <address>', 'address to listen on', DEFAULT_HOST)
    .option('-p, --port <port>', 'port; 0 takes a free one', wholeNumber(0, MAX_PORT), DEFAULT_PORT)
    .option('--list', 'print every metric with its meaning, and end');
  runs(command, async (session) => {
    const { list, host, port } = command.opts<MetricsFlags>();
    if (list === true) return (await import('./print-metrics.ts')).printMetrics(session);
    return (await import('./run-exporter.ts')).runExporter(session, { host, port });
  });
};
