import { tryReadNginx } from '../../../edits/conf/nginx-tokens.ts';
import { Refusal } from '../../../edits/edit-refused.ts';
import { inContext } from '../../../project/dockerfile.ts';
import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Project, Service } from '../../../project/project.ts';
import { nginxDirectives } from '../nginx/nginx-files.ts';
import { imageSource } from './image-contents.ts';
import { postgresSettings } from '../postgres/postgres-settings.ts';
import { redisPort } from '../redis/redis-port.ts';

/** Ports that programs of these kinds listen on unless told otherwise (their manuals and Dockerfiles). */
const DEFAULTS: Partial<Record<Service['kind'], readonly number[]>> = {
  postgres: [5432],
  redis: [6379],
  qdrant: [6333, 6334, 6335],
  prometheus: [9090],
  alertmanager: [9093, 9094],
  grafana: [3000],
  'redis-exporter': [9121],
  'postgres-exporter': [9187],
  'node-exporter': [9100],
};

/** The ports that the program of a service listens on inside its network; undefined where the files do not tell for sure. */
export function listeningPorts(project: Project, service: Service): readonly number[] | undefined {
  const { kind, command, environment } = service;
  const words = [...service.entrypoint, ...command].join(' ');
  if (kind === 'redis')
    return configures(project, service, /^\s*(?:port|tls-port|unixsocket)\s/m) || words.includes('tls-port')
      ? undefined
      : [redisPort(service)];
  if (kind === 'postgres') {
    if (environment.some(({ key }) => key === 'PGPORT') || /(?:^|\s)-p\s?\d/.test(words)) return undefined;
    // A start script may say anything.
    if (service.entrypoint.length > 0 && !/^(?:\S*\/)?(?:docker-entrypoint\.sh|postgres)\b/.test(words))
      return undefined;
    const port = Number(postgresSettings(project, service).get('port')?.value ?? 5432);
    return Number.isInteger(port) ? [port] : undefined;
  }
  if (kind === 'qdrant')
    return environment.some(({ key }) => /^QDRANT__SERVICE__\w*PORT$/i.test(key)) ||
      configures(project, service, /_port:/)
      ? undefined
      : DEFAULTS.qdrant;
  if (kind === 'nginx' || isBuiltOnNginx(project, service)) return nginxPorts(project, service);
  const moved = /listen-address|listen_address|http_port/i.test(
    words + environment.map(({ key }) => key).join(' '),
  );
  const known = DEFAULTS[kind];
  if (known !== undefined) return moved ? undefined : known;
  return kind === 'backend' || kind === 'frontend' ? applicationPorts(project, service) : undefined;
}

function configures({ configs }: Project, { name }: Service, pattern: RegExp): boolean {
  return configs.some(({ service, text }) => service === name && pattern.test(text));
}

/** A frontend whose pages an nginx serves. */
function isBuiltOnNginx({ configs }: Project, { name }: Service): boolean {
  return configs.some(({ kind, service, builtIn }) => kind === 'nginx' && service === name && builtIn);
}

/** What takes the place of the site on port 80 that the image brings. */
const IN_PLACE_OF_DEFAULT =
  /^\/etc\/nginx\/(?:nginx\.conf|(?:conf\.d|templates)\/default\.conf(?:\.template)?)$/;

/** Of `listen` in the files of the project; undefined where it has none, since the image's own files may then say anything. */
function nginxPorts(project: Project, { name }: Service): readonly number[] | undefined {
  const files = project.configs.filter(({ kind, service }) => kind === 'nginx' && service === name);
  if (files.some(({ text }) => tryReadNginx(text) instanceof Refusal)) return undefined;
  const isBeside = files.every(({ target = '' }) => !IN_PLACE_OF_DEFAULT.test(target));
  if (isBeside && files.some(({ builtIn }) => builtIn !== undefined)) return undefined;
  const listens = nginxDirectives(project).filter(
    ({ file, directive }) => file.service === name && directive.words[0] === 'listen',
  );
  const addresses = listens.map(({ directive }) => directive.words[1] ?? '');
  if (addresses.some((address) => address.includes('$'))) return undefined;
  const ports = addresses.flatMap((address) => /^(?:\[[^\]]*\]:|[\w.*-]+:)?(\d+)$/.exec(address)?.[1] ?? []);
  return ports.length === 0 ? undefined : [...new Set(ports.map(Number))];
}

/** `--port 8000`, `-b 0.0.0.0:8000`, `-p 3000` where the container starts; the script or package.json that this names, too. */
function applicationPorts(project: Project, service: Service): readonly number[] | undefined {
  const lines = startLines(project, service);
  const ports = lines.flatMap((line) =>
    [
      ...line.matchAll(
        /(?:--port|--http-port|(?:^|\s)-p)["',\s=]+(\d{2,5})\b|(?:--bind|(?:^|[\s"])-b|--listen|--host)["',\s=]+[\w.[\]*]*:(\d{2,5})\b/g,
      ),
    ].map((match) => Number(match[1] ?? match[2])),
  );
  // Two programs, or a port from a variable beside it: not sure.
  const distinct = [...new Set(ports)];
  return distinct.length === 1 && !lines.some((line) => /(?:--port|-p|--bind|-b)["',\s=]+\S*\$/.test(line))
    ? distinct
    : undefined;
}

function startLines(project: Project, service: Service): string[] {
  const own = [...service.entrypoint, ...service.command].join(' ');
  const { dockerfile = '' } = imageSource(project, service);
  const image =
    [...dockerfile.matchAll(/^\s*(?:CMD|ENTRYPOINT)\s+(.*(?:\\\n.*)*)/gim)]
      .map((match) => match[1] ?? '')
      .at(-1) ?? '';
  const start = own === '' ? image : own;
  const context = service.buildContext ?? '.';
  const named = new Set(
    [...start.matchAll(/[\w./-]+\.(?:sh|bash)\b/g)].map(([path]) => path.split('/').at(-1)),
  );
  const scripts = project.sources.filter(
    (file) => isInFolder(file, context) && named.has(file.split('/').at(-1)),
  );
  const npm = /\b(?:npm|yarn|pnpm)["',\s]+(?:run["',\s]+)?(start|serve|preview|dev)\b/.exec(start)?.[1];
  const manifest = npm === undefined ? '' : (project.read(inContext(context, 'package.json')) ?? '');
  const script = new RegExp(String.raw`"${npm ?? ''}"\s*:\s*"([^"]*)"`).exec(manifest)?.[1] ?? '';
  return [start, script, ...scripts.map((file) => (project.read(file) ?? '').replaceAll(/^\s*#.*$/gm, ''))];
}
