import { dockerfileOf, inContext, lastBase } from './dockerfile.ts';
import type { BareService } from './compose/services.ts';
import type { ServiceKind } from './project.ts';

/** Image repositories by the last part of their name, most particular first; `bitnami/redis` and `redis/redis-stack` are `redis`. */
const KNOWN: readonly (readonly [RegExp, ServiceKind])[] = [
  [/^redis[-_]exporter$/, 'redis-exporter'],
  [/^postgres(?:ql)?[-_]exporter$/, 'postgres-exporter'],
  [/^node[-_]exporter$/, 'node-exporter'],
  [/^cadvisor$/, 'cadvisor'],
  [/^alertmanager$/, 'alertmanager'],
  [/^prometheus$/, 'prometheus'],
  [/^grafana(?:-oss|-enterprise)?$/, 'grafana'],
  [/^pgbouncer$/, 'pgbouncer'],
  [/^(?:postgres|postgresql|pgvector|postgis|timescaledb(?:-ha)?|pgvecto-rs)$/, 'postgres'],
  [/^(?:redis|redis-stack|redis-stack-server|valkey|keydb)$/, 'redis'],
  [/^qdrant$/, 'qdrant'],
  [/^(?:nginx|nginx-unprivileged|openresty)$/, 'nginx'],
  // Its commands `serve` and `worker` are those of others, too.
  [/^cvx$/, 'backend'],
];

const FRONTEND_NAME = /(?:^|[-_])(?:frontend|front|web|webapp|ui|client|site)(?:[-_]|$)/i;
const BACKEND_NAME = /(?:^|[-_])(?:backend|api|app|server|worker|service)(?:[-_]|$)/i;

/** Programs that a command starts when it runs an application's own code. */
const APPLICATION_COMMAND =
  /^(?:uvicorn|gunicorn|hypercorn|daphne|celery|python3?|flask|django-admin|puma|rails)$/;
const FRONTEND_COMMAND = /^(?:next|vite|nuxt|ng|react-scripts|serve)$/;

/** Packages that make a Node project one that people see, and those that make it one that answers requests. */
const FRONTEND_PACKAGES = [
  'next',
  'vite',
  'react-scripts',
  '@angular/core',
  'nuxt',
  '@sveltejs/kit',
  'vue',
  'react',
];
const SERVER_PACKAGES = ['express', 'fastify', 'koa', 'hono', '@nestjs/core', '@hapi/hapi', 'bullmq'];

/** What tells the kind beside the service itself. */
export interface KindHints {
  /** Text of a file of the project, by name; undefined where there is none. */
  readonly read: (file: string) => string | undefined;
  /** Names that the nginx configurations of the project send requests to. */
  readonly proxied: ReadonlySet<string>;
  readonly serviceNames: ReadonlySet<string>;
}

/** What program a service runs, told from its image, what it is built from, its command, and who speaks to whom. */
export function kindOfService(service: BareService, hints: KindHints): ServiceKind {
  if (service.buildContext !== undefined) return kindOfBuild(service, service.buildContext, hints);
  if (service.image === undefined) return kindOfName(service);
  return kindOfImage(service.image) ?? kindOfStranger(service, hints);
}

/** `registry:5000/team/redis:7@sha256:…` is `redis`. Undefined for an image of none of the known programs. */
export function kindOfImage(image: string): ServiceKind | undefined {
  const repository = repositoryOf(image);
  const last = repository.split('/').at(-1) ?? '';
  return KNOWN.find(([pattern]) => pattern.test(last))?.[1];
}

/** Without registry port mistaken for a tag, tag and digest. */
export function repositoryOf(image: string): string {
  const withoutDigest = image.split('@')[0] ?? '';
  return withoutDigest.replace(/:[^:/]*$/, '').toLowerCase();
}

function kindOfBuild(service: BareService, context: string, { read }: KindHints): ServiceKind {
  const inFolder = (file: string): string => inContext(context, file);
  const manifest = packageNames(read(inFolder('package.json')));
  const base = lastBase(read(inFolder(dockerfileOf(service))) ?? '');
  if (manifest) {
    const serves = SERVER_PACKAGES.some((name) => manifest.has(name));
    const shows = FRONTEND_PACKAGES.some((name) => manifest.has(name));
    if (shows && (!serves || FRONTEND_NAME.test(service.name))) return 'frontend';
    return 'backend';
  }
  const known = base === undefined ? undefined : kindOfImage(base);
  // Static pages are copied into nginx; a server of its own configuration is called nginx or proxy.
  if (known === 'nginx' && FRONTEND_NAME.test(service.name)) return 'frontend';
  return (
    known ?? (FRONTEND_NAME.test(service.name) && !hasApplication(read, inFolder) ? 'frontend' : 'backend')
  );
}

function hasApplication(read: KindHints['read'], inFolder: (file: string) => string): boolean {
  return ['requirements.txt', 'pyproject.toml', 'go.mod', 'pom.xml', 'Gemfile', 'composer.json'].some(
    (file) => read(inFolder(file)) !== undefined,
  );
}

function packageNames(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  const sections = text.matchAll(/"(?:dependencies|devDependencies)"\s*:\s*\{([^{}]*)\}/g);
  const names = [...sections].flatMap(([, body = '']) =>
    [...body.matchAll(/"([^"]+)"\s*:/g)].map((match) => match[1] ?? ''),
  );
  return new Set(names);
}

function kindOfStranger(service: BareService, { proxied, serviceNames }: KindHints): ServiceKind {
  const program = [...service.entrypoint, ...service.command].map((word) => word.split('/').at(-1) ?? '');
  if (program.some((word) => FRONTEND_COMMAND.test(word))) return 'frontend';
  if (program.some((word) => APPLICATION_COMMAND.test(word))) return 'backend';
  const named = kindOfName(service);
  if (named !== 'other') return named;
  if (proxied.has(service.name)) return 'backend';
  // Who is told the address of a store by a URL works with it.
  const urls = service.environment.map(
    ({ value }) => /^[a-z+]+:\/\/(?:[^@/]*@)?([^:/?#]+)/i.exec(value ?? '')?.[1],
  );
  return urls.some((host) => host !== undefined && serviceNames.has(host)) ? 'backend' : 'other';
}

function kindOfName({ name }: BareService): ServiceKind {
  if (FRONTEND_NAME.test(name)) return 'frontend';
  return BACKEND_NAME.test(name) ? 'backend' : 'other';
}
