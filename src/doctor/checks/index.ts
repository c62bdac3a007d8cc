// Written by `npx tsx scripts/new-check.ts --registry`: one line for each file in the folders beside it.
import type { Check } from '../check.ts';
import { backendFallbackClient } from './backend/backend-fallback-client.ts';
import { backendFallbackSilenced } from './backend/backend-fallback-silenced.ts';
import { backendMetricsBlocking } from './backend/backend-metrics-blocking.ts';
import { backendMetricsHostRejected } from './backend/backend-metrics-host-rejected.ts';
import { backendMetricsMissing } from './backend/backend-metrics-missing.ts';
import { backendMetricsMultiproc } from './backend/backend-metrics-multiproc.ts';
import { backendMetricsUnparsable } from './backend/backend-metrics-unparsable.ts';
import { redisAofSlow } from './redis/redis-aof-slow.ts';
import { redisClientAuthMismatch } from './redis/redis-client-auth-mismatch.ts';
import { redisConfEnvNotExpanded } from './redis/redis-conf-env-not-expanded.ts';
import { redisConfNotLoaded } from './redis/redis-conf-not-loaded.ts';
import { redisEmptyRequirepass } from './redis/redis-empty-requirepass.ts';
import { redisEnvIgnored } from './redis/redis-env-ignored.ts';
import { redisExporterAuth } from './redis/redis-exporter-auth.ts';
import { redisExporterBlind } from './redis/redis-exporter-blind.ts';
import { redisHealthcheckNoauth } from './redis/redis-healthcheck-noauth.ts';
import { redisHttpProbe } from './redis/redis-http-probe.ts';
import { redisHttpProbeForeign } from './redis/redis-http-probe-foreign.ts';
import { redisMaxclientsHit } from './redis/redis-maxclients-hit.ts';
import { redisMaxmemoryOverLimit } from './redis/redis-maxmemory-over-limit.ts';
import { redisNoAuthExposed } from './redis/redis-no-auth-exposed.ts';
import { redisNoMaxmemory } from './redis/redis-no-maxmemory.ts';
import { redisOvercommit } from './redis/redis-overcommit.ts';
import { redisPersistFailing } from './redis/redis-persist-failing.ts';
import { redisPolicyVsQueue } from './redis/redis-policy-vs-queue.ts';
import { redisSomaxconn } from './redis/redis-somaxconn.ts';
import { redisThp } from './redis/redis-thp.ts';
import { redisWriteOom } from './redis/redis-write-oom.ts';
import { confDuplicateKey } from './postgres/conf-duplicate-key.ts';
import { pgBackendKilled } from './postgres/pg-backend-killed.ts';
import { pgCheckpointsFrequent } from './postgres/pg-checkpoints-frequent.ts';
import { pgCliOverridesConf } from './postgres/pg-cli-overrides-conf.ts';
import { pgConfError } from './postgres/pg-conf-error.ts';
import { pgConfNotLoaded } from './postgres/pg-conf-not-loaded.ts';
import { pgConnectionBudget } from './postgres/pg-connection-budget.ts';
import { pgDataVersion } from './postgres/pg-data-version.ts';
import { pgEnvIgnored } from './postgres/pg-env-ignored.ts';
import { pgHealthcheckNoise } from './postgres/pg-healthcheck-noise.ts';
import { pgHttpProbe } from './postgres/pg-http-probe.ts';
import { pgIoUring } from './postgres/pg-io-uring.ts';
import { pgPasswordEmpty } from './postgres/pg-password-empty.ts';
import { pgPendingRestart } from './postgres/pg-pending-restart.ts';
import { pgSharedBuffersOverLimit } from './postgres/pg-shared-buffers-over-limit.ts';
import { pgShmSize } from './postgres/pg-shm-size.ts';
import { pgSslCertMissing } from './postgres/pg-ssl-cert-missing.ts';
import { pgSslmodeNoServerTls } from './postgres/pg-sslmode-no-server-tls.ts';
import { pgTooManyClients } from './postgres/pg-too-many-clients.ts';
import { pgTrustAuth } from './postgres/pg-trust-auth.ts';
import { pgWorkmemBlowup } from './postgres/pg-workmem-blowup.ts';
import { pgbouncerTransactionPrepared } from './postgres/pgbouncer-transaction-prepared.ts';
import { qdrantAliasDuplicate } from './qdrant/qdrant-alias-duplicate.ts';
import { qdrantApiKeyEmpty } from './qdrant/qdrant-api-key-empty.ts';
import { qdrantClientWarning } from './qdrant/qdrant-client-warning.ts';
import { qdrantCollectionStatus } from './qdrant/qdrant-collection-status.ts';
import { qdrantConfigPath } from './qdrant/qdrant-config-path.ts';
import { qdrantDeprecatedKey } from './qdrant/qdrant-deprecated-key.ts';
import { qdrantEnvPrefix } from './qdrant/qdrant-env-prefix.ts';
import { qdrantHealthcheck } from './qdrant/qdrant-healthcheck.ts';
import { qdrantMetricsUnauthorized } from './qdrant/qdrant-metrics-unauthorized.ts';
import { qdrantMmapLimit } from './qdrant/qdrant-mmap-limit.ts';
import { qdrantNofile } from './qdrant/qdrant-nofile.ts';
import { qdrantOpen } from './qdrant/qdrant-open.ts';
import { qdrantPortConflict } from './qdrant/qdrant-port-conflict.ts';
import { qdrantRam } from './qdrant/qdrant-ram.ts';
import { qdrantUnindexed } from './qdrant/qdrant-unindexed.ts';
import { qdrantUnknownKey } from './qdrant/qdrant-unknown-key.ts';
import { qdrantWalFootprint } from './qdrant/qdrant-wal-footprint.ts';
import { grafanaAnonymous } from './prometheus/grafana-anonymous.ts';
import { promAlertDivZero } from './prometheus/prom-alert-div-zero.ts';
import { promAlertMetricAbsent } from './prometheus/prom-alert-metric-absent.ts';
import { promAlertmanagerMissing } from './prometheus/prom-alertmanager-missing.ts';
import { promConfigInvalid } from './prometheus/prom-config-invalid.ts';
import { promConfigNotReloaded } from './prometheus/prom-config-not-reloaded.ts';
import { promExporterMissing } from './prometheus/prom-exporter-missing.ts';
import { promK8sSdInCompose } from './prometheus/prom-k8s-sd-in-compose.ts';
import { promLifecycleExposed } from './prometheus/prom-lifecycle-exposed.ts';
import { promNoRules } from './prometheus/prom-no-rules.ts';
import { promRetentionFit } from './prometheus/prom-retention-fit.ts';
import { promScrapesWirePort } from './prometheus/prom-scrapes-wire-port.ts';
import { promTargetDown } from './prometheus/prom-target-down.ts';
import { promTargetHtml } from './prometheus/prom-target-html.ts';
import { nginxBodySizeChain } from './nginx/nginx-body-size-chain.ts';
import { nginxConfNotIncluded } from './nginx/nginx-conf-not-included.ts';
import { nginxHostNotFound } from './nginx/nginx-host-not-found.ts';
import { nginxInvalid } from './nginx/nginx-invalid.ts';
import { nginxKeepaliveRace } from './nginx/nginx-keepalive-race.ts';
import { nginxMetricsPublic } from './nginx/nginx-metrics-public.ts';
import { nginxRateLimitNat } from './nginx/nginx-rate-limit-nat.ts';
import { nginxStaleDns } from './nginx/nginx-stale-dns.ts';
import { nginxStatusPublic } from './nginx/nginx-status-public.ts';
import { nginxTimeoutChain } from './nginx/nginx-timeout-chain.ts';
import { nginxTlsGap } from './nginx/nginx-tls-gap.ts';
import { nginxUaBlockProbes } from './nginx/nginx-ua-block-probes.ts';
import { nginxUpstreamKeepalive } from './nginx/nginx-upstream-keepalive.ts';
import { nginxWorkerConnections } from './nginx/nginx-worker-connections.ts';
import { nginxWrongUpstreamPort } from './nginx/nginx-wrong-upstream-port.ts';
import { nginxWsMapKillsKeepalive } from './nginx/nginx-ws-map-kills-keepalive.ts';
import { buildCopySourceMissing } from './compose/build-copy-source-missing.ts';
import { composeBindSourceMissing } from './compose/compose-bind-source-missing.ts';
import { composeBitnamiImage } from './compose/compose-bitnami-image.ts';
import { composeBuildFileMissing } from './compose/compose-build-file-missing.ts';
import { composeCommandReplacesEntrypoint } from './compose/compose-command-replaces-entrypoint.ts';
import { composeContainerNameScaled } from './compose/compose-container-name-scaled.ts';
import { composeCpuReservationIgnored } from './compose/compose-cpu-reservation-ignored.ts';
import { composeDependsHealthyNocheck } from './compose/compose-depends-healthy-nocheck.ts';
import { composeDependsOnStarted } from './compose/compose-depends-on-started.ts';
import { composeDockerSock } from './compose/compose-docker-sock.ts';
import { composeDuplicateFlag } from './compose/compose-duplicate-flag.ts';
import { composeFixedPortScaled } from './compose/compose-fixed-port-scaled.ts';
import { composeHealthcheckMissingBinary } from './compose/compose-healthcheck-missing-binary.ts';
import { composeHealthcheckWrongPort } from './compose/compose-healthcheck-wrong-port.ts';
import { composeInvalid } from './compose/compose-invalid.ts';
import { composeLogUnbounded } from './compose/compose-log-unbounded.ts';
import { composeMemLimitConflict } from './compose/compose-mem-limit-conflict.ts';
import { composeMemLimitMissing } from './compose/compose-mem-limit-missing.ts';
import { composeNoHealthcheck } from './compose/compose-no-healthcheck.ts';
import { composeNoRestart } from './compose/compose-no-restart.ts';
import { composeNoopExtraHosts } from './compose/compose-noop-extra-hosts.ts';
import { composeOrphanVolume } from './compose/compose-orphan-volume.ts';
import { composePrivileged } from './compose/compose-privileged.ts';
import { composePublicDataPort } from './compose/compose-public-data-port.ts';
import { composePublishedPortUnserved } from './compose/compose-published-port-unserved.ts';
import { composeShadowedEnv } from './compose/compose-shadowed-env.ts';
import { composeStopGrace } from './compose/compose-stop-grace.ts';
import { composeUnpinnedImage } from './compose/compose-unpinned-image.ts';
import { composeVersionObsolete } from './compose/compose-version-obsolete.ts';
import { confPathNotMounted } from './compose/conf-path-not-mounted.ts';
import { healthcheckProvesNothing } from './compose/healthcheck-proves-nothing.ts';
import { serviceWrongPort } from './compose/service-wrong-port.ts';
import { dsnUnknownParameter } from './env/dsn-unknown-parameter.ts';
import { envBuildTimeOnly } from './env/env-build-time-only.ts';
import { envCommentTruncated } from './env/env-comment-truncated.ts';
import { envDefaultSecret } from './env/env-default-secret.ts';
import { envDollarExpanded } from './env/env-dollar-expanded.ts';
import { envDuplicateKey } from './env/env-duplicate-key.ts';
import { envGitTracked } from './env/env-git-tracked.ts';
import { envListLiteralQuotes } from './env/env-list-literal-quotes.ts';
import { envMode } from './env/env-mode.ts';
import { envPgPasswordDrift } from './env/env-pg-password-drift.ts';
import { envPlacebo } from './env/env-placebo.ts';
import { envRawConsumer } from './env/env-raw-consumer.ts';
import { envTrailingSpaceKey } from './env/env-trailing-space-key.ts';
import { envUnsetVariable } from './env/env-unset-variable.ts';
import { hostClock } from './host/host-clock.ts';
import { hostCrashLoop } from './host/host-crash-loop.ts';
import { hostDisk } from './host/host-disk.ts';
import { hostOomKilled } from './host/host-oom-killed.ts';
import { hostSwap } from './host/host-swap.ts';
import { capCpuWorkers } from './capacity/cap-cpu-workers.ts';
import { capMemorySum } from './capacity/cap-memory-sum.ts';
import { capNodeHeap } from './capacity/cap-node-heap.ts';
import { capRedisClients } from './capacity/cap-redis-clients.ts';
import { jvmHeapOverLimit } from './capacity/jvm-heap-over-limit.ts';
import { cvxDeadLetters } from './cvx/cvx-dead-letters.ts';
import { cvxDisk } from './cvx/cvx-disk.ts';
import { cvxIgnoreLapsed } from './cvx/cvx-ignore-lapsed.ts';
import { cvxLockHeld } from './cvx/cvx-lock-held.ts';
import { cvxOtherModel } from './cvx/cvx-other-model.ts';
import { cvxSchemaNewer } from './cvx/cvx-schema-newer.ts';

