import { promAlertDivZero } from '../../../../src/doctor/checks/prometheus/prom-alert-div-zero.ts';
import type { RedisLive } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';
import { stackWith } from './prometheus-stack.ts';

const EXPR = 'redis_memory_used_bytes / redis_memory_max_bytes > 0.9';
const REDIS = '  redis:\n    image: redis:7-alpine\n    command: redis-server --appendonly yes\n';
const CADVISOR = `  cadvisor:
    image: gcr.io/cadvisor/cadvisor:v0.49.1
    mem_limit: 256m
`;
function files(services: string, ...rule: readonly string[]): Record<string, string> {
  return {
    'compose.yaml': stackWith(`      - ./rules:/etc/prometheus/rules:ro\n    mem_limit: 1g\n${services}`),
    'prometheus.yml': 'rule_files: [rules/*.yml]\nscrape_configs: []\n',
    'rules/redis.yml': `groups:\n  - name: redis\n    rules:\n      - alert: RedisFull # page\n${rule.map((line) => `        ${line}\n`).join('')}`,
  };
}
function live(maxmemory: string): { redis: ReadonlyMap<string, { seen: true; value: RedisLive }> } {
  const config = { seen: true, value: new Map([['maxmemory', maxmemory]]) } as const;
  const value: RedisLive = { info: new Map(), config, open: true, keyKinds: new Map() };
  return { redis: new Map([['redis', { seen: true, value }]]) };
}

testCheck(promAlertDivZero, {
  sick: [
    {
      name: 'a Redis without maxmemory',
      files: files(REDIS, `expr: ${EXPR}`, 'for: 5m'),
      finds: [
        {
          at: 'rules/redis.yml:5:15',
          message:
            /^The alert RedisFull fires for ever: redis has no maxmemory, so redis_memory_max_bytes is 0, and what is divided by it infinite\.$/,
          by: ['config'],
          fix: 'safe',
        },
      ],
      afterFix: {
        texts: {
          'rules/redis.yml':
            /RedisFull # page\n {8}expr: redis_memory_used_bytes \/ \(redis_memory_max_bytes > 0\) > 0\.9\n {8}for: 5m\n/,
        },
      },
    },
    {
      name: 'over several lines, and the running server says so',
      files: files(
        REDIS,
        'expr: |',
        '  100 * redis_memory_used_bytes',
        '    / redis_memory_max_bytes',
        '    > 85',
      ),
      live: live('0'),
      finds: [{ at: 'rules/redis.yml:5:15', message: /fires for ever/, by: ['config', 'live'] }],
      afterFix: {
        live: live('0'),
        texts: {
          'rules/redis.yml':
            /expr: \|\n {10}100 \* redis_memory_used_bytes\n {12}\/ \(redis_memory_max_bytes > 0\)\n {12}> 85\n/,
        },
      },
    },
    ...Object.entries({
      'a block of one line': ['expr: |', '  redis_memory_used_bytes / redis_memory_max_bytes > 0.9'],
      'a folded block': ['expr: >-', '  redis_memory_used_bytes', '  / redis_memory_max_bytes', '  > 0.9'],
    }).map(([name, lines]) => ({
      name: `${name} stays one`,
      files: files(REDIS, ...lines),
      finds: [{ at: 'rules/redis.yml:5:15', message: /fires for ever/ }] as const,
      afterFix: {
        texts: {
          'rules/redis.yml':
            /expr: (?:\||>-)\n {10}redis_memory_used_bytes\s+\/ \(redis_memory_max_bytes > 0\)\s+> 0\.9\n/,
        },
      },
    })),
    {
      name: 'quoted, with labels of both kinds of quotes',
      files: files(
        REDIS,
        String.raw`expr: "redis_memory_used_bytes{job='r'} / redis_memory_max_bytes{job=\"r\"} > 0.9"`,
      ),
      finds: [{ at: 'rules/redis.yml:5:15', message: /fires for ever/ }],
    },
    {
      name: 'containers of which one has no memory limit',
      files: files(
        `${CADVISOR}${REDIS}`,
        `expr: 'sum(container_memory_working_set_bytes{name!=""}) by (name) / sum(container_spec_memory_limit_bytes{name!=""}) by (name) * 100 > 80'`,
      ),
      finds: [
        {
          at: 'rules/redis.yml:5:15',
          message: /redis has no memory limit, so container_spec_memory_limit_bytes is 0/,
        },
      ],
    },
  ],
  healthy: [
    {
      name: 'a limit in the command',
      files: files(`${REDIS.trimEnd()} --maxmemory 512mb\n`, `expr: ${EXPR}`),
    },
    { name: 'a limit of the running server', files: files(REDIS, `expr: ${EXPR}`), live: live('536870912') },
    {
      name: 'every container has a limit',
      files: files(
        `${CADVISOR}${REDIS}    deploy: {resources: {limits: {memory: 1G}}}\n`,
        `expr: container_memory_usage_bytes / container_spec_memory_limit_bytes > 0.8`,
      ),
    },
  ],
  notApplicable: [
    {
      name: 'the limit is asked for',
      files: files(REDIS, `expr: redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9`),
    },
    {
      name: 'a recording rule',
      files: {
        ...files(REDIS, `expr: ${EXPR}`),
        'rules/redis.yml': `groups:\n  - name: g\n    rules:\n      - {record: a, expr: ${EXPR}}\n`,
      },
    },
    {
      name: 'no rules',
      files: { 'compose.yaml': stackWith(REDIS), 'prometheus.yml': 'scrape_configs: []\n' },
    },
  ],
  notObservable: [
    { name: 'no Redis of this project', files: files('', `expr: ${EXPR}`) },
    {
      name: 'a Redis that a script starts',
      files: files('  redis:\n    image: redis:7\n    entrypoint: /start.sh\n', `expr: ${EXPR}`),
    },
    {
      name: 'labels may choose the container that has a limit',
      files: files(
        `${CADVISOR}${REDIS}`,
        `expr: container_memory_usage_bytes{name="app"} / container_spec_memory_limit_bytes{name="app"} > 0.8`,
      ),
    },
  ],
});
