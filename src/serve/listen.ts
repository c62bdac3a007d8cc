import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { codeOf, CvxError } from '../lib/errors.ts';
import type { Arrivals } from './access/arrivals.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Connections at once; further ones are closed at once. */
  readonly maxConnections: number;
  /** Told of each connection and each request. */
  readonly arrivals?: Pick<Arrivals, 'tell'>;
  /** Others than {@link TIMES}, for tests. */
  readonly times?: Partial<ListenTimes>;
}

/** In milliseconds. */
export interface ListenTimes {
  /** For the head of a request. */
  readonly headersMs: number;
  /** For a whole request with its body. */
  readonly requestMs: number;
  /** For which an idle connection is kept. */
  readonly keepAliveMs: number;
  /** How often node:http looks for requests that are over those times. */
  readonly checkMs: number;
}

export interface Listener {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Takes no further connection, waits for requests under way, and cuts off what is still there after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

const TIMES: ListenTimes = {
  // A head fits one packet; who takes longer holds a connection for its own sake (slowloris).
  headersMs: 10_000,
  // An upload of 100 MB at 7 Mbit/s.
  requestMs: 120_000,
  // Longer than a proxy in front keeps its side (nginx: 60 s), or it sends into a connection that has just been closed.
  keepAliveMs: 75_000,
  checkMs: 1000,
};

type Fetch = Parameters<typeof getRequestListener>[0];

/** Answers HTTP by `fetch`. @throws CvxError CVX_ADDRESS that says what is wrong with host or port. */
export async function listen(fetch: Fetch, options: ListenOptions): Promise<Listener> {
  const { host, port, maxConnections, arrivals, times } = options;
  const server = createHttpServer(fetch, { ...TIMES, ...times });
  server.on('connection', () => arrivals?.tell());
  server.on('request', () => arrivals?.tell());
  server.maxConnections = maxConnections;
  server.listen(port, host.replaceAll(/[[\]]/g, ''));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw addressError(error, host, port);
  }
  const bound = portOf(server.address());
  const shown = isIPv6(host) ? `[${host}]` : host;
  return { url: `http://${shown}:${bound}`, port: bound, close: (ms) => drain(server, ms) };
}

function createHttpServer(fetch: Fetch, times: ListenTimes): Server {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false });
  const server = createServer(
    {
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      keepAliveTimeout: times.keepAliveMs,
      connectionsCheckingInterval: times.checkMs,
    },
    (incoming, outgoing) => {
      // Not before all of it has left: a connection that is cut off loses what is still on its way.
      outgoing.once('finish', () => {
        if (!server.listening) incoming.socket.end();
      });
      void answer(incoming, outgoing);
    },
  );
  return server;
}

function portOf(address: string | AddressInfo | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function drain(server: Server, withinMs: number): Promise<void> {
  const closed = once(server, 'close');
  // Connections without a request are closed at once, the others with their answer.
  server.close();
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  try {
    await closed;
  } finally {
    clearTimeout(late);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there',
  EACCES: 'there is no permission to listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

function addressError(error: unknown, host: string, port: number): CvxError {
  const code = codeOf(error) ?? 'unknown error';
  return new CvxError('CVX_ADDRESS', `Cannot listen on ${host}:${port}: ${REASONS[code] ?? code}.`, {
    hint: 'Choose others with --host and --port; --port 0 takes a free one.',
    cause: error,
  });
}
