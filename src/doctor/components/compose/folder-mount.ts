import path from 'node:path';
import type { Edit } from '../../../edits/edit.ts';
import type { Mount, Service } from '../../../project/project.ts';
import { specValue } from './spec-value.ts';

/** The mount that gives a service one file by itself; undefined where a folder holds it. */
export function fileMountOf({ mounts }: Service, target: string): Mount | undefined {
  return mounts.find((mount) => mount.kind === 'bind' && mount.onDisk === 'file' && mount.target === target);
}

/**
 * The edits that mount the folder around a file in place of the file. None where the container would then see more than is meant
 * (the whole project), miss what else is mounted there, or where the mount is not written out by that name.
 */
export function folderMountEdits(service: Service, mount: Mount): readonly Edit[] {
  const [from, to] = [path.posix.dirname(mount.source), path.posix.dirname(mount.target)];
  const name = path.posix.basename(mount.source);
  const others = service.mounts.filter((one) => one !== mount && one.target.startsWith(`${to}/`));
  const outside = path.posix.isAbsolute(mount.source) || from === '.' || from.startsWith('..');
  const hidden = others.some(({ source, target }) => source !== `${from}${target.slice(to.length)}`);
  if (outside || hidden || to === '/' || path.posix.basename(mount.target) !== name) return [];
  const set = (key: string, value: string): Edit | undefined => {
    const { file, path: at, shared } = service.editOf([...mount.path, ...(key === '' ? [] : [key])]);
    return shared === true ? undefined : { do: 'set-yaml', file, path: at, value };
  };
  const written = specValue(service, mount.path);
  const edits =
    typeof written === 'string'
      ? [withFolders(written, name)].map((value) => (value === undefined ? undefined : set('', value)))
      : [set('source', `./${from}`), set('target', to)];
  return edits.includes(undefined) ? [] : edits.filter((edit) => edit !== undefined);
}

/** `./monitoring/a.yml:/etc/app/a.yml:ro` → `./monitoring:/etc/app:ro` */
function withFolders(written: string, name: string): string | undefined {
  const [source = '', target = '', ...options] = written.split(':');
  const end = `/${name}`;
  if (!source.endsWith(end) || !target.endsWith(end)) return undefined;
  return [source.slice(0, -end.length), target.slice(0, -end.length), ...options].join(':');
}
