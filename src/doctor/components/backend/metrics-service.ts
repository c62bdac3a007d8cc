import type { Edit, YamlValue } from '../../../edits/edit.ts';
import { packageVersion } from '../../../lib/package-version.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service, ServiceKind } from '../../../project/project.ts';
import type { Fix } from '../../check.ts';
import type { StaticTarget } from '../prometheus/prometheus-targets.ts';
import { freeName, networksBeside, scraperOf } from '../prometheus/scrape-edits.ts';

/** Where `cvx metrics` listens unless told otherwise. */
const PORT = 9464;

/** What `docker build -t` must name; a version, so that the stack stays on it. */
export function cvxImage(): string {
  return `cvx:${packageVersion()}`;
}

/** Whether a service is cvx itself, which has metrics at /metrics and /api/metrics. */
export function isCvx({ image }: Service): boolean {
  return image !== undefined && repositoryOf(image).split('/').at(-1) === 'cvx';
}

/**
 * Gives a stack whose backend has no metrics a service that has: `cvx metrics` on the stack's own stores, scraped in place of
 * the backend. Its addresses are those that the backend has, with their variables, so that no secret is written out anew.
 */
export function metricsServiceFix(project: Project, target: StaticTarget, backend: Service): Fix {
  const present = project.services.find((service) => isCvx(service) && service.active);
  const name = present?.name ?? freeName(project, 'cvx-metrics');
  const edits: Edit[] = [
    { do: 'set-yaml', file: target.file, path: target.path, value: `${name}:${PORT}` },
    ...(present === undefined
      ? [
          {
            do: 'set-yaml',
            file: backend.at.file,
            path: ['services', name],
            value: specOf(project, target, backend),
          } as const,
        ]
      : []),
  ];
  return {
    class: 'confirm',
    edits,
    restart: [...(present === undefined ? [name] : []), ...scraperOf(project, target)],
  };
}

function specOf(project: Project, target: StaticTarget, backend: Service): YamlValue {
  const stores = project.services.filter(
    ({ kind, active }) => active && ['postgres', 'qdrant', 'redis'].includes(kind),
  );
  const environment = {
    ...address(project, backend, 'DATABASE_URL', 'postgres', postgresUrl),
    ...address(project, backend, 'QDRANT_URL', 'qdrant', ({ name }) => `http://${name}:6333`),
    ...address(project, backend, 'REDIS_URL', 'redis', ({ name }) => `redis://${name}:6379/0`),
    ...keyOf(project, backend, 'QDRANT_API_KEY'),
  };
  return {
    image: cvxImage(),
    command: ['metrics', '--host', '0.0.0.0', '--port', String(PORT)],
    restart: 'unless-stopped',
    environment,
    ...(stores.length === 0 ? {} : { depends_on: stores.map(({ name }) => name) }),
    ...networksBeside(project, target, [backend, ...stores]),
  };
}

/** As the backend has it, else told from the service itself. */
function address(
  project: Project,
  backend: Service,
  key: string,
  kind: ServiceKind,
  otherwise: (store: Service) => string,
): { readonly [key: string]: string } {
  const store = project.services.find((one) => one.kind === kind && one.active);
  const own = keyOf(project, backend, key);
  if (own[key] !== undefined || store === undefined) return own;
  return { [key]: otherwise(store) };
}

/** A variable of the backend as a reference where .env holds it, else as its own compose file writes it. */
function keyOf(
  { envFiles }: Project,
  { environment }: Service,
  key: string,
): { readonly [key: string]: string } {
  const entry = environment.findLast((one) => one.key === key && one.value !== undefined && one.value !== '');
  if (entry === undefined) return {};
  if (entry.from === 'environment') return { [key]: entry.raw };
  const interpolated = envFiles.find(({ file }) => file === '.env')?.lines.some((line) => line.key === key);
  return interpolated === true ? { [key]: `\${${key}}` } : {};
}

function postgresUrl(store: Service): string {
  const raw = (key: string, otherwise: string): string =>
    store.environment.find((one) => one.key === key && one.from === 'environment')?.raw ?? otherwise;
  const user = raw('POSTGRES_USER', '${POSTGRES_USER:-postgres}');
  const password = raw('POSTGRES_PASSWORD', '${POSTGRES_PASSWORD}');
  return `postgresql://${user}:${password}@${store.name}:5432/${raw('POSTGRES_DB', user)}`;
}
