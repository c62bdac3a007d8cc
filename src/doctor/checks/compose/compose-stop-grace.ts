import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import type { Project, Service } from '../../../project/project.ts';

/** What `docker stop` gives unless told otherwise. */
const DEFAULT = '10 s';

export const composeStopGrace = defineCheck({
  id: 'compose-stop-grace',
  area: 'compose',
  severity: 'warning',
  title: 'Stores have the time to shut down',
  why: `"docker compose stop", an update or a restart sends SIGTERM and 10 seconds later SIGKILL. A store under load needs longer to
write what it holds in memory; killed, it recovers from its log at the next start, which takes minutes, or loses the last writes.`,
  repair: 'Set stop_grace_period; a store that is ready sooner ends sooner.',
  fixClass: 'safe',
  source:
    'docker-library/postgres Dockerfile, comment at STOPSIGNAL (90 s and more are recommended with --stop-timeout); Compose file reference, stop_grace_period: default 10 seconds',
  run: ({ project }) => {
    const stores = startedServices(project).flatMap((service) => {
      const period = graceOf(project, service);
      return period === undefined ? [] : [{ service, period }];
    });
    if (stores.length === 0) return notApplicable('no service writes data that a kill would interrupt');
    return found(
      stores.filter(({ service }) => service.spec['stop_grace_period'] === undefined).map(findingOf),
    );
  },
});

/** The image of PostgreSQL names 90 s; a minute for the others. Undefined for what has nothing to write. */
function graceOf(project: Project, service: Service): string | undefined {
  if (service.kind === 'postgres') return '90s';
  if (service.kind === 'qdrant') return '60s';
  return service.kind === 'redis' && appends(project, service) ? '60s' : undefined;
}

/** Redis with an append-only file. */
function appends({ configs }: Project, { name, command }: Service): boolean {
  const words = command.join(' ');
  const conf = configs.find(
    ({ kind, service, target }) => kind === 'redis' && service === name && words.includes(target ?? ' '),
  );
  return /--appendonly\s+"?yes/.test(words) || /^\s*appendonly\s+"?yes/m.test(conf?.text ?? '');
}

function findingOf({ service, period }: { readonly service: Service; readonly period: string }): Finding {
  return {
    message: `${service.name} is killed ${DEFAULT} after it is asked to stop, too soon for a store under load.`,
    at: service.at,
    evidence: [
      { by: 'config', text: `${service.name} has no stop_grace_period: ${DEFAULT}`, at: service.at },
    ],
    repair: `Set stop_grace_period: ${period}.`,
    fix: {
      class: 'safe',
      edits: [setOnService(service, ['stop_grace_period'], period)],
      restart: [service.name],
    },
  };
}
