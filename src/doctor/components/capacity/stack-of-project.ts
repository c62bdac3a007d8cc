import { readRedisConf } from '../../../edits/conf/redis.ts';
import { postgresMajor } from '../../../facts/postgres-major.ts';
import { oncePer } from '../../../lib/once-per.ts';
import { toBytes } from '../../../project/compose/limits.ts';
import type { Place, Project, Service, ServiceKind } from '../../../project/project.ts';
import { RESERVED } from '../../../sizing/pools.ts';
import {
  assumed,
  derived,
  measured,
  MIB,
  type Quantity,
  type Unit,
  written,
} from '../../../sizing/quantity.ts';
import { CLIENTS_OF_PYTHON } from '../../../sizing/redis-clients.ts';
import type { Stack, StackHost, StackKey, StackService } from '../../../sizing/stack.ts';
import { clientPools, sourcesOf } from '../backend/client-pools.ts';
import type { Evidence } from '../../evidence.ts';
import { placeInText } from '../../place-in-text.ts';
import { placeOfLimit, placeOfWord } from '../compose/places.ts';
import { postgresDefault, postgresNumber, postgresSettings } from '../postgres/postgres-settings.ts';
import { isWorker, processesOf } from '../backend/processes-of.ts';
import { startedServices } from '../compose/spec-value.ts';

type Numbers = Partial<Record<StackKey, Quantity>>;

/** The machine that Docker runs on, by this name. */
const HOST = 'this machine';

/** Docker's size of /dev/shm (docker run, --shm-size). */
const SHM_OF_DOCKER = 64 * MIB;

/** The stack that a project's files describe, with the place of each number, for the invariants. What is not known is absent. */
export const stackOfProject = oncePer((evidence: Evidence): Stack => ({
  hosts: [hostOf(evidence)],
  services: startedServices(evidence.project).map((service) => serviceOf(evidence, service)),
  reservedConnections: RESERVED,
  keys: [],
  scrapes: [],
  alerts: [],
}));

function hostOf({ live }: Evidence): StackHost {
  if (!live.host.seen) return { name: HOST };
  const { memoryBytes, cores } = live.host.value;
  return {
    name: HOST,
    memory: measured(memoryBytes, 'bytes', 'of this machine'),
    cores: measured(cores, 'cores', 'of this machine'),
  };
}

function serviceOf(evidence: Evidence, service: Service): StackService {
  const { name, kind, memoryLimit, cpuLimit, replicas } = service;
  const backend = kind === 'backend';
  const processes = backend ? processesOf(evidence.project, service) : undefined;
  const limitAt = placeOfLimit(service, 'memory');
  const cpuAt = placeOfLimit(service, 'cpus');
  return {
    name,
    kind: backend && isWorker(service) ? 'worker' : kind,
    replicas: [{ host: HOST, count: derived(replicas, 'count', 'replicas') }],
    ...(memoryLimit === undefined
      ? {}
      : { memoryLimit: written(memoryLimit, 'bytes', limitAt, 'memory limit') }),
    ...(cpuLimit === undefined ? {} : { cpuLimit: written(cpuLimit, 'cores', cpuAt, 'CPU limit') }),
    ...(processes === undefined ? {} : { processes }),
    numbers: numbersOf(evidence, service, processes),
  };
}

function numbersOf(evidence: Evidence, service: Service, processes: Quantity | undefined): Numbers {
  if (service.kind === 'postgres') return postgresNumbers(evidence, service);
  if (service.kind === 'redis') return redisNumbers(evidence, service);
  return service.kind === 'backend' ? clientNumbers(evidence, service, processes) : {};
}

const POSTGRES: readonly (readonly [StackKey, Unit])[] = [
  ['max_connections', 'count'],
  ['shared_buffers', 'bytes'],
  ['work_mem', 'bytes'],
  ['maintenance_work_mem', 'bytes'],
  ['autovacuum_work_mem', 'bytes'],
  ['autovacuum_max_workers', 'count'],
  ['max_worker_processes', 'count'],
  ['max_parallel_workers', 'count'],
];

function postgresNumbers({ project, live }: Evidence, service: Service): Numbers {
  const major = postgresMajor(service);
  const settings = postgresSettings(project, service);
  const answer = live.postgres.get(service.name);
  const numbers: Numbers = {};
  for (const [key, unit] of POSTGRES) {
    const set = settings.get(key);
    const value = set === undefined ? undefined : postgresNumber(key, set.value, major);
    const shownLive = answer?.seen === true ? answer.value.settings.get(key) : undefined;
    const liveValue = shownLive === undefined ? undefined : postgresNumber(key, shownLive.value, major);
    const unset = postgresDefault(key, major);
    if (set !== undefined && value !== undefined) numbers[key] = written(value, unit, set.at, key);
    else if (set === undefined && liveValue !== undefined)
      numbers[key] = measured(liveValue, unit, `${key}, asked of ${service.name}`);
    else if (set === undefined && unset !== undefined)
      numbers[key] = assumed(unset, unit, `default of PostgreSQL: ${key}`);
  }
  const own = numbers.autovacuum_work_mem;
  // -1: as maintenance_work_mem.
  if (own?.value === -1 && numbers.maintenance_work_mem !== undefined)
    numbers.autovacuum_work_mem = numbers.maintenance_work_mem;
  const shm = sharedMemory(service);
  if (shm !== undefined) numbers.shm_size = shm;
  return numbers;
}

