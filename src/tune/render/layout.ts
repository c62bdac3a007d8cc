import type { Placement, Plan, PlannedHost, ServiceName } from '../../sizing/plan.ts';
import { ASKS, NAMES_HOSTS, SERVED } from './ports.ts';

/** What one host of a plan runs, and how it reaches the others. */
export interface Layout {
  readonly host: PlannedHost;
  readonly several: boolean;
  /** Instances here; 0 where there is none. */
  readonly here: (service: ServiceName) => number;
  /** Hosts that have the service, with the instances there. */
  readonly placed: (service: ServiceName) => readonly Placement[];
  readonly exists: (service: ServiceName) => boolean;
  /** All its instances are on this host. */
  readonly onlyHere: (service: ServiceName) => boolean;
  /** Others must reach it from outside this host. */
  readonly published: (service: ServiceName) => boolean;
  /** `name:address` lines for what a service asks on other hosts. */
  readonly extraHosts: (service: ServiceName) => readonly string[];
  /** `name:port` of every instance of a service, for one on this host that tells them apart. */
  readonly endpoints: (service: ServiceName, port: number) => readonly string[];
}

/** `HOST_1_ADDRESS` of `host-1`. */
export function addressVariable(host: string): string {
  return `${host.toUpperCase().replaceAll('-', '_')}_ADDRESS`;
}

/** As Compose fills it in; it refuses to start while the variable is empty. */
export function address(host: string): string {
  return `\${${addressVariable(host)}:?}`;
}

/** The address of the host itself, by a name that is the same on all: hosts of one role have one compose file. */
export const OWN_ADDRESS = '${HOST_ADDRESS:?}';

/** Told from the placement alone, so that hosts of one role get the same answers. */
export function layoutOf(plan: Plan, host: PlannedHost): Layout {
  const several = plan.hosts.length > 1;
  const placed: Layout['placed'] = (name) =>
    plan.services.find((service) => service.name === name)?.placed ?? [];
  const here: Layout['here'] = (name) => placed(name).find((one) => one.host === host.name)?.count ?? 0;
  const onlyHere: Layout['onlyHere'] = (name) => placed(name).length === 1 && here(name) > 0;
  const isAskedFromElsewhere = (name: ServiceName): boolean =>
    plan.services.some(
      (service) =>
        ASKS[service.name]?.includes(name) === true && service.placed.some((one) => one.host !== host.name),
    );
  return {
    host,
    several,
    here,
    placed,
    onlyHere,
    exists: (name) => placed(name).length > 0,
    published: (name) =>
      several && SERVED[name] !== undefined && (!onlyHere(name) || isAskedFromElsewhere(name)),
    extraHosts: (name) => {
      const distant = several ? (ASKS[name] ?? []).filter((other) => !onlyHere(other)) : [];
      const lines = distant.flatMap((other) =>
        placed(other).map((one) => `${NAMES_HOSTS.includes(name) ? one.host : other}:${address(one.host)}`),
      );
      return [...new Set(lines)];
    },
    endpoints: (name, port) =>
      onlyHere(name)
        ? instances(name, here(name)).map((instance) => `${instance}:${port}`)
        : placed(name).flatMap((one) => portsOf(name, port, one.count).map((own) => `${one.host}:${own}`)),
  };
}

/** Names of the containers of one host: those of Qdrant are services of their own, each with its data. */
export function instances(name: ServiceName, count: number): readonly string[] {
  if (name !== 'qdrant') return [name];
  return Array.from({ length: count }, (_, n) => (n === 0 ? name : `${name}-${n + 1}`));
}

/** Qdrant has several ports next to each other, so its nodes are ten apart. */
const STEP: Partial<Record<ServiceName, number>> = { qdrant: 10 };

/** Ports of a host that lead to the same port of each of its instances. */
export function portsOf(name: ServiceName, port: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => port + n * (STEP[name] ?? 1));
}
