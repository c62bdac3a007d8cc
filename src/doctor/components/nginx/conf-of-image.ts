import { oncePer } from '../../../lib/once-per.ts';
import { isOnlyCopiedInto } from '../../../project/image/only-copied-into.ts';
import { serviceImage } from '../../../project/image/service-image.ts';
import type { Project, Service } from '../../../project/project.ts';
import { isOfficialNginx, isPlainNginx } from './nginx-files.ts';

/** Whether nginx reads what its official image has in /etc/nginx but for what the project puts there, by a mount or a Dockerfile. */
export function hasConfOfImage(project: Project, service: Service): boolean {
  return isPlainNginx(service) || isBuiltPlain(project)(service);
}

const isBuiltPlain = oncePer((project: Project) =>
  oncePer((service: Service): boolean => {
    const image = serviceImage(service, project);
    if (image === undefined || !isOfficialNginx(image.recipe.base)) return false;
    const [program = 'nginx'] = image.start.words;
    return /^(?:\S*\/)?nginx(?:-debug)?$/.test(program) && isOnlyCopiedInto(image, '/etc/nginx');
  }),
);
