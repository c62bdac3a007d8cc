import { posix } from 'node:path';
import type { Project, PublishedPort, Service } from '../../../project/project.ts';
import { membersOf, specValue, startedServices } from '../compose/spec-value.ts';
import { isPlainNginx, nginxDirectives, type NginxPlace } from './nginx-files.ts';
import { includedPaths, MAIN_CONF, matchesPath, nginxParts } from './nginx-includes.ts';
import { passings } from './nginx-targets.ts';

/** What an nginx says of TLS in the files that it reads. */
export interface NginxTls {
  readonly service: Service;
  readonly listens: readonly NginxListen[];
  /** `ssl_certificate` and `ssl_certificate_key` with a path, in order; none of a variable. */
  readonly files: readonly { readonly place: NginxPlace; readonly path: string }[];
}

/** A `listen` that others than the container itself reach. */
export interface NginxListen {
  readonly place: NginxPlace;
  readonly port: number;
  readonly isTls: boolean;
}

/** Every started service whose nginx configuration is at hand. */
export function nginxTls(project: Project): readonly NginxTls[] {
  return startedServices(project).flatMap((service): NginxTls[] => {
    const places = readDirectives(project, service);
    if (places.length === 0) return [];
    return [
      {
        service,
        listens: places.flatMap((place) => listenOf(place) ?? []),
        files: places.flatMap((place) => {
          const [name = '', path = ''] = place.directive.words;
          return /^ssl_certificate(?:_key)?$/.test(name) && /^[^$:]+$/.test(path)
            ? [{ place, path: posix.resolve(posix.dirname(MAIN_CONF), path) }]
            : [];
        }),
      },
    ];
  });
}

/** Without files that are mounted and that nothing includes: those are told elsewhere. */
function readDirectives(project: Project, service: Service): readonly NginxPlace[] {
  const paths = includedPaths(project, service);
  const read = nginxParts(project, service).filter(
    ({ target }) =>
      target === MAIN_CONF || paths === undefined || paths.some((path) => matchesPath(path, target)),
  );
  return nginxDirectives(project).filter((place) => read.some(({ file }) => file === place.file));
}

function listenOf(place: NginxPlace): NginxListen | undefined {
  const { words } = place.directive;
  const isWeb = place.around.every(({ words: [block] }) => block === 'http' || block === 'server');
  const port = /^(?:\[[^\]]*\]:|(?!127\.|localhost)[\w.*-]+:)?(\d+)$/.exec(words[1] ?? '')?.[1];
  if (words[0] !== 'listen' || !isWeb || port === undefined) return undefined;
  return { place, port: Number(port), isTls: words.includes('ssl') || words.includes('quic') };
}

/**
 * Whether nothing gives the container a file: no mount, secret or configuration, and its image is known to have none there. False
 * where a script might make it.
 */
export function isSurelyAbsent(service: Service, path: string): boolean {
  const { mounts, entrypoint, command, spec } = service;
  const isKnown =
    isPlainNginx(service) &&
    entrypoint.length === 0 &&
    (command.length === 0 || /^nginx(?:-debug)?$/.test(command[0] ?? '')) &&
    !mounts.some(({ target }) => target.startsWith('/docker-entrypoint')) &&
    spec['volumes_from'] === undefined &&
    // That of the certificate authorities, which images have.
    !path.startsWith('/etc/ssl/certs/ca-');
  return isKnown && !targetsOf(service).some((target) => path === target || path.startsWith(`${target}/`));
}

/** Whether a file of a container is one of the project, and there. */
export function isAtHand(project: Project, { mounts }: Service, path: string): boolean {
  return mounts.some(
    ({ kind, source, target }) =>
      kind === 'bind' &&
      (path === target || path.startsWith(`${target}/`)) &&
      project.read(source + path.slice(target.length)) !== undefined,
  );
}

function targetsOf(service: Service): readonly string[] {
  const given = (key: string, folder: string): string[] => {
    const items = specValue(service, [key]);
    return (Array.isArray(items) ? items : []).map((item) => {
      const { source, target } = membersOf(item);
      return posix.resolve(folder, String(target ?? source ?? item));
    });
  };
  const mounted = service.mounts.map(({ target }) => target.replace(/\/$/, ''));
  return [...mounted, ...given('secrets', '/run/secrets'), ...given('configs', '/')];
}

/** A port for TLS is reached: published, on a network that is not its own, or by another service, which may also do the TLS of all. */
export function isReachedOtherwise(
  project: Project,
  service: Service,
  listens: readonly NginxListen[],
): boolean {
  const ports = new Set(listens.flatMap(({ port, isTls }) => (isTls ? [port] : [])));
  const others = startedServices(project).filter((one) => one !== service);
  const { name, spec } = service;
  return (
    spec['network_mode'] !== undefined ||
    service.ports.some(({ container }) => ports.has(container)) ||
    others.some((one) => one.ports.some(({ host = 0 }) => host === 443 || ports.has(host))) ||
    others.some(({ image = '' }) => /cloudflared|ngrok|tailscale/.test(image)) ||
    others.some(({ spec: its, environment }) =>
      JSON.stringify([its, environment.map(({ value }) => value)]).includes(`https://${name}`),
    ) ||
    passings(project).some((one) => one.service === service && ports.has(one.port)) ||
    /traefik|caddy|VIRTUAL_HOST/.test(JSON.stringify([spec['labels'], spec['environment']]))
  );
}

/** What sends each request at a port to https: a `return` of a server itself or of its `location /`, under no condition. */
export function redirectOf(
  project: Project,
  listens: readonly NginxListen[],
  { container }: PublishedPort,
): NginxPlace | undefined {
  const blocks = listens.flatMap(({ place, port, isTls }) =>
    port === container && !isTls ? (place.around.at(-1) ?? []) : [],
  );
  const returns = blocks.flatMap(({ children = [] }) => [
    ...children,
    ...children.flatMap(({ words, children: inner = [] }) => (words.join(' ') === 'location /' ? inner : [])),
  ]);
  const redirect = returns.find(({ words }) => /^return 30[1278] https:/.test(words.join(' ')));
  return redirect && nginxDirectives(project).find(({ directive }) => directive === redirect);
}
