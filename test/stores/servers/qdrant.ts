import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface QdrantServer {
  readonly url: string;
  /** Undefined for a server that was given by its URL: it is not ours to stop. */
  readonly process: OwnProcess | undefined;
  stop(): Promise<void>;
}

export interface OwnProcess {
  readonly port: number;
  kill(): Promise<void>;
  /** On the same port, over the same storage. */
  start(): Promise<void>;
}

/**
 * The Qdrant of CVX_TEST_QDRANT_URL, which must then answer, or one of our own where `qdrant` is on the PATH. Undefined,
 * with a line that says so, where there is neither.
 */
export async function openQdrantServer(settings: NodeJS.ProcessEnv = {}): Promise<QdrantServer | undefined> {
  const url = process.env['CVX_TEST_QDRANT_URL'];
  if (url !== undefined && url !== '' && Object.keys(settings).length === 0) {
    await answered(url, AbortSignal.timeout(10_000));
    return { url, process: undefined, stop: async () => undefined };
  }
  return isOnPath() ? startQdrant(settings) : undefined;
}

/** Why tests of Qdrant are skipped; undefined where they run. */
export function whyNoQdrant(): string | undefined {
  if (process.env['CVX_TEST_QDRANT_URL'] || isOnPath()) return undefined;
  return 'no Qdrant: neither CVX_TEST_QDRANT_URL nor `qdrant` on the PATH';
}

/** True where a test may start and kill servers of its own. */
export function isOnPath(): boolean {
  try {
    execFileSync('qdrant', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function startQdrant(settings: NodeJS.ProcessEnv): Promise<QdrantServer> {
  const home = await mkdtemp(join(tmpdir(), 'cvx-qdrant-'));
  const [port, grpcPort] = await freePorts();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const killNow = (): void => void child?.kill('SIGKILL');
  process.once('exit', killNow);
  const start = async (): Promise<void> => {
    child = spawn('qdrant', [], {
      cwd: home,
      stdio: 'ignore',
      env: {
        ...process.env,
        QDRANT__SERVICE__HOST: '127.0.0.1',
        QDRANT__SERVICE__HTTP_PORT: String(port),
        QDRANT__SERVICE__GRPC_PORT: String(grpcPort),
        QDRANT__STORAGE__STORAGE_PATH: join(home, 'storage'),
        QDRANT__STORAGE__SNAPSHOTS_PATH: join(home, 'snapshots'),
        QDRANT__STORAGE__WAL__WAL_CAPACITY_MB: '1',
        QDRANT__TELEMETRY_DISABLED: 'true',
        ...settings,
      },
    });
    await answered(url, AbortSignal.timeout(60_000), child);
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  await start();
  return {
    url,
    process: { port, kill, start },
    stop: async () => {
      await kill();
      process.off('exit', killNow);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function answered(url: string, signal: AbortSignal, child?: ChildProcess): Promise<void> {
  for (;;) {
    if (signal.aborted || (child !== undefined && child.exitCode !== null))
      throw new Error(`Qdrant at ${url} does not get ready`);
    const ready = await fetch(new URL('/readyz', url), { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await sleep(50);
  }
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map(async (server) => once(server.close(), 'close')));
  return [ports[0] ?? 0, ports[1] ?? 0];
}
