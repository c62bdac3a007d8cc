// Written by scripts/facts/generate.ts; do not edit.
import type { ImageVariables } from '../images.ts';

export const IMAGE_VARIABLES: readonly ImageVariables[] = [
  {
    kind: 'postgres',
    image: 'docker.io/library/postgres',
    honoured: [
      {
        name: 'POSTGRES_PASSWORD',
        what: 'Superuser password. Required (non-empty) unless POSTGRES_HOST_AUTH_METHOD=trust; otherwise the container exits.',
        note: 'only read when PGDATA is empty (first start)',
      },
      {
        name: 'POSTGRES_PASSWORD_FILE',
        what: 'Same, from a file (secrets). Setting both is an error and exits.',
      },
      { name: 'POSTGRES_USER', what: 'Superuser name, default postgres.', note: 'first start only' },
      { name: 'POSTGRES_USER_FILE', what: 'From a file.' },
      { name: 'POSTGRES_DB', what: 'Database, default = POSTGRES_USER.', note: 'first start only' },
      { name: 'POSTGRES_DB_FILE', what: 'From a file.' },
      {
        name: 'POSTGRES_INITDB_ARGS',
        what: 'Extra initdb arguments.',
        note: 'first start only; 18 enables data checksums by default in initdb, 15-17 need --data-checksums',
      },
      { name: 'POSTGRES_INITDB_ARGS_FILE', what: 'From a file.' },
      { name: 'POSTGRES_INITDB_WALDIR', what: 'WAL directory for initdb.', note: 'first start only' },
      {
        name: 'POSTGRES_HOST_AUTH_METHOD',
        what: "Method written to 'host all all all' in pg_hba.conf; default = current password_encryption (scram-sha-256).",
        note: 'first start only; trust = no passwords',
      },
      {
        name: 'PGDATA',
        what: 'Data directory: /var/lib/postgresql/data up to 17, /var/lib/postgresql/18/docker in 18.',
        note: "18: VOLUME moved to /var/lib/postgresql. A volume mounted at /var/lib/postgresql/data on the 18 image makes the entrypoint exit 1 ('Error: in 18+, these Docker images are configured to store database data in a format which is compatible with pg_ctlcluster').",
      },
      {
        name: 'PGUSER',
        what: 'libpq variables: used by psql/pg_isready and by the init phase of the entrypoint; PGPORT changes the port of the temporary init server.',
      },
      {
        name: 'PGPORT',
        what: 'libpq variables: used by psql/pg_isready and by the init phase of the entrypoint; PGPORT changes the port of the temporary init server.',
      },
      {
        name: 'PGPASSWORD',
        what: 'libpq variables: used by psql/pg_isready and by the init phase of the entrypoint; PGPORT changes the port of the temporary init server.',
      },
      { name: 'LANG', what: 'Locale, en_US.utf8 in the Debian variant.' },
    ],
    ignored: [
      {
        name: 'POSTGRES_REPLICATION_MODE',
        why: 'Bitnami-style names (bitnami/postgresql uses POSTGRESQL_REPLICATION_*); the official image has no replication set-up at all',
        useInstead:
          'init script on the primary (CREATE ROLE repl REPLICATION, pg_hba line) + pg_basebackup -R on the standby; or CloudNativePG',
      },
      {
        name: 'POSTGRES_REPLICATION_USER',
        why: 'Bitnami-style names (bitnami/postgresql uses POSTGRESQL_REPLICATION_*); the official image has no replication set-up at all',
        useInstead:
          'init script on the primary (CREATE ROLE repl REPLICATION, pg_hba line) + pg_basebackup -R on the standby; or CloudNativePG',
      },
      {
        name: 'POSTGRES_REPLICATION_PASSWORD',
        why: 'Bitnami-style names (bitnami/postgresql uses POSTGRESQL_REPLICATION_*); the official image has no replication set-up at all',
        useInstead:
          'init script on the primary (CREATE ROLE repl REPLICATION, pg_hba line) + pg_basebackup -R on the standby; or CloudNativePG',
      },
      {
        name: 'POSTGRES_MASTER_HOST',
        why: 'Bitnami-style names (bitnami/postgresql uses POSTGRESQL_REPLICATION_*); the official image has no replication set-up at all',
        useInstead:
          'init script on the primary (CREATE ROLE repl REPLICATION, pg_hba line) + pg_basebackup -R on the standby; or CloudNativePG',
      },
      {
        name: 'POSTGRES_MAX_CONNECTIONS',
        why: 'no variable maps to a server parameter',
        useInstead: '-c name=value in command',
      },
      {
        name: 'POSTGRES_SHARED_BUFFERS',
        why: 'no variable maps to a server parameter',
        useInstead: '-c name=value in command',
      },
      {
        name: 'POSTGRES_WORK_MEM',
        why: 'no variable maps to a server parameter',
        useInstead: '-c name=value in command',
      },
      {
        name: 'POSTGRES_EFFECTIVE_CACHE_SIZE',
        why: 'no variable maps to a server parameter',
        useInstead: '-c name=value in command',
      },
      {
        name: 'POSTGRES_MULTIPLE_DATABASES',
        why: 'comes from a blog script',
        useInstead: 'own script in /docker-entrypoint-initdb.d',
      },
      {
        name: 'POSTGRES_MULTIPLE_DBS',
        why: 'comes from a blog script',
        useInstead: 'own script in /docker-entrypoint-initdb.d',
      },
      {
        name: 'POSTGRES_EXTENSIONS',
        why: 'does not exist',
        useInstead: 'init SQL: CREATE EXTENSION vector; with an image that ships it (pgvector/pgvector:pgNN)',
      },
      { name: 'POSTGRES_PORT', why: 'does not exist', useInstead: 'PGPORT / -c port=, or ports: mapping' },
      { name: 'POSTGRES_HOST', why: 'client-side convention only', useInstead: 'service name' },
      { name: 'POSTGRES_CONFIG', why: 'not official', useInstead: '-c config_file=' },
      { name: 'POSTGRESQL_CONF_DIR', why: 'not official', useInstead: '-c config_file=' },
    ],
  },
  {
    kind: 'redis',
    image: 'docker.io/library/redis',
    honoured: [
      { name: 'SKIP_FIX_PERMS', what: '8.x images: 1 = do not chown/chmod data and config.' },
      { name: 'SKIP_DROP_PRIVS', what: '8.x images: non-empty = stay root.' },
      {
        name: 'REDISCLI_AUTH',
        what: 'redis-cli (health checks) takes the password from it.',
        note: 'the right variable for healthcheck instead of -a',
      },
      { name: 'REDISCLI_HISTFILE', what: 'redis-cli only.' },
      { name: 'REDISCLI_RCFILE', what: 'redis-cli only.' },
      { name: 'REDISCLI_CLUSTER_YES', what: 'redis-cli only.' },
      { name: 'TZ', what: 'time zone of the process.' },
    ],
    ignored: [
      {
        name: 'REDIS_PASSWORD',
        why: 'Bitnami / application convention',
        useInstead: '--requirepass or ACL; REDISCLI_AUTH for redis-cli',
      },
      {
        name: 'REDIS_DISABLE_COMMANDS',
        why: 'Bitnami only',
        useInstead: 'ACL in redis.conf: user default on >PASS ~* &* +@all -@dangerous',
      },
      {
        name: 'REDIS_PROTECTED_MODE',
        why: 'does not exist',
        useInstead: 'protected-mode yes + requirepass in the config (image default is no)',
      },
      { name: 'REDIS_MAXMEMORY', why: 'do not exist', useInstead: '--maxmemory / --maxmemory-policy' },
      { name: 'REDIS_MAXMEMORY_POLICY', why: 'do not exist', useInstead: '--maxmemory / --maxmemory-policy' },
      {
        name: 'ALLOW_EMPTY_PASSWORD',
        why: 'Bitnami only',
        useInstead: 'nothing needed: the official image has no password by default',
      },
      { name: 'REDIS_REPLICATION_MODE', why: 'Bitnami only', useInstead: 'replicaof host port + masterauth' },
      { name: 'REDIS_MASTER_HOST', why: 'Bitnami only', useInstead: 'replicaof host port + masterauth' },
      { name: 'REDIS_AOF_ENABLED', why: 'Bitnami / invented', useInstead: '--appendonly yes' },
      { name: 'REDIS_APPENDONLY', why: 'Bitnami / invented', useInstead: '--appendonly yes' },
      {
        name: 'REDIS_ARGS',
        why: 'redis/redis-stack(-server) image only; absent from the official entrypoint',
        useInstead: 'command: line',
      },
      { name: 'REDIS_PORT', why: 'invented / Bitnami', useInstead: '--port' },
      { name: 'REDIS_PORT_NUMBER', why: 'invented / Bitnami', useInstead: '--port' },
      { name: 'REDIS_EXTRA_FLAGS', why: 'Bitnami only', useInstead: 'command: line' },
    ],
  },
  {
    kind: 'qdrant',
    image: 'docker.io/qdrant/qdrant',
    honoured: [
      { name: 'QDRANT__*', what: 'any scalar key of qdrant.json' },
      { name: 'RUN_MODE', what: 'config/{RUN_MODE}.yaml; image sets production' },
      {
        name: 'QDRANT_ALLOW_RECOVERY_MODE',
        what: 'true: restart in recovery mode after exit 137 during start',
      },
      { name: 'QDRANT_INIT_FILE_PATH', what: 'marker file' },
      { name: 'QDRANT_NUM_CPUS', what: 'CPU count override' },
      { name: 'QDRANT_URI', what: '= --uri / --bootstrap' },
      { name: 'QDRANT_BOOTSTRAP', what: '= --uri / --bootstrap' },
      { name: 'QDRANT_NO_MULTI_MMAP', what: 'disable multi-mmap' },
      { name: 'TZ', what: 'Etc/UTC in the image' },
    ],
    ignored: [
      { name: 'QDRANT_API_KEY', why: 'client libraries only', useInstead: 'QDRANT__SERVICE__API_KEY' },
      {
        name: 'QDRANT_SERVICE_HTTP_PORT',
        why: 'single underscores',
        useInstead: 'QDRANT__SERVICE__HTTP_PORT',
      },
      { name: 'QDRANT_HTTP_PORT', why: 'single underscores', useInstead: 'QDRANT__SERVICE__HTTP_PORT' },
      { name: 'QDRANT_PORT', why: 'single underscores', useInstead: 'QDRANT__SERVICE__HTTP_PORT' },
      {
        name: 'QDRANT__SERVICE__MAX_CONNECTIONS',
        why: 'unknown key, silently ignored',
        useInstead: 'limit in nginx',
      },
      {
        name: 'QDRANT__STORAGE__PERFORMANCE__MAX_SEARCH_REQUESTS',
        why: 'unknown key, silently ignored',
        useInstead: 'QDRANT__STORAGE__PERFORMANCE__MAX_SEARCH_THREADS',
      },
      {
        name: 'QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD',
        why: "alias clash: the server exits 1 'duplicate field'",
        useInstead: 'QDRANT__STORAGE__OPTIMIZERS__INDEXING_THRESHOLD_KB',
      },
      {
        name: 'QDRANT__STORAGE__HNSW_INDEX__FULL_SCAN_THRESHOLD',
        why: 'same: exits 1',
        useInstead: 'QDRANT__STORAGE__HNSW_INDEX__FULL_SCAN_THRESHOLD_KB',
      },
      { name: 'QDRANT__STORAGE__OPTIMIZERS__MAX_SEGMENT_SIZE', why: 'same: exits 1', useInstead: '..._KB' },
      {
        name: 'QDRANT__STORAGE__COLLECTION__QUANTIZATION__SCALAR__ALWAYS_RAM',
        why: 'exits 1 untagged enum',
        useInstead: 'YAML file',
      },
      { name: 'QDRANT_COLLECTION_NAME', why: 'application variables', useInstead: '-' },
      { name: 'QDRANT_HOST', why: 'application variables', useInstead: '-' },
    ],
  },
  {
    kind: 'nginx',
    image: 'docker.io/library/nginx',
    honoured: [
      { name: 'NGINX_ENVSUBST_TEMPLATE_DIR', what: 'default /etc/nginx/templates' },
      { name: 'NGINX_ENVSUBST_TEMPLATE_SUFFIX', what: 'default .template' },
      { name: 'NGINX_ENVSUBST_OUTPUT_DIR', what: 'default /etc/nginx/conf.d' },
      { name: 'NGINX_ENVSUBST_STREAM_TEMPLATE_SUFFIX', what: 'default .stream-template' },
      { name: 'NGINX_ENVSUBST_STREAM_OUTPUT_DIR', what: 'default /etc/nginx/stream-conf.d' },
      {
        name: 'NGINX_ENVSUBST_FILTER',
        what: 'regex of variable NAMES to substitute; default all defined variables',
      },
      { name: 'NGINX_ENTRYPOINT_QUIET_LOGS', what: 'non-empty silences the entrypoint' },
      {
        name: 'NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE',
        what: 'non-empty: rewrite worker_processes in /etc/nginx/nginx.conf from the cgroup CPU quota (needs a writable nginx.conf)',
      },
      {
        name: 'NGINX_ENTRYPOINT_LOCAL_RESOLVERS',
        what: 'non-empty: exports NGINX_LOCAL_RESOLVERS from resolv.conf for templates',
      },
    ],
    ignored: [
      {
        name: 'NGINX_WORKER_PROCESSES',
        why: 'do not exist',
        useInstead:
          'nginx.conf / template; worker_* live in the main/events context, which templates (included inside http{}) cannot reach',
      },
      {
        name: 'NGINX_WORKER_CONNECTIONS',
        why: 'do not exist',
        useInstead:
          'nginx.conf / template; worker_* live in the main/events context, which templates (included inside http{}) cannot reach',
      },
      {
        name: 'NGINX_CLIENT_MAX_BODY_SIZE',
        why: 'do not exist',
        useInstead:
          'nginx.conf / template; worker_* live in the main/events context, which templates (included inside http{}) cannot reach',
      },
      {
        name: 'NGINX_KEEPALIVE_TIMEOUT',
        why: 'do not exist',
        useInstead:
          'nginx.conf / template; worker_* live in the main/events context, which templates (included inside http{}) cannot reach',
      },
      {
        name: 'NGINX_HOST',
        why: 'only template examples in the Docker Hub README',
        useInstead: 'own template',
      },
      {
        name: 'NGINX_PORT',
        why: 'only template examples in the Docker Hub README',
        useInstead: 'own template',
      },
    ],
  },
  {
    kind: 'prometheus',
    image: 'docker.io/prom/prometheus',
    honoured: [
      {
        name: 'GOMAXPROCS',
        what: 'Go runtime; 3.x also has --auto-gomaxprocs/--auto-gomemlimit flags (unknown flags in 2.53)',
      },
      {
        name: 'GOMEMLIMIT',
        what: 'Go runtime; 3.x also has --auto-gomaxprocs/--auto-gomemlimit flags (unknown flags in 2.53)',
      },
      {
        name: 'GOGC',
        what: 'Go runtime; 3.x also has --auto-gomaxprocs/--auto-gomemlimit flags (unknown flags in 2.53)',
      },
      { name: 'HTTP_PROXY', what: 'only where proxy_from_environment: true' },
      { name: 'HTTPS_PROXY', what: 'only where proxy_from_environment: true' },
      { name: 'NO_PROXY', what: 'only where proxy_from_environment: true' },
    ],
    ignored: [
      {
        name: 'PROMETHEUS_RETENTION',
        why: 'no flag has an environment form',
        useInstead:
          "command: --config.file=... --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=15d (overriding command replaces the image's two defaults: repeat them)",
      },
      {
        name: 'PROMETHEUS_STORAGE_TSDB_RETENTION_TIME',
        why: 'no flag has an environment form',
        useInstead:
          "command: --config.file=... --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=15d (overriding command replaces the image's two defaults: repeat them)",
      },
      {
        name: 'PROMETHEUS_CONFIG_FILE',
        why: 'no flag has an environment form',
        useInstead:
          "command: --config.file=... --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=15d (overriding command replaces the image's two defaults: repeat them)",
      },
      { name: 'ALERTMANAGER_URL', why: 'does not exist', useInstead: 'alerting.alertmanagers in the file' },
    ],
  },
  {
    kind: 'redis-exporter',
    image: 'docker.io/oliver006/redis_exporter',
    honoured: [
      { name: 'REDIS_ADDR', what: 'redis://host:6379 or rediss://; default redis://localhost:6379' },
      { name: 'REDIS_USER', what: 'ACL user' },
      { name: 'REDIS_PASSWORD', what: 'password' },
      {
        name: 'REDIS_PASSWORD_FILE',
        what: 'JSON map of address to password (upstream README), not a plain secret file',
      },
      { name: 'REDIS_EXPORTER_WEB_LISTEN_ADDRESS', what: 'default :9121' },
      { name: 'REDIS_EXPORTER_WEB_TELEMETRY_PATH', what: 'default /metrics' },
      { name: 'REDIS_EXPORTER_CHECK_KEYS', what: 'patterns, SCAN-based (expensive)' },
      { name: 'REDIS_EXPORTER_CHECK_SINGLE_KEYS', what: 'exact keys, cheap; gives redis_key_size' },
      { name: 'REDIS_EXPORTER_CHECK_STREAMS', what: 'stream patterns' },
      {
        name: 'REDIS_EXPORTER_CHECK_SINGLE_STREAMS',
        what: 'exact streams; gives redis_stream_group_lag, redis_stream_group_messages_pending, redis_stream_length',
      },
      { name: 'REDIS_EXPORTER_COUNT_KEYS', what: 'counts by pattern' },
      { name: 'REDIS_EXPORTER_CONFIG_COMMAND', what: "name of CONFIG, '-' to skip" },
      { name: 'REDIS_EXPORTER_INCL_CONFIG_METRICS', what: 'note INCL, not INCLUDE' },
      { name: 'REDIS_EXPORTER_INCL_SYSTEM_METRICS' },
      { name: 'REDIS_EXPORTER_INCL_MODULES_METRICS' },
      { name: 'REDIS_EXPORTER_EXPORT_CLIENT_LIST' },
      { name: 'REDIS_EXPORTER_REDIS_ONLY_METRICS' },
      { name: 'REDIS_EXPORTER_PING_ON_CONNECT' },
      { name: 'REDIS_EXPORTER_IS_CLUSTER' },
      { name: 'REDIS_EXPORTER_NAMESPACE', what: 'metric prefix, default redis' },
      { name: 'REDIS_EXPORTER_CONNECTION_TIMEOUT', what: 'default 15s' },
      { name: 'REDIS_EXPORTER_SKIP_TLS_VERIFICATION' },
      { name: 'REDIS_EXPORTER_TLS_CA_CERT_FILE' },
      { name: 'REDIS_EXPORTER_TLS_CLIENT_CERT_FILE' },
      { name: 'REDIS_EXPORTER_TLS_CLIENT_KEY_FILE' },
      { name: 'REDIS_EXPORTER_LOG_LEVEL' },
      { name: 'REDIS_EXPORTER_LOG_FORMAT' },
      { name: 'REDIS_EXPORTER_DEBUG' },
      { name: 'REDIS_EXPORTER_BASIC_AUTH_USERNAME' },
      { name: 'REDIS_EXPORTER_BASIC_AUTH_PASSWORD' },
      { name: 'REDIS_EXPORTER_BASIC_AUTH_HASH_PASSWORD' },
    ],
    ignored: [
      { name: 'REDIS_HOST', why: 'not read', useInstead: 'REDIS_ADDR=redis://redis:6379' },
      { name: 'REDIS_PORT', why: 'not read', useInstead: 'REDIS_ADDR=redis://redis:6379' },
      { name: 'REDIS_URL', why: 'not read', useInstead: 'REDIS_ADDR=redis://redis:6379' },
      { name: 'REDIS_EXPORTER_REDIS_ADDR', why: 'not read', useInstead: 'REDIS_ADDR' },
      {
        name: 'REDIS_EXPORTER_INCLUDE_CONFIG_METRICS',
        why: 'wrong spelling',
        useInstead: 'REDIS_EXPORTER_INCL_CONFIG_METRICS',
      },
      { name: 'REDIS_EXPORTER_REDIS_PASSWORD', why: 'not read', useInstead: 'REDIS_PASSWORD' },
    ],
  },
  {
    kind: 'postgres-exporter',
    image: 'quay.io/prometheuscommunity/postgres-exporter',
    honoured: [
      { name: 'DATA_SOURCE_NAME', what: 'full DSN; wins over everything; comma-separated list' },
      { name: 'DATA_SOURCE_URI', what: 'host:port/db?sslmode=disable WITHOUT credentials and scheme' },
      { name: 'DATA_SOURCE_USER', what: 'user for DATA_SOURCE_URI' },
      { name: 'DATA_SOURCE_PASS', what: 'password for DATA_SOURCE_URI' },
      { name: 'DATA_SOURCE_URI_FILE', what: 'from files (trimmed)' },
      { name: 'DATA_SOURCE_USER_FILE', what: 'from files (trimmed)' },
      { name: 'DATA_SOURCE_PASS_FILE', what: 'from files (trimmed)' },
      {
        name: 'PG_EXPORTER_EXTEND_QUERY_PATH',
        what: 'custom queries (flag marked DEPRECATED, works: WARN line, verified 0.19.1)',
      },
      { name: 'PG_EXPORTER_DISABLE_DEFAULT_METRICS' },
      { name: 'PG_EXPORTER_WEB_TELEMETRY_PATH', what: 'default /metrics' },
      {
        name: 'PG_EXPORTER_METRIC_PREFIX',
        what: 'default pg; since 0.20.0 not honoured by settings/stat_activity/stat_archiver/stat_replication/replication_slots',
      },
      { name: 'PG_EXPORTER_COLLECTION_TIMEOUT', what: 'default 1m; since 0.19.0' },
      { name: 'PG_EXPORTER_AUTO_DISCOVER_DATABASES', what: 'DEPRECATED' },
      { name: 'PG_EXPORTER_EXCLUDE_DATABASES', what: 'DEPRECATED' },
      { name: 'PG_EXPORTER_INCLUDE_DATABASES', what: 'DEPRECATED' },
      { name: 'PG_EXPORTER_CONSTANT_LABELS', what: 'DEPRECATED' },
    ],
    ignored: [
      { name: 'DATA_SOURCE_PASSWORD', why: 'not read', useInstead: 'DATA_SOURCE_PASS' },
      { name: 'POSTGRES_USER', why: "not read by the exporter's own code", useInstead: 'DATA_SOURCE_*' },
      { name: 'POSTGRES_PASSWORD', why: "not read by the exporter's own code", useInstead: 'DATA_SOURCE_*' },
      { name: 'PGHOST', why: "not read by the exporter's own code", useInstead: 'DATA_SOURCE_*' },
      { name: 'PGPASSWORD', why: "not read by the exporter's own code", useInstead: 'DATA_SOURCE_*' },
      {
        name: 'PG_EXPORTER_WEB_LISTEN_ADDRESS',
        why: 'not in main.go or README of 0.20.1',
        useInstead: '--web.listen-address=:9187',
      },
      {
        name: 'PG_EXPORTER_DISABLE_SETTINGS_METRICS',
        why: 'removed in 0.20.0',
        useInstead: '--no-collector.settings',
      },
      {
        name: 'PG_EXPORTER_COLLECTOR_STAT_STATEMENTS',
        why: 'collector switches are flags only',
        useInstead: 'command: --collector.stat_statements --collector.long_running_transactions',
      },
    ],
  },
];
