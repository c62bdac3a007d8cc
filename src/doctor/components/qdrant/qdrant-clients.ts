import type { EnvEntry, Place, Project, Service } from '../../../project/project.ts';
import { placeInText } from '../../place-in-text.ts';
import { sourcesOf } from '../backend/client-pools.ts';
import { serviceOfHost } from '../compose/service-of-host.ts';
import { startedServices } from '../compose/spec-value.ts';
import { qdrantServices } from './qdrant-settings.ts';

/** A service that talks to Qdrant. */
export interface QdrantClient {
  readonly service: Service;
  /** The variable that says where the server is; undefined where none does. */
  readonly address: QdrantAddress | undefined;
  /** The client library, where a manifest says its minor for sure. */
  readonly library: ClientLibrary | undefined;
}

export interface QdrantAddress {
  readonly entry: EnvEntry;
  readonly host: string;
  /** https. */
  readonly encrypted: boolean;
  /** Where the host is one of this stack. */
  readonly server: Service | undefined;
}

export interface ClientLibrary {
  readonly name: string;
  /** `1.15.1` */
  readonly version: string;
  readonly at: Place;
}

/** Programs of others, which find the variables of a shared env file in their environment and read none of them. */
const NO_CLIENT = new Set<Service['kind']>([
  'qdrant',
  'postgres',
  'pgbouncer',
  'redis',
  'redis-exporter',
  'postgres-exporter',
  'node-exporter',
  'cadvisor',
  'nginx',
  'prometheus',
  'alertmanager',
  'grafana',
]);

export function qdrantClients(project: Project): readonly QdrantClient[] {
  return startedServices(project).flatMap((service): QdrantClient[] => {
    if (NO_CLIENT.has(service.kind)) return [];
    const address = addressOf(project, service);
    const library = libraryOf(project, service);
    return address === undefined && library === undefined ? [] : [{ service, address, library }];
  });
}

const URL_START = /^(https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+)/i;

/** `QDRANT_URL: http://qdrant:6333`, `QDRANT_HOST: qdrant`, or any variable with the address of a Qdrant of this stack. */
function addressOf(project: Project, { environment }: Service): QdrantAddress | undefined {
  const servers = qdrantServices(project);
  const addresses = environment.flatMap((entry): QdrantAddress[] => {
    const value = entry.value ?? '';
    const [, scheme = '', ofUrl = ''] = URL_START.exec(value) ?? [];
    const host =
      ofUrl === '' && /QDRANT_*HOST/i.test(entry.key) ? (/^[\w.-]+$/.exec(value)?.[0] ?? '') : ofUrl;
    const server = servers.find((one) => one === serviceOfHost(project, host));
    // The page for people is opened by a browser.
    const named = /QDRANT(?!\w*(?:DASHBOARD|CONSOLE|_UI\b))/i.test(entry.key);
    if (host === '' || (server === undefined && !named)) return [];
    return [{ entry, host, encrypted: scheme.toLowerCase() === 'https', server }];
  });
  return addresses[0];
}

/** `qdrant-client[fastembed]==1.15.1`, `qdrant-client ~= 1.15.0`, `"@qdrant/js-client-rest": "1.15.1"`; a range says no minor. */
const PINNED =
  /(?:^|["'\s])(qdrant-client)(?:\[[\w,\s-]*\])?\s*(?:===?\s*|~=\s*(?=\d+\.\d+\.\d)|=\s*["']=?=?)(\d+\.\d+(?:\.\d+)?)(?=["'\s;,#]|$)|["'](@qdrant\/js-client-(?:rest|grpc))["']\s*:\s*["'][=~]?(\d+\.\d+\.\d+)["']/m;

function libraryOf(project: Project, service: Service): ClientLibrary | undefined {
  for (const file of sourcesOf(project, service)) {
    if (!/(?:requirements[^/]*\.txt|pyproject\.toml|package\.json)$/.test(file)) continue;
    const text = project.read(file) ?? '';
    const match = PINNED.exec(text);
    const name = match?.[1] ?? match?.[3];
    const version = match?.[2] ?? match?.[4];
    if (match !== null && name !== undefined && version !== undefined)
      return { name, version, at: placeInText(file, text, match.index + match[0].indexOf(name)) };
  }
  return undefined;
}

/**
 * Whether the clients of Qdrant call a client and a server compatible: of one major, and their minors at most one apart
 * (qdrant_client/common/version_check.py). Undefined where one of the two is no version.
 */
export function areCompatible(client: string, server: string): boolean | undefined {
  const [[ownMajor, ownMinor], [major, minor]] = [minorOf(client), minorOf(server)];
  if (ownMinor === undefined || minor === undefined) return undefined;
  return ownMajor === major && Math.abs(ownMinor - minor) <= 1;
}

function minorOf(version: string): readonly [number?, number?] {
  const match = /^v?(\d+)\.(\d+)/.exec(version);
  return match === null ? [] : [Number(match[1]), Number(match[2])];
}
