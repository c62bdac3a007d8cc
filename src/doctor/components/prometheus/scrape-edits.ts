import type { Edit, YamlValue } from '../../../edits/edit.ts';
import type { Project, Service, ServiceKind } from '../../../project/project.ts';
import type { Fix } from '../../check.ts';
import { type StaticTarget, staticTargets } from './prometheus-targets.ts';
import { specValue } from '../compose/spec-value.ts';
import { yamlPlaces } from '../compose/yaml-places.ts';
import { membersOf } from '../../../project/value-in.ts';

/** The service that mounts the prometheus.yml of a target and has to read it anew; none where nobody mounts it. */
export function scraperOf({ configs }: Project, target: Pick<StaticTarget, 'file'>): readonly string[] {
  const scraper = configs.find(({ file }) => file === target.file)?.service;
  return scraper === undefined ? [] : [scraper];
}

/**
 * Makes Prometheus ask another address in place of a target; where it asks that one already, the target is taken away, with its
 * job if it was the only one.
 */
export function targetEdit(project: Project, target: StaticTarget, instead: string): Edit {
  const { file, path } = target;
  const scraped = staticTargets(project).some((other) => other.target === instead);
  return scraped ? targetRemoval(target) : { do: 'set-yaml', file, path, value: instead };
}

/** Takes a target away, with its job if it was the only one. */
export function targetRemoval({ file, path, ofJob }: StaticTarget): Edit {
  return { do: 'remove-yaml', file, path: ofJob === 1 ? path.slice(0, 2) : path };
}

/** A name that no service has: the wanted one, or that with the first number from 2 on that is free. */
export function freeName({ services }: Project, wanted: string): string {
  return freeOf(new Set(services.map(({ name }) => name)), wanted);
}

function freeOf(taken: ReadonlySet<unknown>, wanted: string): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${n}`;
  return name;
}

/**
 * `networks` of a new service that reaches `servers` and is reached by the Prometheus of a target. Without the key where none of
 * them has networks of its own: all are on the default one, which has to be named beside others.
 */
export function networksBeside(
  project: Project,
  target: Pick<StaticTarget, 'file'>,
  servers: readonly Service[],
): { readonly [key: string]: YamlValue } {
  const [scraper] = scraperOf(project, target);
  const beside = [...servers, ...project.services.filter(({ name }) => name === scraper)];
  const networks = new Set(
    beside.flatMap((one) => {
      const own = Object.keys(membersOf(specValue(one, ['networks'])));
      return own.length === 0 ? ['default'] : own;
    }),
  );
  return networks.size === 1 && networks.has('default') ? {} : { networks: [...networks] };
}

export interface AddedService {
  readonly spec: YamlValue;
  /** A password had to be written out, since no variable or file holds it. */
  readonly secret: boolean;
}

/** An exporter that a stack may have already, and the service to add where it has none. */
export interface Exporter {
  readonly kind: ServiceKind;
  readonly port: number;
  /** Undefined where it cannot be told what the exporter has to say to the server. */
  readonly added: () => AddedService | undefined;
}

/** A repair, where one can be made, and `host:port` of the exporter that Prometheus asks after it. */
export interface ExporterFix {
  readonly fix?: Fix;
  readonly exporter: string;
}

/** Points a target at the exporter that speaks for `server`. */
export function scrapeThrough(
  project: Project,
  target: StaticTarget,
  server: Service,
  exporter: Exporter,
): ExporterFix {
  return withExporter(project, target, server, {
    ...exporter,
    scrape: (address) => targetEdit(project, target, address),
  });
}

/** Adds a job for the exporter that speaks for `server` to a prometheus.yml; what is started beside the present services is confirmed. */
export function scrapeAlso(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
  { job, ...exporter }: Exporter & { readonly job: string },
): ExporterFix {
  // Two jobs of one name stop Prometheus.
  const jobName = freeOf(new Set(jobNames(project, config)), job);
  const scrape = (address: string): Edit => ({
    do: 'append-yaml',
    file: config.file,
    path: ['scrape_configs'],
    value: { job_name: jobName, static_configs: [{ targets: [address] }] },
  });
  const { fix, ...rest } = withExporter(project, config, server, { ...exporter, scrape });
  return { ...rest, ...(fix === undefined ? {} : { fix: { ...fix, class: 'confirm' } }) };
}

function jobNames({ configs }: Project, { file }: Pick<StaticTarget, 'file'>): readonly unknown[] {
  const config = configs.find((one) => one.file === file);
  const yaml = config === undefined ? undefined : yamlPlaces(config);
  const jobs = yaml?.valueAt(['scrape_configs']);
  return Array.isArray(jobs) ? jobs.map((_, i) => yaml?.valueAt(['scrape_configs', i, 'job_name'])) : [];
}

function withExporter(
  project: Project,
  config: Pick<StaticTarget, 'file'>,
  server: Service,
  { kind, port, added, scrape }: Exporter & { readonly scrape: (address: string) => Edit },
): ExporterFix {
  const exporters = project.services.filter((service) => service.kind === kind);
  const present = exporters.find(({ active }) => active);
  const name = (present ?? exporters[0])?.name ?? freeName(project, kind);
  const exporter = `${name}:${port}`;
  const edit = scrape(exporter);
  const restart = scraperOf(project, config);
  const involved = project.services.filter(
    (service) => service === server || service === present || restart.includes(service.name),
  );
  // Beside the networks of the stack (network_mode: host) nobody has a name for it.
  if (involved.some(({ spec }) => spec['network_mode'] !== undefined)) return { exporter };
  if (present !== undefined) return { exporter, fix: { class: 'safe', edits: [edit], restart } };
  // One that is there already, and left out by its profile, is a person's to start.
  if (exporters.length > 0) return { exporter };
  const service = added();
  if (service === undefined) return { exporter };
  const { spec, secret } = service;
  const add: Edit = { do: 'set-yaml', file: server.at.file, path: ['services', name], value: spec };
  return {
    exporter,
    fix: { class: secret ? 'confirm' : 'safe', edits: [edit, add], restart: [name, ...restart] },
  };
}
