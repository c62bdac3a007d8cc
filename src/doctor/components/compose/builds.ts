import { type ImageBuild, imageBuildOf } from '../../../project/image/image-build.ts';
import type { Project, Service } from '../../../project/project.ts';
import { startedServices } from './spec-value.ts';

/** One image that is built from a file of the project, and who runs it. */
export interface Build extends ImageBuild {
  readonly services: readonly [Service, ...Service[]];
}

/** What `docker compose build` makes, the same build of several services once. Contexts outside the project are left out. */
export function buildsOf(project: Project): readonly Build[] {
  const builds = new Map<string, Build>();
  for (const service of startedServices(project)) {
    const build = imageBuildOf(service, (file) => project.onDisk(file));
    if (build === undefined) continue;
    const { context, dockerfile = service.name, target, named } = build;
    const key = JSON.stringify([context, dockerfile, target, [...named]]);
    const known = builds.get(key);
    builds.set(key, {
      ...build,
      services: known === undefined ? [service] : [...known.services, service],
    });
  }
  return [...builds.values()];
}

/** `backend`, `backend and worker`. */
export function namesOf({ services }: Build): string {
  return new Intl.ListFormat('en').format(services.map(({ name }) => name));
}

/** Whether Compose takes the image from a registry first, and builds it only where it is not there (Compose, build and image). */
export function mayBePulled({ services }: Build): boolean {
  return services.every(({ image, spec }) => image !== undefined && spec['pull_policy'] !== 'build');
}
