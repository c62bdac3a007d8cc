import { SERVICE_NAMES, type PlannedService, type ServiceName } from '../plan.ts';
import { bytesOf, MAINTENANCE } from '../postgres-memory.ts';
import { assumed, derived, MIB } from '../quantity.ts';
import { clientsOf, maxclientsFor } from '../redis-clients.ts';
import { connectionsOf } from './nginx.ts';
import {
  defineSetting,
  type Derivation,
  type Draft,
  fixed,
  type Setting,
  whereThere,
  WRITE,
} from '../setting.ts';

interface Row extends Omit<Setting, 'id' | 'target' | 'derive' | 'write'> {
  readonly service: ServiceName;
  readonly key: string;
  readonly path: readonly string[];
  readonly write?: Setting['write'];
  readonly derive: (service: PlannedService, draft: Draft) => Derivation | undefined;
}

function row({ service, key, path, derive, write, ...rest }: Row): Setting {
  return defineSetting({
    ...rest,
    id: `compose/${service}/${key}`,
    target: { in: 'compose', service, path },
    write: write ?? WRITE.number,
    derive: whereThere(service, (draft, planned) => derive(planned, draft)),
  });
}

const LIMITS = ['deploy', 'resources', 'limits'];

function limitsOf(service: ServiceName): readonly Setting[] {
  return [
    row({
      service,
      key: 'memory',
      path: [...LIMITS, 'memory'],
      says: `Memory limit of ${service}.`,
      formula: 'what the load needs; beyond it what the tier table asks for, where there is room',
      tooLow: 'the kernel kills it: exit code 137',
      tooHigh: 'limits add up to more than the host has (I7)',
      source: 'container table of the tiers; I7',
      capacity: true,
      write: WRITE.bytes,
      derive: ({ memory, need, asked, binding }) => ({
        value: memory,
        from: [
          { label: 'needed', quantity: need },
          ...(asked === undefined ? [] : [{ label: 'asked for', quantity: asked }]),
        ],
        binding,
      }),
    }),
    row({
      service,
      key: 'cpus',
      path: [...LIMITS, 'cpus'],
      says: `CPU limit of ${service}.`,
      formula: '1.2 × what it keeps busy over 0.6 at least; up to what it can use, where there is room',
      tooLow: 'it is throttled though cores are free',
      tooHigh: 'what users wait for starves beside it (I8); Docker refuses more than the host has',
      source: 'I8',
      capacity: true,
      // A string: Compose compares numbers of other spellings as different.
      write: (value) => String(WRITE.number(value)),
      derive: ({ cores, reserved }) => ({
        value: cores,
        from: [{ label: 'kept busy, over 0.6', quantity: reserved }],
        binding: cores.origin.note,
      }),
    }),
    row({
      service,
      key: 'replicas',
      path: ['deploy', 'replicas'],
      says: `Containers of ${service}.`,
      formula: 'what the load needs, and what the tier asks for',
      tooLow: 'requests wait',
      tooHigh: 'memory for containers that idle',
      source: 'utilisation law; tier table',
      capacity: true,
      derive: ({ count }) => fixed(count, count.origin.note),
    }),
  ];
}

/** What Qdrant's documentation and its issues ask for; Docker's own default may be 1,024. */
const NOFILE = 65_535;

function nofile(
  service: ServiceName,
  formula: string,
  of: (planned: PlannedService, draft: Draft) => number,
): Setting {
  return row({
    service,
    key: 'nofile',
    path: ['ulimits', 'nofile'],
    says: `Files and sockets that ${service} may have open.`,
    formula,
    tooLow: 'Too many open files',
    tooHigh: 'nothing',
    source: 'I9; qdrant#2569; redis.conf, maxclients; nginx worker_rlimit_nofile',
    capacity: true,
    derive: (planned, draft) => fixed(derived(of(planned, draft), 'count', formula), 'I9'),
  });
}

function grace(service: ServiceName, seconds: number, why: string): Setting {
  return row({
    service,
    key: 'stop_grace_period',
    path: ['stop_grace_period'],
    says: `Time that ${service} has to stop.`,
    formula: `${seconds} s`,
    tooLow: `killed: ${why}`,
    tooHigh: 'a restart takes longer',
    source: 'facts: stop_grace_period, default 10 s',
    capacity: false,
    write: WRITE.seconds,
    derive: () => fixed(assumed(seconds, 'seconds', why), why),
  });
}

function shm(service: 'postgres' | 'postgres-replica'): Setting {
  return row({
    service,
    key: 'shm_size',
    path: ['shm_size'],
    says: `/dev/shm of ${service}, for parallel queries and index builds.`,
    formula: 'max(256 MiB, 1.25 · maintenance_work_mem)',
    tooLow: 'could not resize shared memory segment: No space left on device; Docker gives 64 MB',
    tooHigh: 'counts in the memory limit when used',
    source: 'docker-library/postgres#416; I11',
    capacity: true,
    write: WRITE.bytes,
    derive: ({ memory }) => {
      const value = Math.max(256, Math.ceil((1.25 * bytesOf(MAINTENANCE, memory.value)) / MIB)) * MIB;
      return {
        value: derived(value, 'bytes', 'max(256 MiB, 1.25 · maintenance_work_mem)'),
        from: [{ label: `memory limit of ${service}`, quantity: memory }],
        binding: value === 256 * MIB ? '256 MiB at least' : 'I11',
      };
    },
  });
}

const redisFiles = (which: 'redis-cache' | 'redis-queue') => (_: PlannedService, draft: Draft) =>
  Math.max(NOFILE, maxclientsFor(clientsOf(draft, which).value) + 32);

export const COMPOSE_SETTINGS: readonly Setting[] = [
  ...SERVICE_NAMES.flatMap(limitsOf),
  nofile('nginx', 'max(65535, 2 · worker_connections)', (nginx, draft) =>
    Math.max(NOFILE, 2 * connectionsOf(draft, nginx).value),
  ),
  nofile('qdrant', '65535', () => NOFILE),
  nofile('redis-cache', 'max(65535, maxclients + 32)', redisFiles('redis-cache')),
  nofile('redis-queue', 'max(65535, maxclients + 32)', redisFiles('redis-queue')),
  shm('postgres'),
  shm('postgres-replica'),
  grace(
    'postgres',
    90,
    'a checkpoint of all its buffers is cut off, and recovery takes longer than the stop',
  ),
  grace('postgres-replica', 90, 'a restart point is cut off'),
  grace('qdrant', 60, 'segments are flushed'),
  grace('redis-queue', 30, 'the log is written'),
  grace('worker', 60, 'CVs under way are finished, or start anew elsewhere'),
  grace('backend', 15, 'requests under way are answered: cvx serve takes 6 s at most'),
];
