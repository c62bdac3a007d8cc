import type { Project } from '../../../project/project.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import { notApplicable, notObservable, type Verdict } from '../../check.ts';
import { imageSource } from '../compose/image-contents.ts';
import { startedServices } from '../compose/spec-value.ts';

/**
 * The verdict where no configuration that is at hand has what a check is about: one that is made in an image of nginx, or
 * copied from elsewhere, may have it.
 */
export function noneAtHand(project: Project, why: string): Verdict {
  const built = startedServices(project).find(
    (service) =>
      service.buildContext !== undefined &&
      /(?:^|\/)(?:nginx|nginx-unprivileged|openresty)$/.test(
        repositoryOf(imageSource(project, service).base ?? ''),
      ) &&
      !project.configs.some((config) => config.kind === 'nginx' && config.service === service.name),
  );
  return built === undefined
    ? notApplicable(why)
    : notObservable(`the nginx configuration of ${built.name} is in its image, where it is not read`);
}
