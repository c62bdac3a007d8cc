import type { Project } from './project.ts';

/** What containers mount of the project, by its real name: a file among it has to keep its inode when it is written. */
export function bindSources(project: Project): ReadonlySet<string> {
  return new Set(
    project.services.flatMap(({ mounts }) =>
      mounts.flatMap(({ kind, source }) => (kind === 'bind' ? [project.fileOf(source)] : [])),
    ),
  );
}
