import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import envPaths from 'env-paths';
import type { Config } from './schema.ts';
import { configSchema } from './schema.ts';
import { SERVER_KEYS, settingOf, SETTINGS, type SettingKey } from './settings.ts';
import { mask } from './mask.ts';
import type { Layer, RawValue } from './sources.ts';
import { type Env, fromEnv, fromYaml, invalid, readEnvFile, readIfThere } from './sources.ts';

/** A document that takes longer than this holds up a whole folder; ordinary CVs take well under a second. */
const DEFAULT_FILE_TIMEOUT = '30s';

/** SQLAlchemy's default pool size, which the variables' names come from: one process needs no more, and 100 are what a server takes. */
const DEFAULT_DATABASE_POOL = 5;

/** A search sends two requests at once, a write batch as many as there are: more only queue in the server. */
const DEFAULT_QDRANT_POOL = 10;

/** Five processes with full pools. */
const DEFAULT_QDRANT_CONNECTIONS = 50;

/** Above the slowest search measured (some 100 ms cold) by two orders, below what somebody waits for in vain. */
const DEFAULT_QDRANT_TIMEOUT = '10s';

/** Of one key, and of all: a key in a loop leaves a third of the places to the others. */
const DEFAULT_REQUESTS_OF_KEY = 100;
const DEFAULT_REQUESTS = 150;

/** A minute at 100 a second: above what a person or a page sends, about what two cores answer. */
const DEFAULT_RATE = 6000;

/** A folder of some hundred CVs, most of them far below one megabyte. */
const DEFAULT_UPLOAD_MB = 100;

export interface ConfigRequest {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `--env-file`. */
  readonly envFile?: string;
  /** `--home`. */
  readonly home?: string;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each value came from; keys without a value are absent. */
  readonly origins: ReadonlyMap<SettingKey, string>;
  /** What the user should know about the configuration; one line each. */
  readonly notices: readonly string[];
}

/**
 * Flags > environment > `--env-file` > ./cvx.yaml > cvx.yaml of the user > defaults; ./.env is never read for values.
 * @throws CvxError CVX_CONFIG_INVALID that names the file, line and setting.
 */
export async function loadConfig(request: ConfigRequest): Promise<LoadedConfig> {
  const { env, cwd, envFile } = request;
  const file = envFile === undefined ? undefined : await readEnvFile(envFile, cwd);
  const layers: readonly Layer[] = [
    flags(request),
    await fromEnv(without(env, file?.env), (name) => `environment ${name}`, cwd),
    file === undefined
      ? new Map<string, RawValue>()
      : await fromEnv(file.env, (name) => `${envFile} ${name}`, file.folder),
    await fromYaml(path.join(cwd, 'cvx.yaml'), 'cvx.yaml'),
    await fromYaml(userFile(env), userFile(env)),
    defaults(),
  ];
  const chosen = new Map<SettingKey, RawValue>();
  for (const { key } of SETTINGS) {
    const raw = layers.find((layer) => layer.has(key))?.get(key);
    if (raw !== undefined) chosen.set(key, raw);
  }
  const config = check(chosen);
  return {
    config,
    origins: new Map([...chosen].map(([key, raw]) => [key, raw.origin])),
    notices: await dotEnvNotice(cwd, config, envFile),
  };
}

/**
 * Node 20 takes any `--env-file` of the command line for its own and puts the file into the environment before cvx
 * starts; such values come from the file, and say so.
 */
function without(env: Env, file: Env = {}): Env {
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => file[name] !== value));
}

function flags({ home, cwd }: ConfigRequest): Layer {
  return home === undefined
    ? new Map()
    : new Map([['home', { value: path.resolve(cwd, home), origin: 'flag --home' }]]);
}

/** cvx.yaml in the user's configuration folder. */
function userFile(env: ConfigRequest['env']): string {
  const xdg = env['XDG_CONFIG_HOME'];
  // env-paths reads the real environment only; an injected one must win, or a test would read the developer's file.
  const folder =
    process.platform === 'linux' && xdg ? path.join(xdg, 'cvx') : envPaths('cvx', { suffix: '' }).config;
  return path.join(folder, 'cvx.yaml');
}

function defaults(): Layer {
  const values: Partial<Record<SettingKey, unknown>> = {
    home: envPaths('cvx', { suffix: '' }).data,
    embedding_model: 'bundled',
    concurrency: availableParallelism(),
    file_timeout: DEFAULT_FILE_TIMEOUT,
    database_pool_size: DEFAULT_DATABASE_POOL,
    database_max_overflow: DEFAULT_DATABASE_POOL,
    qdrant_pool_size: DEFAULT_QDRANT_POOL,
    qdrant_max_connections: DEFAULT_QDRANT_CONNECTIONS,
    qdrant_timeout: DEFAULT_QDRANT_TIMEOUT,
    qdrant_quantization: 'none',
    min_queue_workers: 1,
    max_queue_workers: availableParallelism(),
    web_concurrency: 1,
    max_concurrent_requests: DEFAULT_REQUESTS_OF_KEY,
    max_global_concurrent: DEFAULT_REQUESTS,
    rate_limit: DEFAULT_RATE,
    max_upload_mb: DEFAULT_UPLOAD_MB,
  };
  return new Map(Object.entries(values).map(([key, value]) => [key, { value, origin: 'default' }]));
}

function check(chosen: ReadonlyMap<SettingKey, RawValue>): Config {
  const result = configSchema.safeParse(
    Object.fromEntries([...chosen].map(([key, raw]) => [key, raw.value])),
  );
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const key = SETTINGS.find((setting) => setting.key === issue.path[0])?.key ?? 'home';
    const raw = chosen.get(key);
    const given = settingOf(key).secret === true ? '' : `, not "${String(raw?.value)}"`;
    return `${raw?.origin ?? 'configuration'}: ${key}: ${issue.message}${given}`;
  });
  throw invalid(lines.join('\n'), 'The settings are listed by: cvx config --help');
}

/** Says that ./.env names servers and is not used: in a stranger's project they belong to their backend. */
async function dotEnvNotice(
  cwd: string,
  config: Config,
  envFile: string | undefined,
): Promise<readonly string[]> {
  if (envFile !== undefined || SERVER_KEYS.some((key) => config[key] !== undefined)) return [];
  const text = await readIfThere(path.join(cwd, '.env'));
  if (text === undefined) return [];
  const env = parseEnv(text);
  const named = SETTINGS.filter(({ key, env: name }) => SERVER_KEYS.some((k) => k === key) && env[name]).map(
    (s) => s.env,
  );
  if (named.length === 0) return [];
  return [`./.env names ${named.join(', ')}, which cvx does not use unasked. To use it: --env-file .env`];
}

/** A value as `cvx config` prints it. */
export function shownValue(key: SettingKey, config: Config): string | undefined {
  const value = config[key];
  if (value === undefined) return undefined;
  if (key === 'file_timeout' || key === 'qdrant_timeout') return `${Number(value) / 1000}s`;
  return settingOf(key).secret === true ? mask(String(value)) : String(value);
}
