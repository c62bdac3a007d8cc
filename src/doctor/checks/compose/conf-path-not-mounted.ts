import { posix } from 'node:path';
import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  type LogPattern,
  notApplicable,
  notObservable,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { type NamedPath, namedPaths } from '../../components/compose/named-paths.ts';
import { type Given, givenAt, SECRETS } from '../../components/compose/path-in-container.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

const noFile: LogPattern = {
  name: 'no-file',
  literal: 'o such file or directory',
  pattern: /(?<path>\/[^\s'":,()]+)['"]?(?: failed \(2)?: no such file or directory/i,
};

export const confPathNotMounted = defineCheck({
  id: 'conf-path-not-mounted',
  area: 'compose',
  severity: 'error',
  title: 'A file that a service is told to read is put into its container',
  why: `A container sees what its image brings and what is mounted, no other file of the host. A configuration file that the command
names, or a secret that a variable names, and that nothing mounts, is not there: Prometheus, Redis, nginx and PostgreSQL do not start
then, and an application starts without its password or fails at its first use of it.`,
  repair: 'Mount the file at that path, list the secret at the service, or take the path away.',
  fixClass: 'confirm',
  source:
    'each run: redis 7.0.15 "can\'t open config file \'…\': No such file or directory" and --aclfile, prometheus 2.42 "error loading config … no such file or directory", nginx 1.22.1, PostgreSQL 15.18 config_file and hba_file; compose-spec, secrets (/run/secrets/NAME) and configs (/NAME)',
  logs: [noFile],
  run: (evidence) => {
    const { project } = evidence;
    const named = startedServices(project).flatMap((service) =>
      namedPaths(service).map((path): Told => ({
        service,
        path,
        given: givenAt(project, service, path.path),
      })),
    );
    if (named.length === 0) return notApplicable('no service is told the path of a file that is known here');
    if (named.every(({ given }) => given.state === 'unknown'))
      return notObservable('what is at those paths stands outside the project or on a volume');
    return found(
      named.filter((told) => isMissing(project, told, named)).map((told) => findingOf(evidence, told)),
    );
  },
});

interface Told {
  readonly service: Service;
  readonly path: NamedPath;
  readonly given: Given;
}

function isMissing(project: Project, { service, path, given }: Told, all: readonly Told[]): boolean {
  if (given.state !== 'absent') return false;
  // Several services take one list of variables, and those that do not use the secret need not have it.
  const elsewhere = all.some(
    (other) =>
      other.path.path === path.path &&
      JSON.stringify(other.path.at) === JSON.stringify(path.at) &&
      other.given.state !== 'absent',
  );
  // A file that is mounted and is not the one named is told by pg-conf-not-loaded.
  const other = project.configs.some((conf) => conf.kind === 'postgres' && conf.service === service.name);
  return !elsewhere && !(path.kind === 'postgres' && other);
}

function findingOf(evidence: Evidence, { service, path: named, given }: Told): Finding {
  const { path, at, by, needed } = named;
  const folder = given.state === 'absent' ? given.folder : undefined;
  const lines = evidence.logs.summary('conf-path-not-mounted', noFile.name);
  const logged = lines.tallies['path']?.has(path) === true && mayBeOf(lines, service);
  const nothing =
    folder === undefined
      ? 'nothing puts a file there'
      : `the folder ${folder}, mounted there, has no such file`;
  const cure = folder === undefined ? cureOf(evidence.project, service, named) : undefined;
  return {
    message: `${service.name} is told to read ${path} (${by}), and ${nothing}${needed ? ': it does not start' : ''}.`,
    at,
    evidence: [
      { by: 'config', text: `${by} of ${service.name} names ${path}; ${nothing}`, at },
      ...(logged
        ? [{ by: 'log', text: `"${path} … no such file or directory" ${lines.count} x` } as const]
        : []),
    ],
    ...(folder === undefined
      ? {}
      : { repair: `Put ${posix.basename(path)} into ${folder}, or correct the path.` }),
    ...(cure === undefined ? {} : { repair: cure.repair }),
    ...(cure?.edit === undefined
      ? {}
      : { fix: { class: 'confirm', edits: [cure.edit], restart: [service.name] } }),
    ...(needed ? {} : { severity: 'warning' }),
  };
}

interface Cure {
  readonly repair: string;
  readonly edit: Edit | undefined;
}

/** A secret that is declared and not listed here, a mount that was meant, or the one file of that kind that no service mounts. */
function cureOf(project: Project, service: Service, { path, kind }: NamedPath): Cure | undefined {
  const secret = path.slice(SECRETS.length + 1);
  if (posix.dirname(path) === SECRETS && membersOf(project.top['secrets'])[secret] !== undefined)
    return {
      repair: `List ${secret} under "secrets" of ${service.name}: it is declared, and given to services that list it.`,
      edit: added(service, 'secrets', secret),
    };
  const meant = service.mounts.find(
    ({ target, onDisk }) =>
      onDisk === 'file' &&
      (posix.basename(target) === posix.basename(path) || posix.dirname(target) === posix.dirname(path)),
  );
  if (meant !== undefined)
    return {
      repair: `Name ${meant.target}, which is mounted, or mount the file that is meant at ${path}.`,
      edit: undefined,
    };
  const free = project.configs.filter((conf) => conf.kind === kind && conf.service === undefined);
  const [file] = free.map((conf) => conf.file);
  if (kind === undefined || file === undefined || free.length > 1) return undefined;
  const item = `./${file}:${path}:ro`;
  return { repair: `Mount ${file} there: "${item}" under "volumes".`, edit: added(service, 'volumes', item) };
}

function added(service: Service, key: 'secrets' | 'volumes', item: string): Edit | undefined {
  const { file, path, shared } = service.editOf([key]);
  // Below a folder the path of a mount begins there.
  if (shared === true || (key === 'volumes' && file.includes('/'))) return undefined;
  return Array.isArray(specValue(service, [key]))
    ? { do: 'append-yaml', file, path, value: item }
    : { do: 'set-yaml', file, path, value: [item] };
}
