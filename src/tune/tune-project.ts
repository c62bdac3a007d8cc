import type { Edit } from '../edits/edit.ts';
import type { Project } from '../project/project.ts';
import type { Host } from '../sizing/inputs.ts';
import { inputsOf } from '../sizing/inputs-of.ts';
import { measureHost } from '../sizing/measure-host.ts';
import { wayText } from '../sizing/plan.ts';
import { planStack } from '../sizing/plan-stack.ts';
import { given } from '../sizing/quantity.ts';
import { detectTier } from './detect-tier.ts';
import { matchServices } from './merge/match-services.ts';
import { mergeProject } from './merge/merge-project.ts';
import { wishesOfProject } from './merge/wishes-of-project.ts';

export interface TuneWish {
  /** Without it the tier that the project's files are made for. */
  readonly users?: number;
  /** This machine unless given. */
  readonly host?: Host;
}

/** What would size a project, or why nothing can. */
export type TunedProject =
  | {
      readonly fits: true;
      readonly tier: string;
      /** Each can be made and changes something, in this order. None: the project is sized so. */
      readonly edits: readonly Edit[];
      readonly restart: readonly string[];
    }
  | { readonly fits: false; readonly message: string; readonly waysOut: readonly string[] };

/**
 * Sizes a project for so many users on a host, as edits of its files. Pure but for measuring this machine. Throws CVX_USERS where
 * the number is none that there is a tier for.
 */
export function tuneProject(project: Project, { users, host }: TuneWish): TunedProject {
  const plan = planStack(
    inputsOf({
      ...wishesOfProject(project),
      ...(users === undefined
        ? { tier: detectTier(project) }
        : { users: given(users, 'count', `--users ${users}`) }),
      host: host ?? measureHost(project.root),
    }),
  );
  if (plan.outcome === 'refusal')
    return { fits: false, message: plan.message, waysOut: plan.waysOut.map(wayText) };
  const { edits, restart } = mergeProject(project, plan);
  const inCompose = new Set(project.composeFiles);
  const recreated = edits.flatMap((edit) => {
    const name = inCompose.has(edit.file) && 'path' in edit ? edit.path[1] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  // Variables of an env file are read by the applications.
  const applications = ['backend', 'worker', 'redis-cache'] as const;
  const matched = matchServices(project);
  const readers = edits.some((edit) => edit.do === 'set-env')
    ? applications.flatMap((name) => matched.get(name)?.name ?? [])
    : [];
  return {
    fits: true,
    tier: plan.tier.name,
    edits,
    restart: [...new Set([...restart, ...recreated, ...readers])],
  };
}
