import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { healthcheckOf } from '../../../src/facts/compose.ts';
import { isHonoured } from '../../../src/facts/images.ts';
import { nginxDirective } from '../../../src/facts/nginx.ts';
import { postgresExtensionParameter, postgresParameter } from '../../../src/facts/postgres.ts';
import { prometheusFlag } from '../../../src/facts/prometheus.ts';
import { qdrantKey, qdrantKeyOfVariable } from '../../../src/facts/qdrant.ts';
import { isRedisDirective } from '../../../src/facts/redis.ts';
import { SETTINGS } from '../../../src/config/settings.ts';
import { readPostgresConf } from '../../../src/edits/conf/postgres.ts';
import { readRedisConf } from '../../../src/edits/conf/redis.ts';
import { renderStack } from '../../../src/tune/render/render-stack.ts';
import { parse } from 'yaml';
import { planFor } from '../../sizing/sizing-inputs.ts';
import { addressesOf, allStacks, SECRET_NAMES, secrets } from './stacks.ts';

const stacks = allStacks();

test('the same plan and secrets give the same bytes', () => {
  for (const { plan, files } of stacks) {
    const again = renderStack(plan, { secrets, addresses: addressesOf(plan) });
    expect([...again]).toEqual([...files]);
  }
});

test('secrets that a file would have to quote are refused', () => {
  const plan = planFor(50, '4x16');
  for (const REDIS_PASSWORD of [
    '',
    'short',
    'a space is no good',
    "quote'quote'quote'",
    '$dollar$dollar$dollar',
  ])
    expect(() => renderStack(plan, { secrets: { ...secrets, REDIS_PASSWORD } })).toThrow('REDIS_PASSWORD');
});

test('a project of a Python backend is nothing to render anew', () => {
  const plan = planFor(50, '4x16', { backend: 'python' });
  expect(() => renderStack(plan, { secrets })).toThrow("cvx's own image");
});

