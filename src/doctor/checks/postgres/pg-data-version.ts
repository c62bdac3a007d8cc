import { postgresMajor } from '../../../facts/postgres-major.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { isOfficialPostgres } from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

const versions: LogPattern = {
  name: 'versions',
  literal: 'The data directory was initialized by PostgreSQL version',
  pattern:
    /initialized by PostgreSQL version (?<data>\d+), which is not compatible with this version (?<server>\d+)/,
};
const layout: LogPattern = {
  name: 'layout',
  literal: 'these Docker images are configured to store database data',
};

export const pgDataVersion = defineCheck({
  id: 'pg-data-version',
  area: 'postgres',
  severity: 'error',
  title: 'The data on the volume is of the major that the image runs',
  why: `A major version cannot read the files of another: the server stops with "database files are incompatible with server" after a
tag was raised. From 18 on the image keeps its data in /var/lib/postgresql/18/docker and refuses a volume at
/var/lib/postgresql/data, so that an upgrade can find both.`,
  repair:
    'Keep the old major in the tag until the data is moved: pg_dumpall from the old one into an empty volume of the new one, or pg_upgrade. For 18 and newer mount the volume at /var/lib/postgresql.',
  fixClass: 'never',
  source:
    'PostgreSQL src/backend/utils/init/miscinit.c ValidatePgVersion, seen with PostgreSQL 15.18; docker-library/postgres docker-entrypoint.sh and Dockerfile of 18 (PGDATA); PR 1259',
  logs: [versions, layout],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    return found(servers.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  return [...fromLog(evidence, service), ...fromMount(evidence, service)];
}

function told(evidence: Evidence, { name }: LogPattern, service: Service) {
  const lines = evidence.logs.summary('pg-data-version', name);
  return mayBeOf(lines, service) ? lines : undefined;
}

function fromLog(evidence: Evidence, service: Service): readonly Finding[] {
  const lines = told(evidence, versions, service);
  const { data = 'another major', server = '' } = lines?.samples.at(-1)?.groups ?? {};
  // The tag was set back since: the line is of the past.
  if (lines === undefined || String(postgresMajor(service)) === data) return [];
  const at = service.placeOf(['image']) ?? service.at;
  return [
    {
      message: `The data of ${service.name} was made by PostgreSQL ${data}, and ${service.image ?? `version ${server}`} cannot read it.`,
      at,
      evidence: [
        {
          by: 'log',
          text: `"database files are incompatible with server" ${lines.count} x: data of ${data}, server ${server}`,
        },
        { by: 'config', text: `image ${service.image ?? 'built here'}`, at },
      ],
      repair: `Set the tag back to ${data}; then dump, and restore into an empty volume of ${server}.`,
    },
  ];
}

/** 18 with the mount of the older images: an empty volume is refused as well. */
function fromMount(evidence: Evidence, service: Service): readonly Finding[] {
  if (!isOfficialPostgres(service) || postgresMajor(service) !== 18) return [];
  if (service.environment.some(({ key }) => key === 'PGDATA')) return [];
  const mount = service.mounts.find(({ target }) => target.replace(/\/$/, '') === '/var/lib/postgresql/data');
  if (mount === undefined) return [];
  const lines = told(evidence, layout, service);
  const seen: readonly Seen[] = [
    {
      by: 'config',
      text: `${service.image ?? 'PostgreSQL 18'} with ${mount.source} at ${mount.target}`,
      at: mount.at,
    },
    ...(lines === undefined
      ? []
      : [{ by: 'log', text: `"in 18+, these Docker images …" ${lines.count} x` } as const]),
  ];
  return [
    {
      message: `${service.name} runs PostgreSQL 18, whose image refuses a volume at ${mount.target}: it keeps its data below /var/lib/postgresql.`,
      at: mount.at,
      evidence: seen,
      repair:
        'With an empty volume: mount it at /var/lib/postgresql. With data of an older major in it: dump that with the old image first.',
    },
  ];
}
