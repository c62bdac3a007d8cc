import { expect, test } from 'vitest';
import { healthcheckOf, needsSwarm, obsoleteComposeKey } from '../../src/facts/compose.ts';
import { honouredVariables, ignoredVariable, isHonoured } from '../../src/facts/images.ts';
import { knownLogLine } from '../../src/facts/logs.ts';
import { exportersOf, wrongMetricName } from '../../src/facts/metrics.ts';
import { invalidNginxDirective, nginxDirective } from '../../src/facts/nginx.ts';
import {
  invalidPostgresParameter,
  postgresExtensionParameter,
  postgresParameter,
  postgresVersionsOf,
} from '../../src/facts/postgres.ts';
import { prometheusFlag, prometheusKey } from '../../src/facts/prometheus.ts';
import {
  invalidQdrantKey,
  qdrantCollectionParameter,
  qdrantKey,
  qdrantKeyOfVariable,
} from '../../src/facts/qdrant.ts';
import {
  invalidRedisDirective,
  isIgnoredByRedis,
  isRedisDirective,
  redisDirective,
} from '../../src/facts/redis.ts';
import { IMAGE_VARIABLES } from '../../src/facts/tables/image-variables.ts';
import { ALERT_RULES } from '../../src/facts/tables/metric-names.ts';
import { POSTGRES_PARAMETERS } from '../../src/facts/tables/postgres-parameters.ts';
import { INVALID_QDRANT_KEYS, QDRANT_KEYS } from '../../src/facts/tables/qdrant-keys.ts';
import { INVALID_REDIS_DIRECTIVES, REDIS_DIRECTIVES } from '../../src/facts/tables/redis-directives.ts';

test('nothing is called wrong that its program reads', () => {
  expect(
    INVALID_QDRANT_KEYS.filter(
      ({ path }) => qdrantKey(path) !== undefined || qdrantKeyOfVariable(path) !== undefined,
    ),
  ).toEqual([]);
  expect(
    INVALID_REDIS_DIRECTIVES.filter(({ name, value }) => value === undefined && isRedisDirective(name)),
  ).toEqual([]);
  for (const { kind, ignored } of IMAGE_VARIABLES)
    expect(ignored.filter(({ name }) => isHonoured(kind, name) && !name.startsWith('QDRANT__'))).toEqual([]);
});

test('every table is whole', () => {
  expect(QDRANT_KEYS.length).toBeGreaterThan(150);
  expect(REDIS_DIRECTIVES.every(({ name }) => isRedisDirective(name))).toBe(true);
  for (const major of [15, 16, 17, 18] as const) {
    const names = POSTGRES_PARAMETERS.filter(({ versions }) => versions.includes(major)).map(
      ({ name }) => name,
    );
    expect(names.length).toBeGreaterThan(350);
    expect(new Set(names).size).toBe(names.length);
  }
  expect(ALERT_RULES).toHaveLength(30);
});

test('Qdrant: a key by path and by variable', () => {
  expect(qdrantKey('storage.optimizers.indexing_threshold_kb')?.env).toBe(
    'QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD_KB',
  );
  expect(qdrantKeyOfVariable('QDRANT__SERVICE__API_KEY')?.path).toBe('service.api_key');
  expect(qdrantKeyOfVariable('QDRANT_API_KEY')).toBeUndefined();
  expect(qdrantKey('storage.optimizers_overwrite.indexing_threshold')?.path).toBe(
    'storage.optimizers_overwrite.*',
  );
  expect(invalidQdrantKey('service.timeout')?.reaction).toBe('ignored silently');
  expect(invalidQdrantKey('service.api_key')).toBeUndefined();
  expect(qdrantCollectionParameter('hnsw_config.m')?.default).toBe(16);
});

