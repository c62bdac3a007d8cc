import type { Plan } from '../../sizing/plan.ts';
import { COMPOSE } from './compose.ts';
import type { RenderedFiles, RenderOptions, Target } from './target.ts';

/**
 * The files of a complete stack around cvx's own image, for a folder of its own. On one host they lie in that folder, on several
 * in one folder per host. Deterministic: the same plan and secrets give the same bytes.
 */
export function renderStack(plan: Plan, options: RenderOptions, target: Target = COMPOSE): RenderedFiles {
  return target.render(plan, options);
}
