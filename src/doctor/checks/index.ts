// Written by `npx tsx scripts/new-check.ts --registry`: one line for each file in the folders beside it.
import type { Check } from '../check.ts';
import { redisHttpProbe } from './redis/redis-http-probe.ts';
import { redisHttpProbeForeign } from './redis/redis-http-probe-foreign.ts';
import { composeNoRestart } from './compose/compose-no-restart.ts';
import { cvxIgnoreLapsed } from './cvx/cvx-ignore-lapsed.ts';

/** Every check, in the order of the areas. */
export const CHECKS: readonly Check[] = [
  redisHttpProbe,
  redisHttpProbeForeign,
  composeNoRestart,
  cvxIgnoreLapsed,
];