test('PostgreSQL: a parameter of one major', () => {
  expect(postgresParameter('MAX_CONNECTIONS', 15)).toMatchObject({
    default: '100',
    min: 1,
    max: 262_143,
    context: 'postmaster',
  });
  expect(postgresParameter('io_method', 17)).toBeUndefined();
  expect(postgresParameter('io_method', 18)?.values).toContain('worker');
  expect(postgresParameter('effective_io_concurrency', 15)?.default).toBe('1');
  expect(postgresParameter('effective_io_concurrency', 18)?.default).toBe('16');
  expect(postgresVersionsOf('transaction_timeout')).toEqual([17, 18]);
  expect(postgresVersionsOf('old_snapshot_threshold')).toEqual([15, 16]);
  expect(invalidPostgresParameter('checkpoint_segments')?.useInstead).toBe('max_wal_size');
  expect(postgresExtensionParameter('hnsw.ef_search')).toMatchObject({ default: '40', max: 1000 });
});

test('Redis: a directive, its older name, and what does nothing', () => {
  expect(redisDirective('MaxMemory-Policy')?.default).toBe('noeviction');
  expect(redisDirective('slaveof')?.name).toBe('replicaof');
  expect(isRedisDirective('loadmodule') && isRedisDirective('zset-max-listpack-entries')).toBe(true);
  expect(isRedisDirective('max-memory')).toBe(false);
  expect(isIgnoredByRedis('list-max-ziplist-entries')).toBe(true);
  expect(invalidRedisDirective('maxmemory', '75%')?.useInstead).toBe('bytes');
  expect(invalidRedisDirective('maxmemory', '1gb')).toBeUndefined();
});

test('images: what is read, and what people set in vain', () => {
  expect(isHonoured('postgres', 'POSTGRES_DB')).toBe(true);
  expect(isHonoured('redis', 'REDIS_PASSWORD')).toBe(false);
  expect(ignoredVariable('redis', 'REDIS_MAXMEMORY')?.useInstead).toContain('--maxmemory');
  expect(ignoredVariable('redis-exporter', 'REDIS_PASSWORD')).toBeUndefined();
  expect(isHonoured('redis-exporter', 'REDIS_EXPORTER_LOG_FORMAT')).toBe(true);
  expect(isHonoured('qdrant', 'QDRANT__SERVICE__HTTP_PORT')).toBe(true);
  expect(honouredVariables('backend')).toBeUndefined();
});

test('nginx, Prometheus, Compose, logs and metrics', () => {
  expect(nginxDirective('tcp_nodelay')?.default).toBe('on');
  expect(invalidNginxDirective('client_max_body_size', '50mb')?.useInstead).toBe('50m');
  expect(invalidNginxDirective('client_max_body_size', '50m')).toBeUndefined();
  expect(prometheusFlag('--storage.tsdb.retention')?.in3).toContain('unknown flag');
  expect(prometheusKey('fallback_scrape_protocol')).toMatchObject({ in2: 'error', in3: 'ok' });
  expect(obsoleteComposeKey('version')?.reaction).toContain('obsolete');
  expect(needsSwarm('deploy.resources.reservations.cpus') && needsSwarm('deploy.placement')).toBe(true);
  expect(needsSwarm('deploy.replicas')).toBe(false);
  expect(healthcheckOf('qdrant')?.test[0]).toBe('CMD');
  expect(healthcheckOf('redis_exporter')).toBeUndefined();
  expect(knownLogLine('redis-http-probe')?.rateLimitMs).toBe(60_000);
  expect(exportersOf('node_cpu_seconds_total')).toEqual(['node-exporter']);
  expect(exportersOf('node_cpu')).toEqual([]);
  expect(wrongMetricName('node_memory_MemFree')?.right).toContain('_bytes');
  expect(wrongMetricName('redis_maxclients')?.right).toContain('redis_config_maxclients');
  expect(wrongMetricName('redis_queue_length')?.right).toContain('redis_key_size');
  expect(wrongMetricName('node_network_latency_seconds')?.right).toBe('does not exist');
  const printed = ['redis_connected_clients', 'node_disk_io_now', 'redis_key_size', 'le'];
  expect(printed.filter((name) => wrongMetricName(name) !== undefined)).toEqual([]);
});