/** Every check, in the order of the areas. */
export const CHECKS: readonly Check[] = [
  backendFallbackClient,
  backendFallbackSilenced,
  backendMetricsBlocking,
  backendMetricsHostRejected,
  backendMetricsMissing,
  backendMetricsMultiproc,
  backendMetricsUnparsable,
  redisAofSlow,
  redisClientAuthMismatch,
  redisConfEnvNotExpanded,
  redisConfNotLoaded,
  redisEmptyRequirepass,
  redisEnvIgnored,
  redisExporterAuth,
  redisExporterBlind,
  redisHealthcheckNoauth,
  redisHttpProbe,
  redisHttpProbeForeign,
  redisMaxclientsHit,
  redisMaxmemoryOverLimit,
  redisNoAuthExposed,
  redisNoMaxmemory,
  redisOvercommit,
  redisPersistFailing,
  redisPolicyVsQueue,
  redisSomaxconn,
  redisThp,
  redisWriteOom,
  confDuplicateKey,
  pgBackendKilled,
  pgCheckpointsFrequent,
  pgCliOverridesConf,
  pgConfError,
  pgConfNotLoaded,
  pgConnectionBudget,
  pgDataVersion,
  pgEnvIgnored,
  pgHealthcheckNoise,
  pgHttpProbe,
  pgIoUring,
  pgPasswordEmpty,
  pgPendingRestart,
  pgSharedBuffersOverLimit,
  pgShmSize,
  pgSslCertMissing,
  pgSslmodeNoServerTls,
  pgTooManyClients,
  pgTrustAuth,
  pgWorkmemBlowup,
  pgbouncerTransactionPrepared,
  qdrantAliasDuplicate,
  qdrantApiKeyEmpty,
  qdrantClientWarning,
  qdrantCollectionStatus,
  qdrantConfigPath,
  qdrantDeprecatedKey,
  qdrantEnvPrefix,
  qdrantHealthcheck,
  qdrantMetricsUnauthorized,
  qdrantMmapLimit,
  qdrantNofile,
  qdrantOpen,
  qdrantPortConflict,
  qdrantRam,
  qdrantUnindexed,
  qdrantUnknownKey,
  qdrantWalFootprint,
  grafanaAnonymous,
  promAlertDivZero,
  promAlertMetricAbsent,
  promAlertmanagerMissing,
  promConfigInvalid,
  promConfigNotReloaded,
  promExporterMissing,
  promK8sSdInCompose,
  promLifecycleExposed,
  promNoRules,
  promRetentionFit,
  promScrapesWirePort,
  promTargetDown,
  promTargetHtml,
  nginxBodySizeChain,
  nginxConfNotIncluded,
  nginxHostNotFound,
  nginxInvalid,
  nginxKeepaliveRace,
  nginxMetricsPublic,
  nginxRateLimitNat,
  nginxStaleDns,
  nginxStatusPublic,
  nginxTimeoutChain,
  nginxTlsGap,
  nginxUaBlockProbes,
  nginxUpstreamKeepalive,
  nginxWorkerConnections,
  nginxWrongUpstreamPort,
  nginxWsMapKillsKeepalive,
  buildCopySourceMissing,
  composeBindSourceMissing,
  composeBitnamiImage,
  composeBuildFileMissing,
  composeCommandReplacesEntrypoint,
  composeContainerNameScaled,
  composeCpuReservationIgnored,
  composeDependsHealthyNocheck,
  composeDependsOnStarted,
  composeDockerSock,
  composeDuplicateFlag,
  composeFixedPortScaled,
  composeHealthcheckMissingBinary,
  composeHealthcheckWrongPort,
  composeInvalid,
  composeLogUnbounded,
  composeMemLimitConflict,
  composeMemLimitMissing,
  composeNoHealthcheck,
  composeNoRestart,
  composeNoopExtraHosts,
  composeOrphanVolume,
  composePrivileged,
  composePublicDataPort,
  composePublishedPortUnserved,
  composeShadowedEnv,
  composeStopGrace,
  composeUnpinnedImage,
  composeVersionObsolete,
  confPathNotMounted,
  healthcheckProvesNothing,
  serviceWrongPort,
  dsnUnknownParameter,
  envBuildTimeOnly,
  envCommentTruncated,
  envDefaultSecret,
  envDollarExpanded,
  envDuplicateKey,
  envGitTracked,
  envListLiteralQuotes,
  envMode,
  envPgPasswordDrift,
  envPlacebo,
  envRawConsumer,
  envTrailingSpaceKey,
  envUnsetVariable,
  hostClock,
  hostCrashLoop,
  hostDisk,
  hostOomKilled,
  hostSwap,
  capCpuWorkers,
  capMemorySum,
  capNodeHeap,
  capRedisClients,
  jvmHeapOverLimit,
  cvxDeadLetters,
  cvxDisk,
  cvxIgnoreLapsed,
  cvxLockHeld,
  cvxOtherModel,
  cvxSchemaNewer,
];
