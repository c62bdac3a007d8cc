import { connect } from 'node:net';
import type { Project } from '../../project/project.ts';
import type { AskedService } from './asked-service.ts';
import type { DockerPlace } from './docker.ts';
import type { RunningContainer } from './container.ts';
import { Unseen } from './observe.ts';

/** Where a service may be reached from here. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Surroundings {
  readonly project: Project;
  /** `--service`, by name. */
  readonly given: ReadonlyMap<string, string>;
  /** Undefined where Docker could not be asked. */
  readonly docker:
    | { readonly place: DockerPlace; readonly containers: readonly RunningContainer[] }
    | undefined;
}

/** A connection on this machine or its bridges opens in under 1 ms; a packet that is dropped is not worth more. */
const CONNECT_MS = 1000;
const LOOPBACK = '127.0.0.1';

/**
 * Where to look for the port of a service, best first: what the user says; the container itself, whose address only this machine
 * knows; its published port; and, where Docker cannot be asked, the port that the compose file publishes.
 */
export function addressesOf(
  asked: AskedService,
  port: number,
  { given, docker }: Surroundings,
): readonly Address[] {
  const said = given.get(asked.name);
  if (said !== undefined) return [parseAddress(said)];
  if (docker === undefined)
    return (asked.service?.ports ?? []).flatMap(({ container, host, hostIp, protocol }) =>
      protocol === 'tcp' && container === port && host !== undefined
        ? [{ host: hostOf(hostIp ?? ''), port: host }]
        : [],
    );
  const { container } = asked;
  if (container === undefined || docker.place === 'elsewhere') return [];
  const inside = docker.place === 'here' ? insideOf(container, docker.containers) : [];
  const published = container.bindings.filter((binding) => binding.container === port);
  return [
    ...inside.map((host) => ({ host, port })),
    ...published.map(({ hostIp, host }) => ({ host: hostOf(hostIp), port: host })),
  ];
}

/** Why a service has no address, as a reason. */
export function whyNowhere({ name, container }: AskedService, { docker }: Surroundings): string {
  if (docker === undefined) return `${name}: Docker cannot be asked, and it publishes no port here`;
  if (container === undefined) return `${name}: no container of it runs`;
  if (docker.place === 'elsewhere')
    return `${name}: Docker runs it on another machine (give --service ${name}=HOST:PORT)`;
  return `${name}: it cannot be reached from here (give --service ${name}=HOST:PORT)`;
}

/** The first address, in this order, at which something accepts a connection. Rejects with what the best of them said. */
export async function reach(addresses: readonly Address[], signal: AbortSignal): Promise<Address> {
  const tries = await Promise.allSettled(addresses.map((address) => knock(address, signal)));
  const open = addresses.find((_, i) => tries[i]?.status === 'fulfilled');
  if (open !== undefined) return open;
  const [failed] = tries;
  throw failed?.status === 'rejected' ? failed.reason : new Unseen('there is no address to ask');
}

/** `localhost:6379`, `[::1]:6379`. */
function parseAddress(text: string): Address {
  const at = text.lastIndexOf(':');
  const host = text
    .slice(0, at)
    .replace(/^.*@/, '')
    .replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(text.slice(at + 1)) };
}

/** As it is written, for {@link parseAddress} to read. */
export function textOf({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Every address is also this one. */
function hostOf(hostIp: string): string {
  return hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::' ? LOOPBACK : hostIp;
}

/** Addresses of the network that the container is in: its own, the host's, or another container's. */
function insideOf(
  { container, networkMode }: RunningContainer,
  all: readonly RunningContainer[],
): readonly string[] {
  if (networkMode === 'host') return [LOOPBACK];
  const shared = /^container:(.+)$/.exec(networkMode)?.[1];
  if (shared === undefined) return container.addresses;
  return all.find((other) => other.container.id === shared)?.container.addresses ?? [];
}

function knock({ host, port }: Address, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: CONNECT_MS, signal });
    const end = (error?: Error): void => {
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(new Unseen('it does not accept connections')));
    socket.once('error', end);
  });
}
