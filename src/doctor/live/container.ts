import type { Inspected } from './inspected.ts';
import type { Container } from './live.ts';
import { connectionsOf } from './sockets.ts';

const MAX_HEALTH_OUTPUT = 500;

export interface Load {
  readonly cpuPercent: number | undefined;
  readonly memoryUsed: number | undefined;
}

/** A port of a container as it is reached from outside. */
export interface Binding {
  readonly container: number;
  readonly hostIp: string;
  readonly host: number;
}

/** A container, and what only the doctor's own questions need of it: never shown. */
export interface RunningContainer {
  readonly container: Container;
  /** With secrets. */
  readonly environment: ReadonlyMap<string, string>;
  /** `host`, `container:ID`, or networks of its own. */
  readonly networkMode: string;
  readonly bindings: readonly Binding[];
  /** TCP ports that its image says it listens on, or that are published. */
  readonly exposed: readonly number[];
}

interface Beside {
  readonly load: Load | undefined;
  readonly digests: readonly string[];
  /** Whether its processes are this system's. */
  readonly here: boolean;
}

/** One container as evidence. */
export async function containerOf(
  inspected: Inspected,
  { load, digests, here }: Beside,
): Promise<RunningContainer> {
  const { Id, Name, RestartCount, State, HostConfig, Config, NetworkSettings } = inspected;
  const networks = Object.values(NetworkSettings.Networks ?? {});
  const container: Container = {
    id: Id,
    name: Name.replace(/^\//, ''),
    service: Config.Labels?.['com.docker.compose.service'],
    image: Config.Image,
    repoDigests: digests,
    running: State.Running,
    startedAt: dateOf(State.StartedAt),
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    restartCount: RestartCount,
    health: healthOf(State.Health?.Status),
    healthLog: (State.Health?.Log ?? []).map(({ Output }) => Output.trim().slice(0, MAX_HEALTH_OUTPUT)),
    addresses: networks
      .flatMap(({ IPAddress, GlobalIPv6Address }) => [IPAddress, GlobalIPv6Address])
      .filter((address) => address !== ''),
    memoryLimit: HostConfig.Memory > 0 ? HostConfig.Memory : undefined,
    memoryUsed: State.Running ? load?.memoryUsed : undefined,
    cpuPercent: State.Running ? load?.cpuPercent : undefined,
    connections: here && State.Running ? await connectionsOf(State.Pid, Id) : undefined,
  };
  return {
    container,
    environment: new Map(Config.Env.map(splitVariable)),
    networkMode: HostConfig.NetworkMode,
    bindings: bindingsOf(inspected),
    exposed: exposedOf(inspected),
  };
}

function splitVariable(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Docker writes the year 1 for what never happened. */
function dateOf(text: string): Date | undefined {
  const date = new Date(text);
  return date.getUTCFullYear() > 1 ? date : undefined;
}

function healthOf(status: string | undefined): Container['health'] {
  return status === 'healthy' || status === 'unhealthy' || status === 'starting' ? status : 'none';
}

function bindingsOf({ NetworkSettings }: Inspected): Binding[] {
  return Object.entries(NetworkSettings.Ports ?? {}).flatMap(([port, bindings]) =>
    tcpPort(port).flatMap((container) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => ({ container, hostIp: HostIp, host: Number(HostPort) })),
    ),
  );
}

function exposedOf({ NetworkSettings, Config }: Inspected): number[] {
  const named = [...Object.keys(NetworkSettings.Ports ?? {}), ...Object.keys(Config.ExposedPorts ?? {})];
  return [...new Set(named.flatMap(tcpPort))];
}

/** `6379/tcp`. */
function tcpPort(text: string): number[] {
  const match = /^(\d+)\/tcp$/.exec(text);
  return match?.[1] === undefined ? [] : [Number(match[1])];
}
