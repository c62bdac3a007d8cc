import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Project } from '../../project/project.ts';
import { orUndefined } from './observe.ts';
import { runDocker } from './run-docker.ts';

/** A container that Compose made of this folder, and the project name that it was started under. */
export interface OwnContainer {
  readonly id: string;
  readonly projectName: string;
  /** The files that it was made from, absolute. */
  readonly files: readonly string[];
  /** How many of these are the project's. */
  readonly known: number;
}

/** Docker is asked for one list. */
const NAME_MS = 4000;
const LABEL = 'com.docker.compose';
const LIST_FORMAT = [
  '{{.ID}}',
  ...['project', 'project.working_dir', 'project.config_files', 'oneoff'].map(label),
];

function label(name: string): string {
  return `{{.Label "${LABEL}.${name}"}}`;
}

/**
 * Of all containers that Compose made, those of this project, newest first: of this folder under its name, else of its files
 * under another one (`docker compose -p NAME`), else those of the name alone, as `docker compose ps` takes them.
 */
export async function ownContainers(
  project: Pick<Project, 'root' | 'name' | 'composeFiles'>,
  signal: AbortSignal,
): Promise<readonly OwnContainer[]> {
  const args = ['ps', '--all', '--no-trunc', '--filter', `label=${LABEL}.project`];
  const lines = (await runDocker([...args, '--format', LIST_FORMAT.join('\t')], signal)).split('\n');
  const rows = lines
    .map((line) => line.split('\t'))
    // `docker compose run` leaves one that is no service.
    .filter(([id, , , , oneOff]) => id !== undefined && id !== '' && oneOff !== 'True');
  const folders = [project.root, (await orUndefined(realpath(project.root))) ?? project.root];
  // Docker may have noted them below the folder as it was named, or as it is.
  const paths = new Set(
    folders.flatMap((folder) => project.composeFiles.map((file) => resolve(folder, file))),
  );
  const own = rows.map(([id = '', projectName = '', folder = '', configs = '']) => {
    const files = configs === '' ? [] : configs.split(',').map((file) => resolve(folder, file));
    const known = files.filter((file) => paths.has(file)).length;
    return {
      id,
      projectName,
      files,
      known,
      named: projectName === project.name,
      placed: folders.includes(folder),
      made: known > 0,
    };
  });
  const made = own.filter((row) => row.made);
  const [newest] = made;
  const choices = [
    own.filter(({ named, placed, made }) => named && (placed || made)),
    // Several stacks of one folder are told apart by their names: what was started last of these files is looked at. What was
    // made of others (`-f compose.prod.yaml -p prod`) is another stack.
    made.filter(({ projectName }) => projectName === newest?.projectName),
    own.filter(({ named }) => named),
  ];
  return choices.find((chosen) => chosen.length > 0) ?? [];
}

/**
 * The project with the name that its containers run under, where `docker compose -p NAME` gave them another than the files say,
 * and with the files that they were started from where some are not among those read.
 * As it is where nothing of it was started here, or no Docker answers.
 */
export async function withRunningName(project: Project, signal?: AbortSignal): Promise<Project> {
  if (project.composeFiles.length === 0) return project;
  const limit = AbortSignal.timeout(NAME_MS);
  const found = await orUndefined(
    ownContainers(project, signal === undefined ? limit : AbortSignal.any([signal, limit])),
  );
  signal?.throwIfAborted();
  const [newest] = found ?? [];
  if (newest === undefined) return project;
  // Where none is known, the folder may have been moved since: they are not where they were.
  const more = newest.known > 0 && newest.known < newest.files.length;
  return {
    ...project,
    ...(newest.projectName === project.name ? {} : { startedAs: newest.projectName }),
    ...(more ? { startedFrom: newest.files.map((file) => shownFrom(project.root, file)) } : {}),
  };
}

function shownFrom(root: string, file: string): string {
  const inside = relative(root, file);
  return inside.startsWith('..') ? file : inside;
}
