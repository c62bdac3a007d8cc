import { posix } from 'node:path';
import type { Project, PublishedPort, Service } from '../../../project/project.ts';
import { isInFolder } from '../../../project/is-in-folder.ts';
import { type Given, givenAt } from '../compose/path-in-container.ts';
import { startedServices } from '../compose/spec-value.ts';
import { isPlainNginx, nginxDirectives, type NginxPlace } from './nginx-files.ts';
import { includedPaths, MAIN_CONF, nginxParts } from './nginx-includes.ts';
import { passings } from './nginx-targets.ts';
import { matchesGlob } from '../../../project/matches-glob.ts';

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
      target === MAIN_CONF || paths === undefined || paths.some((path) => matchesGlob(path, target)),
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
 * Whether a certificate or key stands in the container. Absent only where nothing could have made it: no script at the start, no
 * other image than nginx' own, no other service that has the folder, as certbot does.
 */
export function certificateAt(project: Project, service: Service, path: string): Given {
  const given = givenAt(project, service, path);
  if (given.state !== 'absent') return given;
  const { folder } = given;
  const { mounts, entrypoint, command } = service;
  const isPlainStart =
    entrypoint.length === 0 &&
    (command.length === 0 || /^nginx(?:-debug)?$/.test(command[0] ?? '')) &&
    !mounts.some(({ target }) => target.startsWith('/docker-entrypoint'));
  const isSure =
    folder === undefined
      ? // Images have the authorities' certificates.
        isPlainNginx(service) && !path.startsWith('/etc/ssl/certs/ca-')
      : project.services.every(
          (other) =>
            other === service ||
            other.mounts.every(({ source }) => source !== folder && !isInFolder(folder, source)),
        );
  return isPlainStart && isSure ? given : { state: 'unknown' };
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
