import type { ConfigFile, Project, Service } from '../../../project/project.ts';
import { startedServices } from '../compose/spec-value.ts';
import { serviceOfHost } from '../compose/service-of-host.ts';
import { addressOf, nginxDirectives, type NginxPlace } from './nginx-files.ts';

/** Where a `proxy_pass` leads. */
export interface PassedTo {
  readonly service: Service;
  readonly port: number;
  /** The path that replaces that of the location; empty where none is written. */
  readonly uri: string;
}

/** The service behind what stands in a `proxy_pass`, through an upstream too; undefined where no service of the project is. */
export function passedTo(
  project: Project,
  { service: owner }: Pick<ConfigFile, 'service'>,
  word: string,
): PassedTo | undefined {
  const passed = addressOf(word);
  if (passed === undefined) return undefined;
  const upstream = nginxDirectives(project).find(
    ({ file, directive: { words } }) =>
      file.service === owner && words[0] === 'upstream' && words[1] === passed.host,
  );
  const first = upstream?.directive.children?.find(({ words }) => words[0] === 'server')?.words[1];
  const address = first === undefined ? passed : addressOf(first);
  const service = address === undefined ? undefined : serviceOfHost(project, address.host);
  if (address === undefined || service === undefined) return undefined;
  const uri = /^\w+:\/\/[^/]*(\/.*)?$/.exec(word)?.[1] ?? '';
  return { service, port: address.port ?? (passed.tls ? 443 : 80), uri };
}

/** A place at which a started nginx passes requests on to a started service. */
export interface Passing extends PassedTo {
  /** The directive `proxy_pass`. */
  readonly place: NginxPlace;
  readonly nginx: Service;
}

/** Every `proxy_pass` to a service of the stack, those whose address stands in a variable of the same block or one around it included. */
export function passings(project: Project): readonly Passing[] {
  const started = startedServices(project);
  return nginxDirectives(project).flatMap((place): Passing[] => {
    const { directive, file } = place;
    const nginx = started.find(({ name }) => name === file.service);
    if (directive.words[0] !== 'proxy_pass' || nginx === undefined) return [];
    const target = passedTo(project, file, resolved(place, directive.words[1] ?? ''));
    return target !== undefined && started.includes(target.service) ? [{ ...target, place, nginx }] : [];
  });
}

/** `$api` and `http://$api` by `set $api http://backend:8000;`. */
function resolved({ around }: NginxPlace, word: string): string {
  const sets = around
    .toReversed()
    .flatMap(({ children = [] }) => children.filter(({ words }) => words[0] === 'set'));
  return word.replace(/\$\w+/, (name) => sets.find(({ words }) => words[1] === name)?.words[2] ?? name);
}
