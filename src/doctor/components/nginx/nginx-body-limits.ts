import type { Project } from '../../../project/project.ts';
import { oncePer } from '../../../lib/once-per.ts';
import { MIB, uploadLimit, type UploadLimit } from '../backend/upload-limits.ts';
import type { NginxPlace } from './nginx-files.ts';
import { answeringLocation, locationOf, nginxServers } from './nginx-locations.ts';
import { type NginxRoute, nginxRoutes, widest } from './nginx-routes.ts';
import type { Passing } from './nginx-targets.ts';

/** Of nginx, where nothing is said (nginx manual, client_max_body_size). */
const OF_NGINX = MIB;

/** A route with the size of a request that it lets through. */
export interface BodyRoute extends NginxRoute {
  readonly bytes: number | undefined;
  /** Where that is written; undefined for the default. */
  readonly set: NginxPlace | undefined;
}

export const bodyRoutes = oncePer((project: Project): readonly BodyRoute[] =>
  nginxRoutes(project).map((route) => {
    const { value, set } = widest(project, route.passings, 'client_max_body_size', bytesOf, OF_NGINX);
    return { ...route, bytes: value, set };
  }),
);

/** `25m`, `1G`, `512k`, `1048576`; 0 switches the limit off. */
function bytesOf(word: string): number | undefined {
  const match = /^(\d+)([kmg])?$/i.exec(word);
  if (match === null) return undefined;
  const unit = { k: 1024, m: MIB, g: 1024 * MIB }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Number(match[1]) * unit || Infinity;
}

/** What the programs behind a route let through themselves, behind a second nginx too where the first one's requests reach it. */
export function limitBehind(project: Project, route: BodyRoute): UploadLimit | undefined {
  const own = uploadLimit(project, route.service);
  if (own !== undefined) return own;
  const further = nextRoutes(project, route).flatMap(({ service }) => uploadLimit(project, service) ?? []);
  return further.toSorted((a, b) => b.bytes - a.bytes)[0];
}

/** The routes of a second nginx that requests of this one take. */
export function nextRoutes(project: Project, route: BodyRoute): readonly BodyRoute[] {
  return bodyRoutes(project).filter(
    ({ nginx, passings: inner }) =>
      nginx === route.service &&
      inner.some((one) => route.passings.some((outer) => reaches(project, outer, one))),
  );
}

/** Whether a request for what the inner location answers gets there over the outer one, and to no service of its own before. */
function reaches(project: Project, outer: Passing, inner: Passing): boolean {
  const locationAround = ({ place }: Passing) =>
    place.around.findLast(({ words }) => words[0] === 'location');
  const block = locationAround(inner);
  const { modifier, pattern } =
    block === undefined ? { modifier: '', pattern: '/' } : locationOf({ ...inner.place, directive: block });
  const outerBlock = locationAround(outer);
  const isRenamed = outer.uri !== '' && !(outer.uri === '/' && outerBlock?.words.at(-1) === '/');
  if (isRenamed || modifier.startsWith('~') || pattern.startsWith('@')) return false;
  const server = nginxServers(project).find(({ place }) => outer.place.around.includes(place.directive));
  const answering = server === undefined ? undefined : answeringLocation(server.locations, pattern);
  return answering !== undefined && answering !== 'unknown' && answering.directive === outerBlock;
}
