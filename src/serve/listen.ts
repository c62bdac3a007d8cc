import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { CvxError } from '../lib/errors.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Connections at once; further ones are closed at once. */
  readonly maxConnections: number;
}

export interface Listener {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Takes no further connection, waits for requests under way, and cuts off what is still there after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

/** Headers fit one packet; who takes longer holds a connection for its own sake (slowloris). */
const HEADERS_MS = 10_000;

/** A whole request with its body: an upload of 100 MB at 7 Mbit/s. */
const REQUEST_MS = 120_000;

/** Longer than a proxy in front keeps its side (nginx: keepalive_timeout 60 s), or it sends into a connection that just closed. */
const KEEP_ALIVE_MS = 75_000;

/** How often node:http looks for requests that are over those times. */
const CHECK_MS = 1000;

/** While draining: how often connections that have become idle are closed. */
const DRAIN_CHECK_MS = 50;

type Fetch = Parameters<typeof getRequestListener>[0];

/** Answers HTTP by `fetch`. @throws CvxError CVX_ADDRESS that says what is wrong with host or port. */
export async function listen(fetch: Fetch, { host, port, maxConnections }: ListenOptions): Promise<Listener> {
  const server = createHttpServer(fetch);
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

function createHttpServer(fetch: Fetch): Server {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false });
  return createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
}

function portOf(address: string | AddressInfo | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function drain(server: Server, withinMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  try {
    await closed;
  } finally {
    clearInterval(sweep);
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
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new CvxError('CVX_ADDRESS', `Cannot listen on ${host}:${port}: ${REASONS[code] ?? code}.`, {
    hint: 'Choose others with --host and --port; --port 0 takes a free one.',
    cause: error,
  });
}
