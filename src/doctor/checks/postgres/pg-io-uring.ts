import { postgresMajor } from '../../../facts/postgres-major.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { Service } from '../../../project/project.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { postgresSettings, withPostgresSetting } from '../../components/postgres/postgres-settings.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

const ring: LogPattern = { name: 'ring', literal: 'could not setup io_uring queue' };
const value: LogPattern = { name: 'value', literal: 'invalid value for parameter "io_method"' };

export const pgIoUring = defineCheck({
  id: 'pg-io-uring',
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL 18 does not ask Docker for io_uring',
  why: `io_method = io_uring needs system calls that Docker's seccomp profile refuses since 2023, and a build with liburing: the server
stops at its start ("could not setup io_uring queue: Operation not permitted"). The default, worker, reads just as concurrently.`,
  repair:
    'Set io_method = worker. Do not lift seccomp for it: io_uring is refused there for its long list of kernel exploits.',
  fixClass: 'safe',
  source:
    'docker-library/postgres#1365; moby PR 46762 (io_uring left out of the default seccomp profile); PostgreSQL 18 manual, io_method; facts: pgtune_warning',
  logs: [ring, value],
  run: (evidence) => {
    const servers = startedServices(evidence.project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    return found(servers.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const { project, logs } = evidence;
  const set = postgresSettings(project, service).get('io_method');
  const lines = [ring, value].map(({ name, literal }) => ({ literal, ...logs.summary('pg-io-uring', name) }));
  const told = lines.filter((line) => mayBeOf(line, service));
  // Older majors do not know the parameter at all, and a profile that a person chose may allow the calls.
  const asks = set?.value === 'io_uring' && (postgresMajor(service) ?? 18) >= 18 && !isUnconfined(service);
  if (set?.value !== 'io_uring' || (!asks && told.length === 0)) return [];
  const edits = withPostgresSetting(project, service, 'io_method', 'worker');
  return [
    {
      message: `${service.name} asks for io_method io_uring, which Docker's seccomp profile refuses: the server does not start.`,
      at: set.at,
      evidence: [
        { by: 'config', text: 'io_method io_uring', at: set.at },
        ...told.map(({ literal, count }) => ({ by: 'log', text: `"${literal}" ${count} x` }) as const),
      ],
      ...(edits === undefined ? {} : { fix: { class: 'safe', edits, restart: [service.name] } }),
    },
  ];
}

function isUnconfined({ spec }: Service): boolean {
  const options = spec['security_opt'];
  return (
    spec['privileged'] === true ||
    (Array.isArray(options) && options.some((one) => /seccomp/.test(String(one))))
  );
}
