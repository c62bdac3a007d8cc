import { readFileSync } from 'node:fs';

/** Files of `templates/stack`, each of which its own program can read as it stands. */
export const TEMPLATES = [
  'compose.yaml',
  'stack.env',
  'api-keys',
  'nginx.conf',
  'postgresql.conf',
  'postgres-queries.yaml',
  'start-replica.sh',
  'initdb/10-roles.sh',
  'initdb/20-replication.sh',
  'pgbouncer.ini',
  'qdrant.yaml',
  'redis-cache.conf',
  'redis-queue.conf',
  'prometheus.yml',
  'rules/host.yml',
  'rules/app.yml',
  'rules/postgres.yml',
  'rules/redis.yml',
  'rules/qdrant.yml',
] as const;

export type Template = (typeof TEMPLATES)[number];

/** The text of one, as it ships with cvx. */
export function readTemplate(name: Template): string {
  return readFileSync(new URL(`../../../templates/stack/${name}`, import.meta.url), 'utf8');
}
