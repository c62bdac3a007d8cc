import type { Project } from '../../../project/project.ts';

/** What projects put behind the name of a file that each user makes a copy of. */
export const EXAMPLE_ENDINGS = ['.example', '.sample', '.template', '.dist'] as const;

/** The example that stands beside a file that is not there. */
export function exampleBeside(project: Project, file: string): string | undefined {
  return EXAMPLE_ENDINGS.map((ending) => file + ending).find((name) => project.read(name) !== undefined);
}
