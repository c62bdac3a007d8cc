import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service } from '../../../project/project.ts';
import { dockerfileOf } from '../../../project/dockerfile.ts';
import { specValue } from './spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Names by custom of what runs once: it prepares a store, or tests the rest. */
const NAME =
  /(?:^|[-_])(?:init|setup|migrate|migrations?|migrator|seed|seeder|create-?buckets?|bootstrap|import|e2e|tests?|playwright|cypress)(?:[-_]|$)/i;
/** Programs whose image does nothing else. */
const IMAGE = /(?:^|\/)(?:mc|playwright|cypress\/\w+|k6|newman|migrate|flyway|liquibase)$/;
const DOCKERFILE = /[.-](?:playwright|cypress|e2e|tests?|migrate|migrations?)$/i;
/** What the last part of a command does that comes to an end: migrations, buckets, a query, a dump, or an end in so many words. */
const TASK =
  /\bexit 0\b|(?<![-\w])migrate(?::\w+)?(?=\s|$)|\bdb:(?:migrate|prepare|setup|seed|create)\b|\bupgrade heads?\b|\bmc\s+(?:mb|alias|config|anonymous)\b|\bcollectstatic\b|\bimport:(?:workflow|credentials)\b|(?:^|\s)(?:pg_dump|pg_restore|psql|redis-cli)\s/;
/** A store that is called "test-db" is a server all the same. */
const OWN = new Set<Service['kind']>(['backend', 'frontend', 'other']);

/**
 * Whether a service runs once and is done: started again each time that it ends, it would do its work over and over. Others wait
 * for its end, or its name, its image or its command says so.
 */
export function endsByItself(project: Project, service: Service): boolean {
  const { name, image, kind, entrypoint, command } = service;
  const words = [...entrypoint, ...command].join(' ');
  const last = words.split(/&&|;|\|\|/).findLast((part) => part.trim() !== '') ?? '';
  if (TASK.test(last) || isAwaited(project, name)) return true;
  return (
    OWN.has(kind) &&
    (NAME.test(name) || IMAGE.test(repositoryOf(image ?? '')) || DOCKERFILE.test(dockerfileOf(service)))
  );
}

function isAwaited({ services }: Project, name: string): boolean {
  return services.some(
    (other) =>
      membersOf(membersOf(specValue(other, ['depends_on']))[name])['condition'] ===
      'service_completed_successfully',
  );
}
