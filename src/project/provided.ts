import path from 'node:path';
import type { YamlValue } from '../edits/edit.ts';
import type { Folder } from './folder.ts';
import { builtInFiles } from './image/built-in.ts';
import { isInFolder } from './is-in-folder.ts';
import type { BuiltIn, Service } from './project.ts';
import { isDataMount } from './sources.ts';
import { textIn, valueIn } from './value-in.ts';
import { listFiles } from './walk.ts';

/** A path inside a container, and what of the project stands there. */
export interface Provided {
  readonly service: Service;
  /** Name of a file or folder of the project. */
  readonly source: string;
  readonly target: string;
  /** Of a file that the image brings; else it is mounted. */
  readonly builtIn?: BuiltIn;
}

/** What is looked through for them. */
export interface ProjectFiles {
  readonly folder: Folder;
  /** Of the walk of the project. */
  readonly files: readonly string[];
  /** Compose's own `configs:` at the top. */
  readonly topConfigs: YamlValue | undefined;
}

/** The files of a mounted folder that are looked at; a folder with more holds data, not configuration. */
const MAX_FILES_OF_A_MOUNT = 200;

/** The files of the project that are mounted into the container, folders spread out. */
export function mountedFiles(service: Service, within: ProjectFiles): readonly Provided[] {
  const { folder } = within;
  return mountedPaths(service, within).flatMap((provided) => {
    const kind = folder.kindOf(folder.pathOf(provided.source));
    if (kind !== 'folder') return kind === 'file' ? [provided] : [];
    const prefix = provided.source === '.' ? '' : `${provided.source}/`;
    return filesIn(provided.source, within)
      .slice(0, MAX_FILES_OF_A_MOUNT)
      .map((file) => ({
        service,
        source: file,
        target: path.posix.join(provided.target, file.slice(prefix.length)),
      }));
  });
}

/** Those that its image has at wanted paths, and that nothing is mounted over. */
export function builtInto(
  service: Service,
  within: ProjectFiles,
  isWanted: (target: string) => boolean,
): readonly Provided[] {
  const covered = [
    ...service.mounts.map(({ target }) => target),
    ...configsOf(service).map(({ target }) => target),
  ];
  const isSeen = (target: string): boolean => !covered.some((over) => isInFolder(target, over));
  return builtInFiles(service, (target) => isSeen(target) && isWanted(target), {
    folder: within.folder,
    filesIn: (name) => filesIn(name, within),
  }).map((file) => ({ service, ...file }));
}

/** Files and folders of the project as they are mounted. */
export function mountedPaths(service: Service, { topConfigs }: ProjectFiles): readonly Provided[] {
  const mounts = service.mounts
    .filter((mount) => mount.kind === 'bind' && !path.isAbsolute(mount.source) && !isDataMount(mount))
    .map(({ source, target }) => ({ service, source, target }));
  const configs = configsOf(service).flatMap(({ name, target }) => {
    const file = textIn(valueIn(topConfigs, name), 'file');
    return file === undefined || path.isAbsolute(file)
      ? []
      : [{ service, source: path.posix.normalize(file), target }];
  });
  return [...mounts, ...configs];
}

function filesIn(folderName: string, { files, folder }: ProjectFiles): readonly string[] {
  if (folderName === '.') return files;
  const walked = files.filter((file) => file.startsWith(`${folderName}/`));
  // The walk of the project passes over folders like `data`; one that holds configuration is named by itself.
  return walked.length > 0 ? walked : listFiles(folder, new Set(), folderName);
}

/** Those of the `configs:` at the top that a service asks for. */
function configsOf({ spec }: Service): readonly { readonly name: string; readonly target: string }[] {
  const items = spec['configs'];
  return (Array.isArray(items) ? items : []).flatMap((item: YamlValue) => {
    const name = typeof item === 'string' ? item : textIn(item, 'source');
    const target = typeof item === 'string' ? undefined : textIn(item, 'target');
    return name === undefined ? [] : [{ name, target: target ?? `/${name}` }];
  });
}