/** Of /dev/shm; undefined where it is the host's, or a mount's. */
function sharedMemory(service: Service): Quantity | undefined {
  if (service.spec['ipc'] === 'host' || service.mounts.some(({ target }) => target === '/dev/shm'))
    return undefined;
  const at = service.placeOf(['shm_size']);
  const size = toBytes(service.spec['shm_size']);
  if (at === undefined) return assumed(SHM_OF_DOCKER, 'bytes', "Docker's 64 MiB of /dev/shm");
  return size === undefined ? undefined : written(size, 'bytes', at, 'shm_size');
}

function redisNumbers({ project }: Evidence, service: Service): Numbers {
  const of = (name: string): { value: string; at: Place } | undefined => {
    const index = service.command.lastIndexOf(`--${name}`);
    const onLine = index === -1 ? undefined : service.command[index + 1];
    if (onLine !== undefined)
      return {
        value: onLine,
        at: placeOfWord(service, index + 1),
      };
    const conf = project.configs.find(
      (one) =>
        one.kind === 'redis' && one.service === service.name && service.command.includes(one.target ?? ''),
    );
    const line = readRedisConf(conf?.text ?? '').findLast(({ words }) => words[0] === name);
    return conf === undefined || line === undefined
      ? undefined
      : { value: line.value, at: placeInText(conf.file, conf.text, line.valueStart) };
  };
  const clients = of('maxclients');
  return {
    maxclients:
      clients === undefined || !/^\d+$/.test(clients.value)
        ? assumed(10_000, 'count', 'default of Redis: maxclients')
        : written(Number(clients.value), 'count', clients.at, 'maxclients'),
  };
}

function clientNumbers(evidence: Evidence, service: Service, processes: Quantity | undefined): Numbers {
  const redis = usesRedis(evidence, service)
    ? redisPool(evidence, service)
    : derived(0, 'count', 'no client of Redis');
  const clients = redis === undefined ? {} : { 'redis-cache.pool': redis, 'redis-queue.pool': redis };
  return { ...clients, ...databaseNumbers(evidence, service, processes) };
}

function databaseNumbers(evidence: Evidence, service: Service, processes: Quantity | undefined): Numbers {
  const pools = clientPools(evidence.project, service);
  if (!usesPostgres(evidence, service) && pools.length === 0) {
    const none = derived(0, 'count', 'no client of PostgreSQL');
    return { 'db.pool': none, 'db.overflow': none };
  }
  const known = pools.filter((pool) => pool !== undefined);
  const [first] = known;
  // Unknown processes, an unreadable pool, or none that is known: the sum cannot be told.
  if (first === undefined || known.length < pools.length || processes === undefined) return {};
  if (known.length === 1) return { 'db.pool': first.size, 'db.overflow': first.overflow };
  const sum = (of: 'size' | 'overflow'): Quantity => {
    const [largest = first] = known.toSorted((a, b) => b[of].value - a[of].value);
    return { ...largest[of], value: known.reduce((total, pool) => total + pool[of].value, 0) };
  };
  return { 'db.pool': sum('size'), 'db.overflow': sum('overflow') };
}

function namesOf({ services }: Project, ...kinds: readonly ServiceKind[]): ReadonlySet<string> {
  return new Set(services.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name));
}

/** A variable or a source speaks of PostgreSQL. */
function usesPostgres({ project }: Evidence, service: Service): boolean {
  const hosts = namesOf(project, 'postgres', 'pgbouncer');
  return (
    service.environment.some(
      ({ key, value = '' }) =>
        /^postgres(?:ql)?(?:\+\w+)?:\/\//.test(value) || (/HOST|SERVER|ADDR/i.test(key) && hosts.has(value)),
    ) ||
    sourcesOf(project, service).some((file) =>
      /^(?:psycopg|asyncpg|sqlalchemy\b|pg8000)/m.test(manifest(file, project.read(file))),
    )
  );
}

function usesRedis({ project }: Evidence, service: Service): boolean {
  const hosts = namesOf(project, 'redis');
  return service.environment.some(({ value = '' }) => /^rediss?:\/\//.test(value) || hosts.has(value));
}

function manifest(file: string, text: string | undefined): string {
  return /requirements[^/]*\.txt$/.test(file) ? (text ?? '') : '';
}

function redisPool({ project }: Evidence, service: Service): Quantity {
  for (const file of sourcesOf(project, service)) {
    const text = project.read(file) ?? '';
    const match = /(?:redis|ConnectionPool)[^\n]{0,200}\bmax_connections\s*=\s*(\d+)/i.exec(text);
    if (match?.[1] !== undefined)
      return written(Number(match[1]), 'count', placeInText(file, text, match.index), 'max_connections');
  }
  return assumed(CLIENTS_OF_PYTHON, 'count', 'redis-py without a bound: counted are 10 per process');
}