describe.each(stacks)('$name', ({ plan, files, hosts }) => {
  test('each service of the plan runs where it is placed, as often, with its limits', () => {
    for (const { name, placed } of plan.services)
      for (const host of hosts) {
        const wanted = placed.find((one) => one.host === host.name)?.count ?? 0;
        const own = Object.entries(host.compose.services).filter(
          ([key]) => key === name || (name === 'qdrant' && /^qdrant-\d+$/.test(key)),
        );
        const containers = own.reduce((sum, [, { deploy }]) => sum + (deploy.replicas ?? 1), 0);
        expect(containers, `${name} on ${host.name}`).toBe(wanted);
        for (const [, { deploy }] of own)
          expect(deploy.resources.limits).toEqual({
            memory: plan.settings.get(`compose/${name}/memory`)?.written,
            cpus: plan.settings.get(`compose/${name}/cpus`)?.written,
          });
      }
  });

  test('on one host nginx alone is open; on several nothing is open to all', () => {
    const single = hosts.length === 1;
    for (const { compose } of hosts)
      for (const [name, { ports = [] }] of Object.entries(compose.services)) {
        if (name === 'nginx') expect(ports).toEqual(['${HTTP_ADDRESS}:${HTTP_PORT}:8080']);
        else if (single) expect(ports, name).toEqual([]);
        else for (const port of ports) expect(port).toMatch(/^\$\{HOST_ADDRESS:\?\}:[\d-]+:\d+$/);
      }
    for (const { compose } of hosts)
      expect(
        Object.entries(compose.networks)
          .filter(([, network]) => network?.['internal'] === true)
          .map(([name]) => name),
      ).toEqual(single ? ['data', 'metrics'] : []);
  });

  test('what a service waits for is here and has a healthcheck; whom it asks elsewhere has an address', () => {
    for (const { compose } of hosts)
      for (const [name, { depends_on: waits }] of Object.entries(compose.services))
        for (const [other, { condition }] of Object.entries(waits)) {
          expect(condition).toBe('service_healthy');
          expect(compose.services[other]?.healthcheck, `${name} waits for ${other}`).toBeDefined();
        }
  });

  test('no two containers of a host want one port, and all that are asked from elsewhere are published', () => {
    for (const { compose } of hosts) {
      const wanted = Object.values(compose.services).flatMap(({ ports = [] }) =>
        ports.flatMap((port) => {
          const [from = 0, to = from] = (port.split(':').at(-2) ?? '').split('-').map(Number);
          return Number.isNaN(from) ? [] : Array.from({ length: to - from + 1 }, (_, n) => from + n);
        }),
      );
      expect(new Set(wanted).size).toBe(wanted.length);
    }
  });

  test('every variable has a comment and a reader, and every reference a variable', () => {
    for (const { text } of hosts) {
      const [env, compose] = [text('.env'), text('compose.yaml')];
      const defined = [...env.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => ({
        name,
        value,
      }));
      const read = new Set([...compose.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name));
      expect(new Set(defined.map(({ name }) => name))).toEqual(new Set([...read, 'CVX_API_KEY']));
      for (const { name, value } of defined) {
        expect(value, name).not.toBe('');
        expect(env, name).toMatch(new RegExp(`^# .+\\n(?:[A-Z_]+=.*\\n)?${name}=`, 'm'));
      }
      for (const { setting, written } of plan.settings.values())
        if (setting.target.in === 'env' && read.has(setting.target.key))
          expect(defined).toContainEqual({ name: setting.target.key, value: String(written) });
    }
  });

  test('every setting of the plan stands in some file', () => {
    const all = hosts.map(({ text }) => text('.env')).join('\n');
    for (const { setting } of plan.settings.values())
      if (setting.target.in === 'env') expect(all).toContain(`\n${setting.target.key}=`);
  });

  test('secrets are in .env alone, which its owner alone reads', () => {
    for (const [path, { text, mode }] of files) {
      const isEnv = path.endsWith('.env');
      expect(mode).toBe(isEnv ? 0o600 : path.endsWith('.sh') ? 0o755 : 0o644);
      if (!isEnv) for (const name of SECRET_NAMES) expect(text).not.toContain(Reflect.get(secrets, name));
    }
    for (const { compose } of hosts)
      for (const { command = [], entrypoint = [] } of Object.values(compose.services))
        for (const word of [...command, ...entrypoint])
          expect(word.replaceAll('$$', '')).not.toMatch(/\$\{?\w*(?:PASSWORD|KEY)/);
  });

  test('the backends know the key by its hash', () => {
    const hash = createHash('sha256').update(secrets.CVX_API_KEY).digest('hex');
    for (const { compose, text } of hosts)
      if (compose.services['backend'] !== undefined)
        expect(text('api-keys')).toContain(`\nstack admin ${hash}\n`);
  });

  test('images are pinned, and the healthchecks those that work in them', () => {
    for (const { compose } of hosts)
      for (const [name, { image, healthcheck, ...rest }] of Object.entries(compose.services)) {
        expect(image).toMatch(/^(?:\$\{CVX_IMAGE\}|[\w./-]+:v?\d+\.\d+[\w.-]*)$/);
        expect(rest).toMatchObject({
          restart: 'unless-stopped',
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          logging: { driver: 'json-file', options: { 'max-size': '10m' } },
        });
        if (name === 'worker' || name === 'redis-exporter') continue;
        expect(healthcheck?.test[0], name).toMatch(/^CMD(?:-SHELL)?$/);
        if (name.startsWith('qdrant')) expect(healthcheck?.test).toEqual(healthcheckOf('qdrant')?.test);
      }
  });

  test('every key is known to the program that reads it', () => {
    const major = plan.inputs.postgres;
    for (const { files: names, text, compose } of hosts) {
      if (names.includes('postgresql.conf'))
        for (const { key } of readPostgresConf(text('postgresql.conf')))
          expect(postgresParameter(key, major) ?? postgresExtensionParameter(key), key).toBeDefined();
      for (const file of ['redis-cache.conf', 'redis-queue.conf'].filter((name) => names.includes(name)))
        for (const { words } of readRedisConf(text(file)))
          expect(isRedisDirective(words[0] ?? ''), words[0]).toBe(true);
      if (names.includes('qdrant.yaml'))
        for (const path of leaves(parse(text('qdrant.yaml'))))
          expect(isQdrantPath(path), path.join('.')).toBe(true);
      for (const [name, service] of Object.entries(compose.services))
        for (const key of Object.keys(service.environment))
          expect(isRead(name, key, service), `${name}: ${key}`).toBe(true);
      for (const flag of compose.services['prometheus']?.command ?? [])
        if (flag.startsWith('--storage.tsdb.retention'))
          expect(prometheusFlag(flag.split('=')[0] ?? '')).toBeDefined();
    }
  });
});

test('hosts of one role have the same compose file, but for the first node of Qdrant', () => {
  const pairs = stacks.flatMap(({ hosts }) =>
    hosts.flatMap((host, at) =>
      hosts.slice(at + 1).flatMap((other) => (other.role === host.role ? [[host, other] as const] : [])),
    ),
  );
  expect(pairs.length).toBeGreaterThan(0);
  const joined = (text: string): string => text.replaceAll(/ +- --bootstrap\n.*\n/g, '');
  for (const [one, other] of pairs) {
    expect(joined(one.text('compose.yaml'))).toBe(joined(other.text('compose.yaml')));
    expect(one.text('.env')).not.toBe(other.text('.env'));
  }
});

test('the directives of nginx that the plan sets are among those that are known', () => {
  for (const key of [
    'worker_processes',
    'worker_connections',
    'worker_rlimit_nofile',
    'client_max_body_size',
    'proxy_read_timeout',
  ])
    expect(nginxDirective(key)).toBeDefined();
});

function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
    : [path];
}

/** Members of an object, such as that of a quantization, are not listed one by one. */
function isQdrantPath(path: readonly string[]): boolean {
  return (
    qdrantKey(path.join('.')) !== undefined ||
    qdrantKey(path.slice(0, 3).join('.'))?.type.startsWith('object') === true
  );
}

/** Whether something in the container reads the variable: cvx, the image, or the service's own command or script. */
function isRead(
  name: string,
  key: string,
  service: { command?: string[] | undefined; entrypoint?: string[] | undefined },
): boolean {
  const kind = name.replace(/^(qdrant|redis|postgres)-(?!exporter).*/, '$1');
  const words = [...(service.command ?? []), ...(service.entrypoint ?? [])].join(' ');
  if (words.includes(`$$${key}`)) return true;
  if (kind === 'backend' || kind === 'worker') return SETTINGS.some(({ env }) => env === key);
  if (kind === 'postgres' && ['DATABASE_PASSWORD', 'REPLICATION_PASSWORD', 'EXPORTER_PASSWORD'].includes(key))
    return true;
  if (kind === 'redis' && key === 'REDIS_PASSWORD') return words.includes('$$REDIS_PASSWORD');
  return (
    isHonoured(kind, key) || qdrantKeyOfVariable(key) !== undefined || /^QDRANT_INIT_FILE_PATH$/.test(key)
  );
}
