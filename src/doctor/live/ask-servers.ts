import type { Observed } from '../evidence.ts';
import type { ServiceKind } from '../../project/project.ts';
import { type Address, addressesOf, reach, type Surroundings, textOf, whyNowhere } from './addresses.ts';
import type { AskedService } from './asked-service.ts';
import { lookAtHttp, pathsOf, portsToAsk } from './http.ts';
import type { HttpAnswer, LiveEvidence } from './live.ts';
import { type Login, postgresLogins, qdrantLogins, redisLogins } from './logins.ts';
import { observe } from './observe.ts';
import { lookAtPostgres } from './postgres.ts';
import { lookAtPrometheus, prefixOf } from './prometheus.ts';
import { lookAtQdrant } from './qdrant.ts';
import { lookAtRedis } from './redis.ts';
import { serverPort } from './server-port.ts';

type Servers = Pick<LiveEvidence, 'redis' | 'postgres' | 'qdrant' | 'prometheus' | 'http' | 'httpUnseen'>;

/** For one server: it answers in milliseconds, or is in trouble. */
const SERVER_MS = 5000;

/** Asks every service that is a server of a known kind, at the same time. */
export async function askServers(
  services: readonly AskedService[],
  around: Surroundings,
  signal: AbortSignal,
): Promise<Servers> {
  const { project } = around;
  const ask = async <T>(
    kind: ServiceKind,
    look: (asked: AskedService, address: Address, limit: AbortSignal) => Promise<T>,
  ): Promise<ReadonlyMap<string, Observed<T>>> => {
    const same = services.filter((asked) => asked.kind === kind);
    const ports = (asked: AskedService): readonly number[] =>
      kind === 'backend' ? portsToAsk(project, asked) : [serverPort(project, asked)];
    const each = same.map(async (asked): Promise<[string, Observed<T>]> => {
      const seen = await askAt(asked, ports(asked), around, { look, signal });
      return [asked.name, seen];
    });
    return new Map(await Promise.all(each));
  };
  const withLogins =
    <T>(
      logins: (project: Surroundings['project'], asked: AskedService) => readonly Login[],
      look: (address: Address, logins: readonly Login[], limit: AbortSignal) => Promise<T>,
    ) =>
    (asked: AskedService, address: Address, limit: AbortSignal): Promise<T> =>
      look(address, logins(project, asked), limit);
  const [redis, postgres, qdrant, prometheus, backends] = await Promise.all([
    ask('redis', withLogins(redisLogins, lookAtRedis)),
    ask('postgres', withLogins(postgresLogins, lookAtPostgres)),
    ask('qdrant', withLogins(qdrantLogins, lookAtQdrant)),
    ask('prometheus', (asked, address, limit) => lookAtPrometheus(address, prefixOf(asked), limit)),
    ask('backend', (asked, address, limit) => lookAtHttp(address, pathsOf(project, asked), limit)),
  ]);
  return { redis, postgres, qdrant, prometheus, ...split(backends) };
}

interface Asking<T> {
  readonly look: (asked: AskedService, address: Address, limit: AbortSignal) => Promise<T>;
  readonly signal: AbortSignal;
}

/** At the first of its addresses that accepts connections. */
async function askAt<T>(
  asked: AskedService,
  ports: readonly number[],
  around: Surroundings,
  { look, signal }: Asking<T>,
): Promise<Observed<T>> {
  const given = around.given.has(asked.name);
  const addresses = (given ? [0] : ports).flatMap((port) => addressesOf(asked, port, around));
  const [first] = addresses;
  if (first === undefined) return { seen: false, why: whyNowhere(asked, around) };
  const limits = { ms: SERVER_MS, signal };
  const found = await observe({ ...limits, who: named(asked, first) }, (limit) => reach(addresses, limit));
  if (!found.seen) return found;
  const address = found.value;
  return observe({ ...limits, who: named(asked, address) }, (limit) => look(asked, address, limit));
}

function named({ name }: AskedService, address: Address): string {
  return `${name} at ${textOf(address)}`;
}

/** Those that answered, and why the others did not. */
function split(
  backends: ReadonlyMap<string, Observed<readonly HttpAnswer[]>>,
): Pick<Servers, 'http' | 'httpUnseen'> {
  const http = new Map<string, readonly HttpAnswer[]>();
  const httpUnseen = new Map<string, string>();
  for (const [name, observed] of backends)
    if (observed.seen) http.set(name, observed.value);
    else httpUnseen.set(name, observed.why);
  return { http, httpUnseen };
}
