import type { ServiceName } from '../../sizing/plan.ts';

/** Ports of the stack, the same inside a container and on its host; no two services of one host share any. */
export const PORTS = {
  api: 8080,
  apiMetrics: 9464,
  qdrant: 6333,
  qdrantPeers: 6335,
  qdrantMetrics: 6336,
  postgres: 5432,
  replica: 5433,
  pgbouncer: 6432,
  redisCache: 6379,
  redisQueue: 6380,
  redisExporter: 9121,
  postgresExporter: 9187,
  nodeExporter: 9100,
} as const;

/** What others of the stack reach, by service. nginx has its own way out, and nobody asks a worker or Prometheus. */
export const SERVED: Partial<Record<ServiceName, readonly number[]>> = {
  backend: [PORTS.api, PORTS.apiMetrics],
  qdrant: [PORTS.qdrant, PORTS.qdrantPeers, PORTS.qdrantMetrics],
  postgres: [PORTS.postgres],
  'postgres-replica': [PORTS.replica],
  pgbouncer: [PORTS.pgbouncer],
  'redis-cache': [PORTS.redisCache],
  'redis-queue': [PORTS.redisQueue],
  'redis-exporter': [PORTS.redisExporter],
  'postgres-exporter': [PORTS.postgresExporter],
  'node-exporter': [PORTS.nodeExporter],
};

const STORES: readonly ServiceName[] = [
  'postgres',
  'postgres-replica',
  'pgbouncer',
  'qdrant',
  'redis-cache',
  'redis-queue',
];

/** Whom each service asks, by the name of the other. */
export const ASKS: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  nginx: ['backend'],
  backend: STORES,
  worker: STORES,
  pgbouncer: ['postgres'],
  'postgres-replica': ['postgres'],
  'redis-exporter': ['redis-cache', 'redis-queue'],
  'postgres-exporter': ['postgres'],
  prometheus: ['backend', 'qdrant', 'redis-exporter', 'postgres-exporter', 'node-exporter'],
};

/** Each instance of what they ask has a name of its own for them: requests are weighed, and samples told apart. */
export const NAMES_HOSTS: readonly ServiceName[] = ['nginx', 'prometheus'];
