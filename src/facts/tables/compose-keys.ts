// Written by scripts/facts/generate.ts; do not edit.
import type { ComposeKey, Healthcheck, ObsoleteComposeKey } from '../compose.ts';

export const OBSOLETE_COMPOSE_KEYS: readonly ObsoleteComposeKey[] = [
  {
    key: 'version',
    reaction:
      'ignored with warning: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion (2.26.1 and 2.40.3)',
  },
  { key: 'links', reaction: 'accepted; unnecessary (service names resolve)' },
  {
    key: 'container_name',
    reaction:
      "accepted but excludes scaling: with deploy.replicas 2 -> services.deploy.replicas: can't set container_name and a as container name must be unique: invalid compose project",
  },
];

export const COMPOSE_SERVICE_KEYS: readonly ComposeKey[] = [
  {
    key: 'deploy.resources.limits.cpus',
    type: 'number or string',
    withoutSwarm: 'honoured by v2 (NanoCPUs)',
    note: 'decimal point; "0,5" fails: strconv.ParseFloat',
  },
  {
    key: 'deploy.resources.limits.memory',
    type: 'string',
    withoutSwarm: 'honoured by v2 (and v1 1.29.2)',
    note: "suffixes b,k,kb,m,mb,g,gb, 1024-based; '2Gi' fails: invalid suffix: 'gi'",
  },
  { key: 'deploy.resources.limits.pids', type: 'int or string', withoutSwarm: 'honoured by v2' },
  {
    key: 'deploy.resources.reservations.memory',
    type: 'string',
    withoutSwarm: 'honoured (soft MemoryReservation)',
  },
  {
    key: 'deploy.resources.reservations.cpus',
    type: 'number or string',
    withoutSwarm: "IGNORED (source: 'Cpu reservation is a swarm option')",
  },
  {
    key: 'deploy.resources.reservations.devices',
    type: 'list',
    withoutSwarm: 'honoured (GPU requests; capabilities required)',
  },
  {
    key: 'deploy.replicas',
    type: 'int',
    withoutSwarm: 'honoured by v2 (like scale) and v1 1.29.2',
    note: "must equal 'scale' if both are set: can't set distinct values on 'scale' and 'deploy.replicas'. A published fixed host port cannot be shared by 2 replicas on one host: drop ports or use a range",
  },
  {
    key: 'deploy.restart_policy',
    type: 'object condition/delay/max_attempts/window',
    withoutSwarm:
      "condition and max_attempts override 'restart' (source create.go); delay and window unused there",
  },
  { key: 'deploy.update_config', type: 'object', withoutSwarm: 'no use found in pkg/compose of 2.40.3' },
  { key: 'deploy.rollback_config', type: 'object', withoutSwarm: 'no use found in pkg/compose of 2.40.3' },
  { key: 'deploy.placement', type: 'object', withoutSwarm: 'no use found in pkg/compose of 2.40.3' },
  { key: 'deploy.endpoint_mode', type: 'object', withoutSwarm: 'no use found in pkg/compose of 2.40.3' },
  { key: 'deploy.mode', type: 'object', withoutSwarm: 'no use found in pkg/compose of 2.40.3' },
  {
    key: 'mem_limit',
    type: 'legacy service-level',
    withoutSwarm: 'honoured',
    note: "must agree with deploy.*: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'",
  },
  {
    key: 'cpus',
    type: 'legacy service-level',
    withoutSwarm: 'honoured',
    note: "must agree with deploy.*: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'",
  },
  {
    key: 'pids_limit',
    type: 'legacy service-level',
    withoutSwarm: 'honoured',
    note: "must agree with deploy.*: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'",
  },
  {
    key: 'mem_reservation',
    type: 'legacy service-level',
    withoutSwarm: 'honoured',
    note: "must agree with deploy.*: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'",
  },
  {
    key: 'healthcheck.test',
    type: 'string or list',
    note: 'list must start with NONE, CMD or CMD-SHELL; a string is CMD-SHELL. Escape $ as $$ for container-side variables',
  },
  {
    key: 'healthcheck.interval',
    type: 'duration string',
    note: 'defaults 30s / 30s / 0s / engine default; start_interval accepted by 2.26.1+ (needs Engine 25+, not run)',
  },
  {
    key: 'healthcheck.timeout',
    type: 'duration string',
    note: 'defaults 30s / 30s / 0s / engine default; start_interval accepted by 2.26.1+ (needs Engine 25+, not run)',
  },
  {
    key: 'healthcheck.start_period',
    type: 'duration string',
    note: 'defaults 30s / 30s / 0s / engine default; start_interval accepted by 2.26.1+ (needs Engine 25+, not run)',
  },
  {
    key: 'healthcheck.start_interval',
    type: 'duration string',
    note: 'defaults 30s / 30s / 0s / engine default; start_interval accepted by 2.26.1+ (needs Engine 25+, not run)',
  },
  { key: 'healthcheck.retries', type: 'int', note: "default 3; typo 'retires' is a hard error" },
  { key: 'healthcheck.disable', type: 'bool' },
  {
    key: 'depends_on.<svc>.condition',
    type: 'enum service_started|service_healthy|service_completed_successfully',
    note: "required in the long form; 'healthy' is a hard error. service_healthy needs a healthcheck in that service. Ignored by docker stack deploy (docs knowledge)",
  },
  {
    key: 'depends_on.<svc>.restart',
    type: 'bool',
    note: 'restart this service when the dependency is restarted by compose',
  },
  {
    key: 'depends_on.<svc>.required',
    type: 'bool, default true',
    note: 'false tolerates a missing or profile-disabled service',
  },
  {
    key: 'profiles',
    type: 'list',
    note: 'a string is a hard error (\'must be a array\'). A service without profiles always starts. depends_on a service whose profile is off: service "a" depends on undefined service "b": invalid compose project -> use required: false',
  },
  {
    key: 'env_file',
    type: 'string | list of string | list of {path, required, format}',
    note: 'missing file = hard error unless required: false; format: raw -> values as is (2.40.3 ok, 2.26.1: unsupported env_file format "raw")',
  },
  { key: 'environment', type: 'map or list', note: 'beats env_file; booleans must be quoted' },
  {
    key: 'shm_size',
    type: 'bytes or string',
    note: '/dev/shm, 64 MB by default: set 256m-1g+ for PostgreSQL parallel query, >= maintenance_work_mem for parallel HNSW builds',
  },
  { key: 'ulimits.nofile', type: '{soft,hard} or int', note: '65536+ for Qdrant, Redis maxclients, nginx' },
  {
    key: 'sysctls',
    type: 'map or list',
    note: 'only namespaced ones (net.core.somaxconn yes; vm.overcommit_memory NO: set on the host)',
  },
  {
    key: 'stop_grace_period',
    type: 'duration STRING, default 10s',
    note: '90 without unit is a hard error; 1m30s ok. PostgreSQL/Qdrant/Redis need more than 10 s under load',
  },
  { key: 'restart', type: 'no|always|on-failure[:N]|unless-stopped' },
  { key: 'logging', type: '{driver, options}', note: 'json-file: max-size, max-file' },
  { key: 'secrets', type: 'list', note: 'files at /run/secrets/NAME; POSTGRES_PASSWORD_FILE etc.' },
  { key: 'configs', type: 'list', note: 'files at /run/secrets/NAME; POSTGRES_PASSWORD_FILE etc.' },
  {
    key: 'ports',
    type: 'list',
    note: '"127.0.0.1:6379:6379" binds loopback only; Docker-published ports bypass ufw',
  },
  {
    key: 'x-<name> + YAML anchors',
    type: 'any',
    note: 'x-common: &c {...} and <<: *c is merged by v2 (verified)',
  },
  { key: 'cap_drop', type: '-', note: 'hardening' },
  { key: 'read_only', type: '-', note: 'hardening' },
  { key: 'security_opt', type: '-', note: 'hardening' },
  { key: 'user', type: '-', note: 'hardening' },
  { key: 'init', type: '-', note: 'hardening' },
  { key: 'tmpfs', type: '-', note: 'hardening' },
];

export const HEALTHCHECKS: readonly Healthcheck[] = [
  { kind: 'postgres', test: ['CMD-SHELL', 'pg_isready -U $$POSTGRES_USER -d $$POSTGRES_DB'] },
  { kind: 'redis', test: ['CMD-SHELL', 'REDISCLI_AUTH=$$REDIS_PASSWORD redis-cli ping | grep -q PONG'] },
  {
    kind: 'qdrant',
    test: [
      'CMD',
      'bash',
      '-c',
      "exec 3<>/dev/tcp/127.0.0.1/6333; printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '200 OK' <&3",
    ],
    note: 'no curl/wget in the image; the bash line was run against 1.18.3 (exit 0 up, 1 down)',
  },
  {
    kind: 'nginx',
    test: ['CMD-SHELL', 'curl -fsS http://127.0.0.1/healthz'],
    note: 'curl is in the Debian image (Dockerfile) and added in alpine; not in -slim',
  },
  {
    kind: 'prometheus',
    test: ['CMD', 'wget', '-qO-', 'http://127.0.0.1:9090/-/ready'],
    note: 'busybox base',
  },
];
