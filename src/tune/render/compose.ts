import type { Plan, PlannedHost, ServiceName } from '../../sizing/plan.ts';
import { composeFile } from './compose-file.ts';
import { envFile } from './env-file.ts';
import { IGNORE_FILE, withIgnored } from './ignore-file.ts';
import { type Layout, layoutOf } from './layout.ts';
import { nginxFile } from './nginx-file.ts';
import { prometheusFile, RULE_FILES, rulesFile } from './prometheus-files.ts';
import { apiKeysFile, pgbouncerFile, postgresFile, qdrantFile, redisFile } from './server-files.ts';
import type { RenderedFile, RenderOptions, Target } from './target.ts';
import { readTemplate, type Template } from './templates.ts';

/** Read by accounts of containers, which are not those of the host. */
const READABLE = 0o644;
const RUN = 0o755;
const SECRET = 0o600;

/** Docker Compose 2: one folder for one host. */
export const COMPOSE: Target = {
  name: 'compose',
  render(plan, options) {
    if (plan.inputs.backend !== 'cvx')
      throw new Error(
        "A new stack is made around cvx's own image; a project of another backend is merged into",
      );
    const files = plan.hosts.flatMap((host) => {
      const folder = plan.hosts.length === 1 ? '' : `${host.name}/`;
      return [...hostFiles(plan, host, options)].map(([path, file]) => [`${folder}${path}`, file] as const);
    });
    return new Map([...files, [IGNORE_FILE, { text: withIgnored(''), mode: READABLE }]]);
  },
};

interface Source {
  readonly path: string;
  /** Written where the host has one of them. */
  readonly of: readonly ServiceName[];
  readonly mode?: number;
  readonly text: (plan: Plan, layout: Layout, options: RenderOptions) => string;
}

const DATABASES: readonly ServiceName[] = ['postgres', 'postgres-replica'];

function asIs(path: Template, of: readonly ServiceName[], mode = READABLE): Source {
  return { path, of, mode, text: () => readTemplate(path) };
}

const SOURCES: readonly Source[] = [
  { path: 'nginx.conf', of: ['nginx'], text: nginxFile },
  {
    path: 'api-keys',
    of: ['backend'],
    text: (_plan, _layout, { secrets }) => apiKeysFile(secrets.CVX_API_KEY),
  },
  { path: 'postgresql.conf', of: DATABASES, text: postgresFile },
  asIs('initdb/10-roles.sh', ['postgres'], RUN),
  asIs('initdb/20-replication.sh', ['postgres'], RUN),
  asIs('start-replica.sh', ['postgres-replica'], RUN),
  { path: 'pgbouncer.ini', of: ['pgbouncer'], text: pgbouncerFile },
  { path: 'redis-cache.conf', of: ['redis-cache'], text: (plan) => redisFile(plan, 'redis-cache') },
  { path: 'redis-queue.conf', of: ['redis-queue'], text: (plan) => redisFile(plan, 'redis-queue') },
  { path: 'qdrant.yaml', of: ['qdrant'], text: qdrantFile },
  asIs('postgres-queries.yaml', ['postgres-exporter']),
  { path: 'prometheus.yml', of: ['prometheus'], text: (_plan, layout) => prometheusFile(layout) },
  ...RULE_FILES.map((area): Source => ({
    path: `rules/${area}.yml`,
    of: ['prometheus'],
    text: (plan, layout) => rulesFile(plan, layout, area),
  })),
];

function hostFiles(plan: Plan, host: PlannedHost, options: RenderOptions): ReadonlyMap<string, RenderedFile> {
  const layout = layoutOf(plan, host);
  const compose = composeFile(plan, layout);
  const servers = SOURCES.filter(({ of }) => of.some((name) => layout.here(name) > 0));
  return new Map<string, RenderedFile>([
    ['compose.yaml', { text: compose, mode: READABLE }],
    ['.env', { text: envFile(plan, host, compose, options), mode: SECRET }],
    ...servers.map(
      ({ path, mode = READABLE, text }) => [path, { text: text(plan, layout, options), mode }] as const,
    ),
  ]);
}
