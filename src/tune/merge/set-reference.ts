import type { Edit } from '../../edits/edit.ts';
import type { Project } from '../../project/project.ts';

/** Sets the variable that a compose file refers to, in the file that gives it; undefined where the project has no such file. */
export function setReference(project: Project, key: string, value: string): Edit | undefined {
  const giving = project.envFiles.find(({ lines }) => lines.some((line) => line.key === key))?.file;
  const file = giving ?? (project.read('.env') === undefined ? undefined : '.env');
  return file === undefined ? undefined : { do: 'set-env', file, key, value };
}
