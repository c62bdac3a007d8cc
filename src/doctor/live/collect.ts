import type { Call } from '../../lib/call.ts';
import type { Project } from '../../project/project.ts';
import { type AskedService, serviceToAsk, strangerToAsk } from './asked-service.ts';
import { askServers } from './ask-servers.ts';
import type { Surroundings } from './addresses.ts';
import { lookAtCvx, type OwnStores } from './cvx.ts';
import { type DockerLive, lookAtDocker } from './docker.ts';
import { lookAtHost } from './host.ts';
import type { LiveEvidence } from './live.ts';
import { noLive } from './no-live.ts';
import { observe } from './observe.ts';
import type { Observed } from '../evidence.ts';

/** Which running services may be asked. */
export interface LiveRequest {
  /** False under `--no-live`: nothing that runs is asked. */
  readonly live: boolean;
  /** `--service redis=host:port`, by service name. */
  readonly services: ReadonlyMap<string, string>;
  /** Ways to look at cvx's own stores; absent where nobody knows the configuration. */
  readonly ownStores?: (() => Promise<OwnStores>) | undefined;
}

/** For everything together: a person waits for it. */
const TOTAL_MS = 10_000;
/** `docker stats` alone takes two seconds, since it measures over one. */
const DOCKER_MS = 6000;
const HOST_MS = 2000;
const CVX_MS = 5000;

/**
 * Asks what runs, all at the same time and for ten seconds at most. Nothing is written anywhere. Whatever does not answer is not
 * seen, with the reason; nothing here rejects but for the signal.
 */
export async function collectLive(
  project: Project,
  { live, services, ownStores }: LiveRequest,
  call: Call = {},
): Promise<LiveEvidence> {
  call.signal?.throwIfAborted();
  if (!live) return noLive('--no-live: not asked');
  const over = AbortSignal.timeout(TOTAL_MS);
  const signal = call.signal === undefined ? over : AbortSignal.any([call.signal, over]);
  const strangers = [...services]
    .filter(([name]) => project.services.every((service) => service.name !== name))
    .map(([name, address]) => strangerToAsk(name, address));
  const given = project.services
    .filter(({ name }) => services.has(name))
    .map((service) => serviceToAsk(service, []));
  const alone: Surroundings = { project, given: services, docker: undefined };
  // Who is at a known address need not wait for Docker.
  const [inDocker, elsewhere, cvx] = await Promise.all([
    askDocker(project, services, signal),
    askServers([...given, ...strangers], alone, signal),
    askCvx(ownStores, signal),
  ]);
  const host = await askHost(project, { docker: inDocker.docker, services }, signal);
  call.signal?.throwIfAborted();
  const { docker, servers } = inDocker;
  return {
    docker: containersOf(project, docker),
    redis: both(servers.redis, elsewhere.redis),
    postgres: both(servers.postgres, elsewhere.postgres),
    qdrant: both(servers.qdrant, elsewhere.qdrant),
    prometheus: both(servers.prometheus, elsewhere.prometheus),
    http: both(servers.http, elsewhere.http),
    httpUnseen: both(servers.httpUnseen, elsewhere.httpUnseen),
    host,
    cvx,
  };
}

/** The containers of the project, and what runs in them. */
async function askDocker(
  project: Project,
  given: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<{
  readonly docker: Observed<DockerLive>;
  readonly servers: Awaited<ReturnType<typeof askServers>>;
}> {
  const docker: Observed<DockerLive> =
    project.composeFiles.length === 0
      ? { seen: false, why: 'there is no compose file, and so no container of this project' }
      : await observe({ ms: DOCKER_MS, signal, who: 'Docker' }, (limit) => lookAtDocker(project, limit));
  const seen = docker.seen ? docker.value : undefined;
  const asked: AskedService[] = project.services
    .filter(({ name, active }) => active && !given.has(name))
    .map((service) => serviceToAsk(service, seen?.containers ?? []));
  return { docker, servers: await askServers(asked, { project, given, docker: seen }, signal) };
}

/** No container at all is no evidence of anything: the stack may run elsewhere, or under another name. */
function containersOf({ name }: Project, docker: Observed<DockerLive>): LiveEvidence['docker'] {
  if (!docker.seen) return docker;
  const containers = docker.value.containers.map(({ container }) => container);
  if (containers.length > 0) return { seen: true, value: containers };
  return { seen: false, why: `Docker: there is no container of ${name} (docker compose ps --all)` };
}

/** This machine is evidence only where the stack runs on it. */
async function askHost(
  project: Project,
  {
    docker,
    services,
  }: { readonly docker: Observed<DockerLive>; readonly services: ReadonlyMap<string, string> },
  signal: AbortSignal,
): Promise<LiveEvidence['host']> {
  const local = [...services.values()].some((address) => /^(?:localhost|127\.|\[::1\])/.test(address));
  const running = docker.seen && docker.value.containers.some(({ container }) => container.running);
  if (docker.seen && docker.value.place !== 'here')
    return { seen: false, why: 'Docker runs the stack on another machine than this' };
  if (!running && !local) return { seen: false, why: 'nothing of the stack runs on this machine' };
  const folders = [...(docker.seen ? [docker.value.rootDir] : []), project.root];
  return observe({ ms: HOST_MS, signal, who: 'this machine' }, () => lookAtHost(folders));
}

async function askCvx(
  ownStores: LiveRequest['ownStores'],
  signal: AbortSignal,
): Promise<LiveEvidence['cvx']> {
  if (ownStores === undefined) return { seen: false, why: 'not asked' };
  return observe({ ms: CVX_MS, signal, who: 'cvx' }, async (limit) => lookAtCvx(await ownStores(), limit));
}

function both<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...a, ...b]);
}
