// Written by `npx tsx scripts/new-check.ts --registry`: one line for each file in the folders beside it.
import type { Check } from '../check.ts';
import { backendFallbackClient } from './backend/backend-fallback-client.ts';
import { backendFallbackSilenced } from './backend/backend-fallback-silenced.ts';
import { redisHttpProbe } from './redis/redis-http-probe.ts';
import { redisHttpProbeForeign } from './redis/redis-http-probe-foreign.ts';
import { pgConfNotLoaded } from './postgres/pg-conf-not-loaded.ts';
import { pgConnectionBudget } from './postgres/pg-connection-budget.ts';
import { pgEnvIgnored } from './postgres/pg-env-ignored.ts';
import { pgTooManyClients } from './postgres/pg-too-many-clients.ts';
import { composeContainerNameScaled } from './compose/compose-container-name-scaled.ts';
import { composeDockerSock } from './compose/compose-docker-sock.ts';
import { composeFixedPortScaled } from './compose/compose-fixed-port-scaled.ts';
import { composeInvalid } from './compose/compose-invalid.ts';
import { composeMemLimitConflict } from './compose/compose-mem-limit-conflict.ts';
import { composeNoRestart } from './compose/compose-no-restart.ts';
import { composeStopGrace } from './compose/compose-stop-grace.ts';
import { composeUnpinnedImage } from './compose/compose-unpinned-image.ts';
import { composeVersionObsolete } from './compose/compose-version-obsolete.ts';
import { cvxIgnoreLapsed } from './cvx/cvx-ignore-lapsed.ts';

/** Every check, in the order of the areas. */
export const CHECKS: readonly Check[] = [
  backendFallbackClient,
  backendFallbackSilenced,
  redisHttpProbe,
  redisHttpProbeForeign,
  pgConfNotLoaded,
  pgConnectionBudget,
  pgEnvIgnored,
  pgTooManyClients,
  composeContainerNameScaled,
  composeDockerSock,
  composeFixedPortScaled,
  composeInvalid,
  composeMemLimitConflict,
  composeNoRestart,
  composeStopGrace,
  composeUnpinnedImage,
  composeVersionObsolete,
  cvxIgnoreLapsed,
];
