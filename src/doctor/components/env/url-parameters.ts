import type { UrlDriver } from './url-driver.ts';

export interface UrlParameter {
  readonly name: string;
  readonly value: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** PQconndefaults of libpq 18.0, and what older ones had (requiressl, tty, authtype). */
const LIBPQ = words(`
  application_name channel_binding client_encoding connect_timeout dbname fallback_application_name gssdelegation gssencmode gsslib
  host hostaddr keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname load_balance_hosts max_protocol_version
  min_protocol_version oauth_client_id oauth_client_secret oauth_issuer oauth_scope options passfile password port replication
  require_auth requirepeer scram_client_key scram_server_key service servicefile ssl_max_protocol_version ssl_min_protocol_version
  sslcert sslcertmode sslcompression sslcrl sslcrldir sslkey sslkeylogfile sslmode sslnegotiation sslpassword sslrootcert sslsni
  target_session_attrs tcp_user_timeout user requiressl tty authtype`);
/** Arguments of asyncpg.connect 0.32, and those that SQLAlchemy's dialect takes for itself. */
const ASYNCPG_ARGUMENTS = words(`
  dsn host port user password passfile service servicefile database loop timeout statement_cache_size max_cached_statement_lifetime
  max_cacheable_statement_size command_timeout ssl direct_tls connection_class record_class server_settings target_session_attrs
  krbsrvname gsslib prepared_statement_cache_size prepared_statement_name_func async_creator_fn async_fallback`);
/** asyncpg compares or adds them as numbers, and a URL gives text: TypeError. */
const NUMBERS = words(
  `timeout statement_cache_size max_cached_statement_lifetime max_cacheable_statement_size`,
);
/** Of Prisma, JDBC, libpq and pools. asyncpg sends what it does not know to the server, which does not know these either. */
const UNKNOWN_TO_SERVER = words(`
  schema pgbouncer connection_limit pool_timeout socket_timeout currentSchema ssl channel_binding gssencmode connect_timeout
  command_timeout timeout pool_size max_overflow statement_cache_size prepared_statement_cache_size`);
/** Of other clients of Redis (node-redis, ioredis, Jedis, fred): redis-py 8.1 makes arguments of them that its connection does not have. */
const UNKNOWN_TO_REDIS_PY = words('ssl tls family pool_size timeout connect_timeout name');
const MODES = words('disable allow prefer require verify-ca verify-full');

/** Why a driver cannot take a parameter; undefined where it can, or may. Each seen with the drivers themselves. */
export function whyRefused(driver: UrlDriver, { name, value }: UrlParameter): string | undefined {
  if (driver === 'redis-py') return UNKNOWN_TO_REDIS_PY.has(name) ? `has no argument "${name}"` : undefined;
  if (driver === 'SQLAlchemy with asyncpg') {
    if (NUMBERS.has(name)) return 'needs a number there, and a URL gives text';
    if (name === 'ssl' && !MODES.has(value)) return `knows no mode "${value}"`;
    return ASYNCPG_ARGUMENTS.has(name) ? undefined : `has no argument "${name}"`;
  }
  if (name === 'sslmode') return MODES.has(value) ? undefined : `knows no mode "${value}"`;
  if (driver === 'asyncpg')
    return UNKNOWN_TO_SERVER.has(name)
      ? `sends "${name}" to the server, which has no such setting for a session`
      : undefined;
  // For URLs of JDBC; SQLAlchemy hands it on as an option, and that is refused.
  if (driver === 'libpq' && name === 'ssl' && value === 'true') return undefined;
  return LIBPQ.has(name) ? undefined : `has no option "${name}"`;
}

const SCHEMAS = words('schema currentSchema search_path');

/** What says the same to the driver: `name=value`, '' for nothing at all; undefined where the URL cannot say it. */
export function sayingTheSame(
  driver: UrlDriver,
  { name, value }: UrlParameter,
  hasOptions: boolean,
): string | undefined {
  if (driver === 'redis-py') {
    if (name === 'connect_timeout') return `socket_connect_timeout=${value}`;
    return name === 'family' || ((name === 'ssl' || name === 'tls') && value === 'false') ? '' : undefined;
  }
  const known = driver === 'SQLAlchemy with asyncpg' ? 'ssl' : 'sslmode';
  if (name === 'ssl' || name === 'sslmode') {
    const mode = modeOf(value);
    return mode === undefined ? undefined : `${known}=${mode}`;
  }
  if (name === 'channel_binding' || name === 'gssencmode') return '';
  if (!SCHEMAS.has(name) || !/^\w+$/.test(value)) return undefined;
  // Where every search path begins anyway.
  if (value === 'public') return '';
  if (driver === 'asyncpg') return `search_path=${value}`;
  return driver === 'SQLAlchemy with asyncpg' || hasOptions ? undefined : `options=-csearch_path%3D${value}`;
}

function modeOf(value: string): string | undefined {
  if (MODES.has(value)) return value;
  if (/^(?:disabled?|off|false|no|0)$/i.test(value)) return 'disable';
  return /^(?:true|1)$/i.test(value) ? 'require' : undefined;
}
