import { posix } from 'node:path';
import { isInFolder } from '../../../project/is-in-folder.ts';
import type { Project, Service } from '../../../project/project.ts';
import { specValue } from './spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Whether something that is given to a container stands at a path in it. */
export type Given =
  | { readonly state: 'there' | 'unknown' }
  /** `folder`: the folder of the project, mounted around that path, which has no such file. */
  | { readonly state: 'absent'; readonly folder: string | undefined };

/** What mounts, configs and secrets put at a path of a container; what the image itself has there is not looked at. */
export function givenAt(project: Project, service: Service, path: string): Given {
  if (specValue(service, ['volumes_from']) !== undefined) return { state: 'unknown' };
  const single = [
    ...targetsOf(service, 'configs', (name) => `/${name}`),
    ...targetsOf(service, 'secrets', (name) => `${SECRETS}/${name}`),
  ];
  if (single.includes(path)) return { state: 'there' };
  // The innermost of the mounts around it is the one that is seen there.
  const around = service.mounts
    .filter(({ target }) => target === '/' || isInFolder(path, target))
    .toSorted((a, b) => b.target.length - a.target.length)[0];
  if (around === undefined) return { state: 'absent', folder: undefined };
  if (around.target === path) return { state: 'there' };
  if (around.kind !== 'bind' || around.onDisk !== 'folder') return { state: 'unknown' };
  const file = posix.join(around.source, posix.relative(around.target, path));
  const stands = project.onDisk(file);
  if (stands === 'absent') return { state: 'absent', folder: around.source };
  return { state: stands === undefined ? 'unknown' : 'there' };
}

/** Where Compose puts secrets that name no path of their own. */
export const SECRETS = '/run/secrets';

function targetsOf(
  service: Service,
  key: 'configs' | 'secrets',
  byDefault: (name: string) => string,
): readonly string[] {
  const items = specValue(service, [key]);
  return (Array.isArray(items) ? items : []).flatMap((item) => {
    const { source, target } = membersOf(item);
    const name = target ?? source ?? item;
    if (typeof name !== 'string') return [];
    return posix.isAbsolute(name) ? [posix.normalize(name)] : [byDefault(name)];
  });
}
