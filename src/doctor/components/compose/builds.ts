import { dockerfileOf, inContext } from '../../../project/dockerfile.ts';
import type { Project, Service } from '../../../project/project.ts';
import { membersOf, specValue, startedServices } from './spec-value.ts';

/** One image that is built from a file of the project, and who runs it. */
export interface Build {
  readonly services: readonly [Service, ...Service[]];
  /** Folder, named from the root. */
  readonly context: string;
  /** Named from the root; undefined where the compose file holds its text, or it is fetched from elsewhere. */
  readonly dockerfile: string | undefined;
  /** The stage that is wanted; the last where none is named. */
  readonly target: string | undefined;
  /** Contexts by name, which take the place of stages and images of that name. */
  readonly named: ReadonlySet<string>;
}

/** What `docker compose build` makes, the same build of several services once. Contexts outside the project are left out. */
export function buildsOf(project: Project): readonly Build[] {
  const builds = new Map<string, Build>();
  for (const service of startedServices(project)) {
    const { buildContext: context, spec } = service;
    // A required variable that is not set stands there as written, and the project is refused for that.
    if (context === undefined || context.includes('${')) continue;
    const build = membersOf(spec['build']);
    const file = dockerfileOf(service);
    const elsewhere = build['dockerfile_inline'] !== undefined || file.includes('://');
    const dockerfile = elsewhere ? undefined : realName(project, inContext(context, file));
    const target = typeof build['target'] === 'string' ? build['target'] : undefined;
    const named = specValue(service, ['build', 'additional_contexts']);
    const names = Array.isArray(named)
      ? named.map((item) => String(item).split('=')[0] ?? '')
      : Object.keys(membersOf(named));
    const key = JSON.stringify([context, dockerfile ?? service.name, target, names]);
    const known = builds.get(key);
    builds.set(key, {
      services: known === undefined ? [service] : [...known.services, service],
      context,
      dockerfile,
      target,
      named: new Set(names),
    });
  }
  return [...builds.values()];
}

/** BuildKit takes `dockerfile` where there is no `Dockerfile` (seen with 20.10.24). */
function realName(project: Project, file: string): string {
  const lower = file.replace(/(?<=^|\/)Dockerfile$/, 'dockerfile');
  return project.onDisk(file) === 'absent' && project.onDisk(lower) === 'file' ? lower : file;
}

/** `backend`, `backend and worker`. */
export function namesOf({ services }: Build): string {
  return new Intl.ListFormat('en').format(services.map(({ name }) => name));
}

/** Whether Compose takes the image from a registry first, and builds it only where it is not there (Compose, build and image). */
export function mayBePulled({ services }: Build): boolean {
  return services.every(({ image, spec }) => image !== undefined && spec['pull_policy'] !== 'build');
}
