import { execaSync } from 'execa';
import { z } from 'zod';
import type { Project, Service } from '../../src/project/project.ts';

/** The environment of every comparison, so that the committed answers do not depend on who runs the test. */
export const ENVIRONMENT = { HOME: '/home/somebody', FROM_SHELL: 'shell' };

const words = z.array(z.string()).nullish();
const dependencies = z.record(z.string(), z.object({ condition: z.string(), required: z.boolean() }));

/** The parts of `docker compose config --format json` that the project must agree with. */
const answer = z.object({
  name: z.string(),
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      command: words,
      entrypoint: words,
      environment: z.record(z.string(), z.string().nullable()).default({}),
      ports: z
        .array(
          z.object({
            host_ip: z.string().optional(),
            published: z.string().optional(),
            target: z.number(),
            protocol: z.string(),
          }),
        )
        .default([]),
      volumes: z
        .array(
          z.object({
            type: z.string(),
            source: z.string().default(''),
            target: z.string(),
            read_only: z.boolean().default(false),
          }),
        )
        .default([]),
      depends_on: dependencies.default({}),
      healthcheck: z.record(z.string(), z.unknown()).optional(),
      labels: z.record(z.string(), z.string()).default({}),
      logging: z.unknown().optional(),
      ulimits: z.unknown().optional(),
      networks: z.record(z.string(), z.unknown()).default({}),
      dns: z.array(z.string()).default([]),
      expose: z.array(z.string()).default([]),
      cap_add: z.array(z.string()).default([]),
      sysctls: z.record(z.string(), z.string()).default({}),
      tmpfs: z.array(z.string()).default([]),
      restart: z.string().optional(),
      build: z
        .object({ context: z.string(), args: z.record(z.string(), z.string().nullable()).default({}) })
        .optional(),
      scale: z.number().optional(),
      mem_limit: z.string().optional(),
      cpus: z.number().optional(),
      deploy: z
        .object({
          replicas: z.number().optional(),
          resources: z
            .object({
              limits: z.object({ memory: z.string().optional(), cpus: z.number().optional() }).optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  ),
});

/** What both sides are brought to. */
export type Comparable = Readonly<Record<string, unknown>>;

/** Whether `docker compose` can be run here. */
export const hasCompose = execaSync('docker', ['compose', 'version'], { reject: false }).exitCode === 0;

/** Compose's own view of the project, `<root>` for its folder. */
export function askCompose(root: string, flags: readonly string[] = []): Comparable {
  const { stdout } = execaSync('docker', ['compose', ...flags, 'config', '--format', 'json'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...ENVIRONMENT },
    extendEnv: false,
  });
  // What Compose prints can be read as a compose file again: every dollar sign is doubled.
  const parsed: unknown = JSON.parse(stdout.replaceAll(root, '<root>').replaceAll('$$', '$'));
  const { name, services } = answer.parse(parsed);
  return {
    name,
    services: Object.fromEntries(
      Object.entries(services).map(([key, service]) => [key, fromCompose(service)]),
    ),
  };
}

function fromCompose(service: z.infer<typeof answer>['services'][string]): Comparable {
  const limits = service.deploy?.resources?.limits;
  const { ports, volumes, command, entrypoint, scale, mem_limit, cpus, deploy, ...same } = service;
  return {
    ...same,
    command: command ?? [],
    entrypoint: entrypoint ?? [],
    depends_on: sorted(same.depends_on),
    environment: sorted(same.environment),
    networks: Object.keys(same.networks).sort(),
    ports: ports
      .map(
        ({ host_ip, published, target, protocol }) =>
          `${host_ip ?? ''}:${published ?? ''}:${target}/${protocol}`,
      )
      .sort(),
    volumes: volumes
      .map(({ type, source, target, read_only }) => `${type} ${source}:${target}${read_only ? ':ro' : ''}`)
      .sort(),
    replicas: deploy?.replicas ?? scale ?? 1,
    memory: number(limits?.memory ?? mem_limit),
    cores: limits?.cpus ?? cpus ?? null,
  };
}

/** The same from what cvx read. */
export function fromProject({ name, root, services }: Project): Comparable {
  const active = services.filter((service) => service.active);
  return {
    name,
    services: Object.fromEntries(active.map((service) => [service.name, fromService(service, root)])),
  };
}

function fromService(service: Service, root: string): Comparable {
  const { spec } = service;
  const record = z.record(z.string(), z.unknown());
  const health = record.optional().parse(spec['healthcheck']);
  const build = record.optional().parse(spec['build']);
  const tmpfs = service.mounts.filter(({ path }) => path[0] === 'tmpfs');
  const mounts = service.mounts.filter(({ path }) => path[0] === 'volumes');
  return {
    image: service.image,
    command: service.command,
    entrypoint: service.entrypoint,
    environment: sorted(
      Object.fromEntries(service.environment.map(({ key, value }) => [key, value ?? null])),
    ),
    ports: service.ports
      .map(
        ({ hostIp, host, container, protocol }) => `${hostIp ?? ''}:${host ?? ''}:${container}/${protocol}`,
      )
      .sort(),
    volumes: mounts
      .map(({ kind, source, target, readOnly }) => {
        const from = kind === 'bind' && !source.startsWith('/') ? under(root, source) : source;
        return `${kind} ${from}:${target}${readOnly ? ':ro' : ''}`;
      })
      .sort(),
    depends_on: sorted(dependencies.default({}).parse(spec['depends_on'])),
    healthcheck: health && {
      ...health,
      test: typeof health['test'] === 'string' ? ['CMD-SHELL', health['test']] : health['test'],
    },
    labels: texts(spec['labels']),
    logging: spec['logging'],
    ulimits: spec['ulimits'],
    networks: namesOf(spec['networks']),
    dns: z.array(z.string()).default([]).parse(spec['dns']),
    expose: z.array(z.string()).default([]).parse(spec['expose']),
    cap_add: z.array(z.string()).default([]).parse(spec['cap_add']),
    sysctls: texts(spec['sysctls']),
    tmpfs: tmpfs.map(({ target }) => target),
    restart: spec['restart'],
    build: build && {
      context: under(root, service.buildContext ?? '?'),
      args: texts(build['args']),
    },
    replicas: service.replicas,
    memory: service.memoryLimit ?? null,
    cores: service.cpuLimit ?? null,
  };
}

/** A mapping with every value as text, as Compose prints it. */
function texts(value: unknown): Readonly<Record<string, string | null>> {
  return z
    .record(z.string(), z.union([z.null(), z.coerce.string()]))
    .default({})
    .parse(value);
}

/** Compose adds the default network where a service names none. */
function namesOf(networks: unknown): readonly string[] {
  const names = Object.keys(z.record(z.string(), z.unknown()).default({}).parse(networks));
  return names.length === 0 ? ['default'] : names.sort();
}

function under(root: string, name: string): string {
  return root === '' || name === '.' ? '<root>' : `<root>/${name}`;
}

function number(text: string | undefined): number | null {
  return text === undefined || text === '0' ? null : Number(text);
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
