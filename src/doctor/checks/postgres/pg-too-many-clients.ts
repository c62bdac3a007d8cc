import { postgresMajor } from '../../../facts/postgres-major.ts';
import { defineCheck, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import { refusedClients, refusedSeen } from '../../components/postgres/postgres-clients-line.ts';
import { postgresDefault, postgresSettings } from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

export const pgTooManyClients = defineCheck({
  id: 'pg-too-many-clients',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL refuses no client for want of connections',
  why: `Every connection counts against max_connections, idle ones too. When all are taken the next client gets "FATAL: sorry, too
many clients already", and a request fails that had nothing wrong with it.`,
  repair:
    'Make the pools smaller first (instances × processes × pool must fit, see pg-connection-budget), then put PgBouncer in front; raise max_connections last, for each connection costs memory.',
  fixClass: 'never',
  source:
    'PostgreSQL src/backend/storage/lmgr/proc.c InitProcess and utils/init/postinit.c (both lines); seen with PostgreSQL 15.18',
  logs: [refusedClients],
  run: (evidence) => {
    const { project, logs } = evidence;
    const servers = startedServices(project).filter(({ kind }) => kind === 'postgres');
    const { count, services } = logs.summary('pg-too-many-clients', refusedClients.name);
    if (servers.length === 0 && count === 0) return notApplicable('no service is PostgreSQL');
    const seen = refusedSeen(evidence, 'pg-too-many-clients');
    const server = servers.find(({ name }) => services.has(name)) ?? servers[0];
    if (server !== undefined && count > 0) {
      const set = postgresSettings(project, server).get('max_connections');
      const major = postgresMajor(server);
      const limit = set?.value ?? `${postgresDefault('max_connections', major) ?? 100}, its default`;
      return found([
        {
          message: `${server.name} turned clients away ${count} times: all of its connections (max_connections ${limit}) were taken.`,
          at: set?.at ?? server.at,
          evidence: seen,
        },
      ]);
    }
    const observed = servers.map(({ name }) => logs.observed(name));
    const unseen = observed.find((one) => !one.seen);
    if (observed.some((one) => one.seen) || unseen === undefined || unseen.seen) return HEALTHY;
    return notObservable(`no log of PostgreSQL: ${unseen.why}`);
  },
});
