/** One setting: its names and what `cvx config --help` says of it. Free of zod, so that help stays fast; schema.ts checks values. */
export interface Setting {
  /** Name in cvx.yaml. */
  readonly key: string;
  /** Environment variable, and name in an env file. */
  readonly env: string;
  readonly says: string;
  readonly fallback?: string;
  /** Never printed; may come from the file that `<env>_FILE` names, as container secrets do. */
  readonly secret?: boolean;
  /** A relative value is resolved against the folder of the file that it stands in. */
  readonly path?: boolean;
}

const NOT_YET = 'Not supported by this version, which works without servers.';

export const SETTINGS = [
  {
    key: 'home',
    env: 'CVX_HOME',
    says: 'Folder that holds the people and the index.',
    fallback: "the user's data folder",
    path: true,
  },
  {
    key: 'embedding_model',
    env: 'EMBEDDING_MODEL',
    says: '`bundled`, which ships with cvx, or a model for Transformers.js: its folder or its name.',
    fallback: 'bundled',
  },
  {
    key: 'concurrency',
    env: 'CVX_CONCURRENCY',
    says: 'CVs read at once, each in a process of its own with at most 256 MB.',
    fallback: 'one per core',
  },
  {
    key: 'file_timeout',
    env: 'CVX_FILE_TIMEOUT',
    says: 'How long reading one file may take; then its outcome is `timeout`.',
    fallback: '30s',
  },
  { key: 'database_url', env: 'DATABASE_URL', says: `PostgreSQL server. ${NOT_YET}`, secret: true },
  { key: 'qdrant_url', env: 'QDRANT_URL', says: `Qdrant server. ${NOT_YET}`, secret: true },
  { key: 'redis_url', env: 'REDIS_URL', says: `Redis server. ${NOT_YET}`, secret: true },
] as const satisfies readonly Setting[];

export type SettingKey = (typeof SETTINGS)[number]['key'];

/** Settings that name a server. */
export const SERVER_KEYS = [
  'database_url',
  'qdrant_url',
  'redis_url',
] as const satisfies readonly SettingKey[];

/** The setting of that key. */
export function settingOf(key: SettingKey): Setting {
  const found: Setting | undefined = SETTINGS.find((setting) => setting.key === key);
  if (found === undefined) throw new Error(`No setting ${key}`);
  return found;
}
