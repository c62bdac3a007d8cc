import { kindOfImage } from '../../project/service-kind.ts';
import type { Project, Service, ServiceKind } from '../../project/project.ts';
import type { RunningContainer } from './container.ts';

/** A service to be asked: of the project, or one that only `--service` names. */
export interface AskedService {
  readonly name: string;
  readonly kind: ServiceKind;
  /** Undefined for one that only `--service` names. */
  readonly service: Service | undefined;
  /** The first that runs, of several; undefined where none does. */
  readonly container: RunningContainer | undefined;
  /** As the container has it, else as the files say. With secrets. */
  readonly environment: ReadonlyMap<string, string>;
}

/** What the ports of well-known servers tell of a service whose name tells nothing. */
const KIND_OF_PORT: ReadonlyMap<number, ServiceKind> = new Map([
  [5432, 'postgres'],
  [6333, 'qdrant'],
  [6379, 'redis'],
  [9090, 'prometheus'],
]);

const KIND_OF_NAME: readonly (readonly [RegExp, ServiceKind])[] = [
  [/export/i, 'other'],
  [/redis|valkey/i, 'redis'],
  [/postgres|^(?:db|pg|database)$/i, 'postgres'],
  [/qdrant/i, 'qdrant'],
  [/prometheus/i, 'prometheus'],
];

/**
 * Servers that speak no HTTP: a request would stand in their log as an attack or an error. From each one's manual; the port
 * is its own default.
 */
const WIRE_PORTS: ReadonlySet<number> = new Set([3306, 5432, 5672, 6379, 6380, 9092, 11_211, 27_017]);

/** A service of the project, with the container that it runs in. */
export function serviceToAsk(service: Service, running: readonly RunningContainer[]): AskedService {
  const container = running.find(({ container }) => container.service === service.name && container.running);
  const written = service.environment.flatMap(({ key, value }): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  );
  const environment = new Map([...written, ...(container?.environment ?? [])]);
  return { name: service.name, kind: service.kind, service, container, environment };
}

/** A service that only `--service` names; what it is tell its name and its port. */
export function strangerToAsk(name: string, address: string): AskedService {
  const port = Number(/:(\d+)$/.exec(address)?.[1]);
  const named = kindOfImage(name) ?? KIND_OF_NAME.find(([pattern]) => pattern.test(name))?.[1];
  const kind = named ?? KIND_OF_PORT.get(port) ?? (WIRE_PORTS.has(port) ? 'other' : 'backend');
  return { name, kind, service: undefined, container: undefined, environment: new Map() };
}

/** What other services call it by. */
export function namesOf({ name, service }: AskedService): ReadonlySet<string> {
  const others = [service?.spec['container_name'], service?.spec['hostname']];
  return new Set([name, ...others.filter((other) => typeof other === 'string')]);
}

/** The texts of configuration files of that kind which the service is given; without any, those that nothing mounts. */
export function configsOf({ configs }: Project, { name, kind }: AskedService): readonly string[] {
  const same = configs.filter((config) => config.kind === kind);
  const own = same.filter(({ service }) => service === name);
  return (own.length > 0 ? own : same.filter(({ service }) => service === undefined)).map(({ text }) => text);
}

/** Whether a port is one that must not be sent HTTP. */
export function speaksNoHttp(port: number): boolean {
  return WIRE_PORTS.has(port);
}
