import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import { areCompatible, type QdrantClient, qdrantClients } from '../../components/qdrant/qdrant-clients.ts';
import { qdrantServices, qdrantVersion } from '../../components/qdrant/qdrant-settings.ts';
import type { Evidence } from '../../evidence.ts';
import { foundInLogs } from '../../logs/found-in-logs.ts';
import { linesOf } from '../../logs/lines-of.ts';

const INSECURE: LogPattern = {
  name: 'insecure',
  literal: 'secure connection',
  pattern: /(?:Api key|Auth token provider) is used with (?:an insecure|unsecure) connection/,
};
const MISMATCH: LogPattern = {
  name: 'mismatch',
  literal: 'ompatible with server version',
  pattern:
    /[Cc]lient version v?(?<client>\d[\w.+-]*) is (?:incompatible|not compatible) with server version v?(?<server>\d+(?:\.\w+)*)/,
};
/** The first client that looks at the version of the server (qdrant-client f46a7f86, 2025-01). */
const LOOKS_SINCE = 13;

export const qdrantClientWarning = defineCheck({
  id: 'qdrant-client-warning',
  area: 'qdrant',
  severity: 'warning',
  title: 'The clients of Qdrant warn of nothing',
  why: `A client of Qdrant says two things at its start, once, among many other lines. "Api key is used with an insecure connection": the
key goes over http, which inside the network of the stack nobody else hears, and outside everybody on the way does. "… is incompatible
with server version …": more than one minor lies between them, and a call of one may be unknown to the other (404), or a field be
passed over.`,
  repair:
    'Inside the stack leave http as it is; to a server outside use https. Keep client and server at most one minor apart: raise the older one, the server minor by minor.',
  fixClass: 'never',
  source:
    'both lines seen with qdrant-client 1.15.1 and qdrant 1.18.3; qdrant_client/qdrant_remote.py and common/version_check.py; qdrant-js packages/js-client-rest/src/qdrant-client.ts; rust-client PR 206; Zipstack/unstract#2014 (client 1.16 with server 1.8: 404)',
  logs: [INSECURE, MISMATCH],
  run: (evidence) => {
    const clients = qdrantClients(evidence.project);
    if (clients.length === 0) return notApplicable('no service is seen to be a client of Qdrant');
    const findings = clients.flatMap((client) => [
      ...insecure(evidence, client, clients.length === 1),
      ...mismatch(evidence, client, clients.length === 1),
    ]);
    if (findings.length > 0) return found(findings);
    return foundInLogs(
      findings,
      evidence.logs,
      clients.map(({ service }) => service),
    );
  },
});

/** Endings of names in networks of one's own (RFC 6762, 8375, 9476), of Consul, and of Tailscale, which encrypts by itself. */
const OWN_NETWORK =
  /\.(?:local|localhost|localdomain|internal|intranet|private|lan|home|home\.arpa|corp|svc|test|consul|ts\.net)$/i;

/** A name that the whole internet resolves, or an address of its; others are of a network of one's own. */
function isPublic(host: string): boolean {
  if (/^[\d.]+$/.test(host))
    return !/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    );
  return /^(?:[\w-]+\.)+[a-z]{2,}$/i.test(host) && !OWN_NETWORK.test(host);
}

function insecure(
  { logs }: Evidence,
  { service, address }: QdrantClient,
  alone: boolean,
): readonly Finding[] {
  const count = linesOf(logs.summary('qdrant-client-warning', INSECURE.name), service, alone);
  const outside = address !== undefined && address.server === undefined && isPublic(address.host);
  const key = service.environment.find(
    (entry) => /QDRANT\w*KEY/i.test(entry.key) && (entry.value ?? '') !== '',
  );
  const certain = outside && /^http:/i.test(address.entry.value ?? '') && key !== undefined;
  // The line is of before the address was changed.
  if (address?.encrypted === true || (count === 0 && !certain)) return [];
  const at = address?.entry.at ?? service.at;
  const said: Seen[] =
    count === 0
      ? []
      : [
          {
            by: 'log',
            text: `"is used with an insecure connection" ${count} x in the log of ${service.name}`,
          },
        ];
  return [
    {
      message: outside
        ? `${service.name} sends its key for Qdrant unencrypted to ${address.host}, outside of this stack: whoever is on the way reads it.`
        : `${service.name} warns that it sends its key for Qdrant over http; inside a network of your own that is no fault.`,
      at,
      evidence: [
        ...said,
        ...(address === undefined
          ? []
          : [
              {
                by: 'config' as const,
                text: `${address.entry.key} names ${address.host}`,
                at,
              },
            ]),
      ],
      repair: outside
        ? `Use https for ${address.host}; a Qdrant without TLS gets it from service.enable_tls, or a proxy before it.`
        : 'Nothing: the line tells of no fault here. With a server outside of the stack, use https.',
      ...(outside ? {} : { severity: 'info' as const }),
    },
  ];
}

function mismatch(evidence: Evidence, client: QdrantClient, alone: boolean): readonly Finding[] {
  const { service, library } = client;
  const lines = evidence.logs.summary('qdrant-client-warning', MISMATCH.name);
  const count = linesOf(lines, service, alone);
  const last =
    count === 0 ? undefined : lines.samples.findLast((one) => (one.service ?? service.name) === service.name);
  const server = serverOf(evidence, client);
  const version = library?.version ?? last?.groups['client'];
  const running = server?.version ?? last?.groups['server'];
  if (version === undefined || running === undefined || areCompatible(version, running) !== false) return [];
  if (last === undefined && (library === undefined || !willWarn(version))) return [];
  const at = library?.at ?? server?.at ?? service.at;
  const seen: Seen[] = [
    ...(last === undefined
      ? []
      : [
          {
            by: 'log' as const,
            text: `"${last.groups['client'] ?? ''} is incompatible with server version ${last.groups['server'] ?? ''}" ${count} x`,
          },
        ]),
    ...(library === undefined
      ? []
      : [{ by: 'config' as const, text: `${library.name} ${library.version}`, at: library.at }]),
    ...(server === undefined
      ? []
      : [{ by: server.by, text: `${server.name} runs ${server.version}`, at: server.at }]),
  ];
  return [
    {
      message: `${service.name} has version ${version} of Qdrant's client and the server is ${running}: more than one minor apart, calls of one may be unknown to the other.`,
      at,
      related: library === undefined || server === undefined ? [] : [server.at],
      evidence: seen,
      repair: isOlder(version, running)
        ? `Raise the client to within one minor of ${running}.`
        : `Raise the server to within one minor of ${version}, minor by minor.`,
      // Their authors promise nothing then; most calls work all the same.
      ...(last === undefined ? { severity: 'info' as const } : {}),
    },
  ];
}

function isOlder(version: string, other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) < 0;
}

function willWarn(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= LOOKS_SINCE;
}

interface Server {
  readonly name: string;
  readonly version: string;
  readonly by: 'live' | 'config';
  readonly at: Service['at'];
}

/** The one that the client names, or the only one: as it runs, else as its tag says. */
function serverOf({ project, live }: Evidence, { address }: QdrantClient): Server | undefined {
  const [only, ...others] = qdrantServices(project);
  const service = address === undefined ? (others.length === 0 ? only : undefined) : address.server;
  if (service === undefined) return undefined;
  const answer = live.qdrant.get(service.name);
  const at = service.placeOf(['image']) ?? service.at;
  const version = answer?.seen === true ? answer.value.version : qdrantVersion(service)?.join('.');
  return version === undefined
    ? undefined
    : { name: service.name, version, by: answer?.seen === true ? 'live' : 'config', at };
}
