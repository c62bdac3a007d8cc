import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { downSeen, isDownAt } from '../../components/prometheus/prometheus-live.ts';
import { type StaticTarget, staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { qdrantKeyState } from '../../components/qdrant/qdrant-key.ts';
import { qdrantSetting, qdrantVersion } from '../../components/qdrant/qdrant-settings.ts';
import { scraperOf } from '../../components/prometheus/scrape-edits.ts';
import { serviceOfHost } from '../../components/compose/service-of-host.ts';
import { withVariable } from '../../components/compose/variable-edits.ts';
import { writtenValue } from '../../components/compose/written-value.ts';

/** Beside 6333 (HTTP), 6334 (gRPC) and 6335 (peers). */
const METRICS_PORT = 6336;

export const qdrantMetricsUnauthorized = defineCheck({
  id: 'qdrant-metrics-unauthorized',
  area: 'qdrant',
  severity: 'warning',
  title: 'Prometheus may read the metrics of a Qdrant that asks for a key',
  why: `With a key Qdrant lets only /healthz, /readyz and /livez through without it: /metrics answers 401, the target stays down, and
nobody sees memory, files and slow searches grow.`,
  repair:
    'Give the job authorization: {credentials_file: …} with the read-only key, or let Qdrant serve its metrics on a port of their own (service.metrics_port, 1.17 and newer), which is not published.',
  fixClass: 'safe',
  source:
    'Qdrant src/actix/auth.rs (whitelist); seen with qdrant 1.18.3: /metrics 401 without a key, 200 with a bearer token, 200 on service.metrics_port, where /collections is 404',
  supersedes: ['prom-target-down'],
  run: (evidence) => {
    const { project } = evidence;
    const targets = staticTargets(project).flatMap((target) => {
      const server = serviceOfHost(project, target.host);
      return server?.kind === 'qdrant' ? [{ target, server }] : [];
    });
    if (targets.length === 0) return notApplicable('Prometheus scrapes no Qdrant');
    return found(targets.flatMap(({ target, server }) => findingsOf(evidence, target, server)));
  },
});

function findingsOf(evidence: Evidence, target: StaticTarget, server: Service): readonly Finding[] {
  const { project } = evidence;
  const key = qdrantKeyState(project, server);
  const refused = downSeen(
    evidence,
    (scrape) => isDownAt(scrape, target) && /\b40[13]\b/.test(scrape.lastError),
  );
  const own = Number(qdrantSetting(project, server, 'service.metrics_port')?.value ?? Number.NaN);
  if (refused.length === 0 && (key.state === 'none' || isAuthorized(project, target))) return [];
  if (own === target.port) return [];
  const edits = portEdits(project, target, server, own);
  return [
    {
      message: `Prometheus scrapes ${target.target} without the key that ${server.name} asks for: it is answered with 401.`,
      at: target.at,
      ...(key.state === 'none' ? {} : { related: [key.setting.at] }),
      evidence: [{ by: 'config', text: `job ${target.job} has no authorization`, at: target.at }, ...refused],
      ...(edits === undefined
        ? {}
        : {
            repair: `Scrape ${target.host}:${Number.isNaN(own) ? METRICS_PORT : own}, a port of ${server.name} for metrics alone that is not published.`,
            fix: {
              class: 'safe',
              edits,
              restart: [server.name, ...scraperOf(project, target)],
            },
          }),
    },
  ];
}

function isAuthorized(project: Project, { file, path }: StaticTarget): boolean {
  const job = path.slice(0, 2);
  return ['authorization', 'bearer_token', 'bearer_token_file', 'basic_auth', 'oauth2', 'http_headers'].some(
    (key) => writtenValue(project, { file, path: [...job, key] }) !== undefined,
  );
}

/** Undefined for a version that has no such port, and where the variable is set elsewhere. */
function portEdits(
  project: Project,
  { file, path, host }: StaticTarget,
  server: Service,
  own: number,
): readonly Edit[] | undefined {
  const [major, minor] = qdrantVersion(server) ?? [1, 0];
  const port = Number.isNaN(own) ? METRICS_PORT : own;
  const target: Edit = { do: 'set-yaml', file, path, value: `${host}:${port}` };
  if (!Number.isNaN(own)) return [target];
  if (major === 1 && minor < 17) return undefined;
  const variable = withVariable(project, server, 'QDRANT__SERVICE__METRICS_PORT', String(port));
  return variable === undefined ? undefined : [variable, target];
}
