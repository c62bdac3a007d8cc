import type { Project, Service } from '../../../project/project.ts';
import { oncePer } from '../../../lib/once-per.ts';
import { MIB, uploadLimit, type UploadLimit } from '../backend/upload-limits.ts';
import type { NginxPlace } from './nginx-files.ts';
import { inEffect } from './nginx-in-effect.ts';
import { answeringLocation, locationOf, nginxServers } from './nginx-locations.ts';
import { type Passing, passings } from './nginx-targets.ts';

/** Of nginx, where nothing is said (nginx manual, client_max_body_size). */
const OF_NGINX = MIB;

/** All ways by which one nginx passes requests on to one service. */
export interface BodyRoute {
  readonly nginx: Service;
  readonly service: Service;
  readonly passings: readonly [Passing, ...Passing[]];
  /** Bytes that the widest of these ways lets through: uploads take that one. Undefined where a file that is not at hand may say it. */
  readonly bytes: number | undefined;
  /** Where that is written; undefined for the default. */
  readonly set: NginxPlace | undefined;
}

/** Each nginx with each service that it passes requests on to. */
export const bodyRoutes = oncePer((project: Project): readonly BodyRoute[] => {
  const all = passings(project);
  const first = all.filter((one, i) => all.findIndex((other) => isSameRoute(one, other)) === i);
  return first.map((one) => {
    const same = all.filter((other) => other !== one && isSameRoute(one, other));
    const limits = [one, ...same].map(({ place }) => limitAt(project, place));
    const widest = limits.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))[0];
    const isKnown = limits.every(({ bytes }) => bytes !== undefined);
    return {
      nginx: one.nginx,
      service: one.service,
      passings: [one, ...same],
      bytes: isKnown ? widest?.bytes : undefined,
      set: widest?.set,
    };
  });
});

function isSameRoute(one: Passing, other: Passing): boolean {
  return one.nginx === other.nginx && one.service === other.service;
}

function limitAt(project: Project, place: NginxPlace): Pick<BodyRoute, 'bytes' | 'set'> {
  const set = inEffect(project, place, 'client_max_body_size');
  if (set === 'default') return { bytes: OF_NGINX, set: undefined };
  if (set === 'unknown') return { bytes: undefined, set: undefined };
  const match = /^(\d+)([kmg])?$/i.exec(set.directive.words[1] ?? '');
  if (match === null) return { bytes: undefined, set };
  const unit = { k: 1024, m: MIB, g: 1024 * MIB }[(match[2] ?? '').toLowerCase()] ?? 1;
  const bytes = Number(match[1]) * unit;
  // 0 switches the limit off.
  return { bytes: bytes === 0 ? Infinity : bytes, set };
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
