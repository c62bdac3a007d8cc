/** What the stack keeps secret, and who needs it. All are made at once, so that a stack can grow a replica without a new one. */
export const SECRETS = {
  POSTGRES_PASSWORD: 'superuser of PostgreSQL',
  DATABASE_PASSWORD: 'role cvx, which owns the database of the same name',
  REPLICATION_PASSWORD: 'role by which a replica follows',
  EXPORTER_PASSWORD: 'role by which postgres-exporter looks at statistics',
  REDIS_PASSWORD: 'both Redis servers',
  QDRANT_API_KEY: 'Qdrant',
  CVX_API_KEY: 'whoever asks the API; the file api-keys holds its hash',
} as const;

export type SecretName = keyof typeof SECRETS;
