import { redisExporterBlind } from '../../../../src/doctor/checks/redis/redis-exporter-blind.ts';
import type { LiveEvidence, PrometheusLive } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';

const CLIENTS = 'redis_connected_clients / redis_config_maxclients > 0.8';
const COMPOSE = `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes: ['./prometheus.yml:/etc/prometheus/prometheus.yml:ro', './rules:/etc/prometheus/rules:ro']
  redis:
    image: redis:7.2-alpine
    command: redis-server /etc/redis.conf
    volumes: ['./redis.conf:/etc/redis.conf:ro']
  redis-exporter:
    image: oliver006/redis_exporter:v1.86.0
    environment:
      REDIS_ADDR: redis://redis:6379
`;
function files(conf: string, expr = CLIENTS, compose = COMPOSE): Record<string, string> {
  return {
    'compose.yaml': compose,
    'prometheus.yml': 'rule_files: [rules/*.yml]\nscrape_configs: []\n',
    'rules/redis.yml': `groups:\n  - name: redis\n    rules:\n      - alert: Crowded\n        expr: ${expr}\n`,
    'redis.conf': conf,
  };
}
function live(...names: readonly string[]): Partial<LiveEvidence> {
  const value: PrometheusLive = {
    version: '3.5.3',
    targets: [],
    lastReloadSuccessful: true,
    lastReloadAt: undefined,
    metricNames: new Set(names),
    alertmanagers: 0,
  };
  return { prometheus: new Map([['prometheus', { seen: true, value }]]) };
}
const BLIND = live('redis_up', 'redis_connected_clients');
const USER = COMPOSE.replace('redis:6379\n', 'redis:6379\n      REDIS_USER: metrics\n');

testCheck(redisExporterBlind, {
  sick: [
    {
      name: 'another name for CONFIG, which the exporter does not know',
      files: files('maxclients 500\nrename-command CONFIG c0f1g\n'),
      live: BLIND,
      finds: [
        {
          at: 'rules/redis.yml:5:15',
          message:
            /^The alert Crowded can never fire: redis has another name for CONFIG \(rename-command\), so there is no redis_config_maxclients\.$/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: live('redis_connected_clients', 'redis_config_maxclients'),
        texts: { 'compose.yaml': /redis:6379\n {6}REDIS_EXPORTER_CONFIG_COMMAND: c0f1g\n/ },
      },
    },
    {
      name: 'no CONFIG at all: INFO tells the same',
      files: files('rename-command CONFIG ""\nrename-command FLUSHALL ""\n'),
      finds: [{ at: 'rules/redis.yml:5:15', message: /redis has no command CONFIG/, by: ['config'] }],
      afterFix: {
        texts: { 'rules/redis.yml': /expr: redis_connected_clients \/ redis_max_clients > 0\.8\n/ },
      },
    },
    {
      name: 'on the command line, and an exporter that prints nothing in its place',
      files: files(
        '',
        CLIENTS,
        COMPOSE.replace('redis-server /etc/redis.conf', 'redis-server --rename-command CONFIG ""').replace(
          'v1.86.0',
          'v1.45.0',
        ),
      ),
      finds: [{ at: 'rules/redis.yml:5:15', message: /redis has no command CONFIG/, fix: 'none' }],
    },
    {
      name: 'a user of the exporter that may not',
      files: files(
        'user metrics on >pw ~* +@all -@dangerous +info\n',
        'redis_memory_used_bytes / (redis_config_maxmemory > 0) > 0.9',
        USER,
      ),
      finds: [{ at: 'rules/redis.yml:5:15', message: /redis lets the user metrics run no CONFIG/ }],
      afterFix: { texts: { 'rules/redis.yml': /\(redis_memory_max_bytes > 0\)/ } },
    },
    {
      name: 'an exporter that is told not to ask',
      files: files(
        '',
        CLIENTS,
        COMPOSE.replace('6379\n', '6379\n      REDIS_EXPORTER_CONFIG_COMMAND: "-"\n'),
      ),
      finds: [{ at: 'rules/redis.yml:5:15', message: /redis-exporter is told not to ask/ }],
    },
    {
      name: 'nothing in the files, and the series are missing',
      files: files('aclfile /data/users.acl\n'),
      live: BLIND,
      finds: [
        {
          at: 'rules/redis.yml:5:15',
          message: /redis-exporter may not ask redis for its settings/,
          by: ['live'],
        },
      ],
    },
  ],
  healthy: [
    { name: 'CONFIG as it is', files: files('maxclients 500\n') },
    {
      name: 'the exporter knows the other name',
      files: files(
        'rename-command CONFIG c0f1g\n',
        CLIENTS,
        COMPOSE.replace('6379\n', '6379\n      REDIS_EXPORTER_CONFIG_COMMAND: c0f1g\n'),
      ),
    },
    {
      name: 'by its flag',
      files: files(
        'rename-command CONFIG c0f1g\n',
        CLIENTS,
        COMPOSE.replace('    environment', '    command: [--config-command=c0f1g]\n    environment'),
      ),
    },
    {
      name: 'a user that may read settings',
      files: files('user metrics on >pw ~* -@all +info +config|get\n', CLIENTS, USER),
    },
    {
      name: 'by its flag, in two words',
      files: files(
        'rename-command CONFIG c0f1g\n',
        CLIENTS,
        COMPOSE.replace('    environment', '    command: -config-command c0f1g\n    environment'),
      ),
    },
    ...[
      ['the address', COMPOSE.replace('redis://redis', 'redis://metrics:pw@redis')],
      ['a flag', `${COMPOSE}    command: [--redis.user=metrics]\n`],
    ].map(([where = '', compose]) => ({
      name: `a user that ${where} names, and that may read settings`,
      files: files('user default off\nuser metrics on >pw ~* +@all\n', CLIENTS, compose),
    })),
    {
      name: 'other commands are renamed',
      files: files('rename-command FLUSHALL ""\nrename-command DEBUG ""\n'),
    },
    {
      name: 'the series are there, from another Redis or before',
      files: files('rename-command CONFIG ""\n'),
      live: live('redis_connected_clients', 'redis_config_maxclients'),
    },
  ],
  notApplicable: [
    { name: 'no alert over a setting', files: files('rename-command CONFIG ""\n', 'redis_up == 0') },
    {
      name: 'no exporter of a Redis here',
      files: files('rename-command CONFIG ""\n', CLIENTS, COMPOSE.replace('redis://redis', 'redis://far')),
    },
  ],
  notObservable: [
    {
      name: 'what users may do stands in a file of its own, and Prometheus was not asked',
      files: files('aclfile /data/users.acl\n'),
    },
    {
      name: 'a Redis that a script starts, and Prometheus was not asked',
      files: files('', CLIENTS, COMPOSE.replace('command: redis-server', 'entrypoint: /start.sh')),
    },
  ],
});
