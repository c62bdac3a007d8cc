import { posix } from 'node:path';
import type { Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import { SECRETS } from '../../components/compose/path-in-container.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { serverTls } from '../../components/postgres/server-tls.ts';
import { type TlsFile, tlsFiles } from '../../components/postgres/tls-files.ts';
import type { Evidence } from '../../evidence.ts';
import type { LogMatch } from '../../logs/log-evidence.ts';
import { isLineOf } from '../../logs/lines-of.ts';

const ID = 'pg-ssl-cert-missing';
const LINES: readonly LogPattern[] = [
  {
    name: 'ssl_cert_file',
    literal: 'could not load server certificate file',
    pattern: /could not load server certificate file "(?<file>[^"]+)": (?<why>.+)/,
  },
  {
    name: 'ssl_key_file',
    literal: 'private key file "',
    pattern: /private key file "(?<file>[^"]+)":? (?<why>.+)/,
  },
  {
    name: 'ssl_ca_file',
    literal: 'could not load root certificate file',
    pattern: /could not load root certificate file "(?<file>[^"]+)": (?<why>.+)/,
  },
];

export const pgSslCertMissing = defineCheck({
  id: ID,
  area: 'postgres',
  severity: 'error',
  title: 'PostgreSQL with ssl = on has a certificate and a key that it can read',
  why: `With ssl = on the server loads certificate and key at its start and stops where one is missing: "could not load server certificate
file". The same where others may read the key. The image brings neither, and makes none.`,
  repair:
    'Mount both and name them by ssl_cert_file and ssl_key_file, or set ssl = off if the network of the stack is trusted.',
  fixClass: 'never',
  source:
    'PostgreSQL manual 19.9 and src/backend/libpq/be-secure-openssl.c, be-secure-common.c; each line seen with PostgreSQL 15.18',
  logs: LINES,
  run: (evidence) => {
    const { project, live } = evidence;
    const servers = startedServices(project).filter(({ kind }) => kind === 'postgres');
    if (servers.length === 0) return notApplicable('no service is PostgreSQL');
    // One that answers has loaded what it needs; its log speaks of the past.
    const asked = servers.filter(({ name }) => live.postgres.get(name)?.seen !== true);
    const findings = asked.flatMap((service) => findingsOf(evidence, service, servers.length === 1));
    if (findings.length > 0) return found(findings);
    const dark = asked.flatMap((service) => unknownOf(evidence, service) ?? [])[0];
    return dark === undefined ? HEALTHY : notObservable(dark);
  },
});

function findingsOf(evidence: Evidence, service: Service, isOnly: boolean): readonly Finding[] {
  const files = tlsFiles(evidence.project, service);
  const isOn = serverTls(evidence, service)?.on === true;
  const nowhere = isOn ? files.filter(({ is }) => is === 'nowhere') : [];
  const lines = LINES.flatMap(({ name: setting }) => {
    const { samples } = evidence.logs.summary(ID, setting);
    const line = samples.findLast((match) => isLineOf(match, service, isOnly));
    return line === undefined ? [] : [{ line, file: files.find((one) => one.setting === setting) }];
  });
  const ofThese = lines.filter(({ file }) => file !== undefined && nowhere.includes(file));
  const others = lines.filter(
    (one) =>
      !ofThese.includes(one) &&
      // A mount whose source is missing is another check's.
      !(one.file?.is === 'mounted' && /No such file|no start line/.test(one.line.groups['why'] ?? '')),
  );
  return [
    ...nothingThere(service, nowhere, ofThese[0]?.line),
    ...others.map(({ line, file }) => refused(service, line, file)),
  ];
}

/** The server stops at the first of them, and at the next when that is mended: one finding for all. */
function nothingThere(
  { name }: Service,
  files: readonly TlsFile[],
  line: LogMatch | undefined,
): readonly Finding[] {
  const [first, ...rest] = files;
  if (first === undefined) return [];
  return [
    {
      message: `${name} is told to speak TLS, and its container has no ${files.map(({ path }) => path).join(' and no ')}: it stops at its start.`,
      at: first.at,
      related: rest.map(({ at }) => at),
      evidence: [
        ...files.map(
          ({ setting, path, at, folder }) =>
            ({
              by: 'config',
              text: `${setting} is ${path}, ${folder === undefined ? 'which no mount, secret or config brings' : `and the folder ${folder}, mounted there, has no such file`}`,
              at,
            }) as const,
        ),
        ...(line === undefined ? [] : [lineSeen(name, line)]),
      ],
      ...repairOf(name, files),
    },
  ];
}

function repairOf(name: string, files: readonly TlsFile[]): Pick<Finding, 'repair'> {
  const secrets = files.filter(({ path }) => posix.dirname(path) === SECRETS);
  if (secrets.length === 0) return {};
  const names = secrets.map(({ path }) => posix.basename(path)).join(' and ');
  return {
    repair: `List ${names} under "secrets" of ${name}, and declare what is not declared yet; or set ssl = off if the network of the stack is trusted.`,
  };
}

function refused(service: Service, line: LogMatch, file: TlsFile | undefined): Finding {
  const { file: path = '', why = '' } = line.groups;
  const { name } = service;
  return {
    message: /No such file/.test(why)
      ? `${name} is told to speak TLS, and its container has no ${path}: it stops at its start.`
      : `${name} is told to speak TLS and cannot use ${path} (${why}): it stops at its start.`,
    at: file?.at ?? service.at,
    evidence: [lineSeen(name, line)],
    ...(/has group or world access|must be owned by/.test(why) ? { repair: ownership(service, path) } : {}),
  };
}

function lineSeen(name: string, { groups: { file = '', why = '' } }: LogMatch): Seen {
  return { by: 'log', text: `${file}: "${why}" in the log of ${name}` };
}

/** Ids of the user "postgres" in the Dockerfiles of docker-library. */
function ownership({ image = '' }: Service, path: string): string {
  const id = image.includes('alpine') ? 70 : 999;
  const file = path.split('/').at(-1) ?? path;
  return `On the host: chown ${id}:${id} ${file} && chmod 600 ${file}, for the file that is mounted at ${path} (the image runs the server as user ${id}).`;
}

/** Why it cannot be told; undefined where it can. */
function unknownOf(evidence: Evidence, service: Service): string | undefined {
  const observed = evidence.logs.observed(service.name);
  const tls = serverTls(evidence, service);
  if (observed.seen || tls?.on === false) return undefined;
  if (tls === undefined) return `${service.name}: whether ssl is on is not in the files, and ${observed.why}`;
  const file = tlsFiles(evidence.project, service).find(({ is }) => is === 'unknown');
  return file === undefined
    ? undefined
    : `${service.name}: what stands at ${file.path} is not to be seen, and ${observed.why}`;
}
