import type { Edit } from '../edits/edit.ts';
import type { Project } from '../project/project.ts';
import { type Check, defineCheck, type Finding, found } from './check.ts';

/** What sizes a project for so many users: `cvx tune`, which the doctor is given by whoever composes both. */
export type SizeProject = (
  project: Project,
  wish: { readonly users: number },
) =>
  | {
      readonly fits: true;
      readonly tier: string;
      readonly edits: readonly Edit[];
      readonly restart: readonly string[];
    }
  | { readonly fits: false; readonly message: string; readonly waysOut: readonly string[] };

export const SIZED_FOR = 'stack-size';

/** Whether a project is sized for the users that `--users` names. With `--fix` naming them is leave enough to change it. */
export function sizedFor(size: SizeProject, users: number): Check {
  return defineCheck({
    id: SIZED_FOR,
    area: 'capacity',
    severity: 'warning',
    title: `Processes, pools, limits and store settings are those for ${users} users on this machine`,
    why: 'Values that were chosen for another load, or another machine, waste memory here and run out there.',
    repair: `cvx tune --users ${users} shows the plan with the reason of every value`,
    fixClass: 'confirm',
    source: 'the sizing model: Little, utilisation law, square-root staffing, container limits',
    run: ({ project }) => {
      if (project.composeFiles.length === 0)
        return { state: 'not-applicable', why: 'there is no compose file' };
      const sized = size(project, { users });
      if (sized.fits) return found(findingsOf(sized, users));
      return found([
        {
          severity: 'error',
          message: `${sized.message} Ways out, for cvx tune: ${sized.waysOut.join('; ')}.`,
          at: { file: project.composeFiles[0] ?? '', line: 1, column: 1 },
          evidence: [],
        },
      ]);
    },
  });
}

/** One for each file: its edits belong together. */
function findingsOf(
  {
    tier,
    edits,
    restart,
  }: { readonly tier: string; readonly edits: readonly Edit[]; readonly restart: readonly string[] },
  users: number,
): readonly Finding[] {
  const files = [...new Set(edits.map(({ file }) => file))];
  return files.map((file) => {
    const own = edits.filter((edit) => edit.file === file);
    return {
      message: `${own.length} ${own.length === 1 ? 'value is' : 'values are'} not those of the ${tier} tier for ${users} users.`,
      at: { file, line: 1, column: 1 },
      evidence: [],
      fix: { class: 'confirm', edits: own, restart },
    };
  });
}
