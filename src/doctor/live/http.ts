import type { Project } from '../../project/project.ts';
import { staticTargets, type StaticTarget } from '../prometheus-targets.ts';
import type { Address } from './addresses.ts';
import { type AskedService, namesOf, speaksNoHttp } from './asked-service.ts';
import { readExposition } from './exposition.ts';
import { httpBase, httpGet } from './http-get.ts';
import type { HttpAnswer } from './live.ts';

/** Where backends have their metrics and their health by custom; what the project itself names comes first. */
const PATHS = ['/metrics', '/api/metrics', '/health', '/api/health', '/healthz'];
const MAX_PATHS = 8;
const MAX_PORTS = 4;
const TIMEOUT_MS = 2000;
const MAX_BYTES = 1024 ** 2;
/** Stands in the backend's access log, so that neither a person nor a later run takes the doctor for somebody who wants metrics. */
const MARK = 'by=cvx-doctor';

/** What a backend's metrics and health paths answer to GET. Rejects with what the first of them met where none answers. */
export async function lookAtHttp(
  address: Address,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly HttpAnswer[]> {
  const asked = await Promise.allSettled(
    paths.map((path) => answerOf(`${httpBase(address)}${path}`, signal)),
  );
  const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [failed] = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (answers.length === 0) throw failed;
  return answers;
}

/** The paths to ask a backend for: those that Prometheus and its health check use, then the customary ones. */
export function pathsToAsk(project: Project, asked: AskedService): readonly string[] {
  const own = [
    ...targetsAt(project, asked).map(({ metricsPath }) => metricsPath),
    ...healthUrls(asked).map(({ path }) => path),
  ];
  return [...new Set([...own, ...PATHS])].filter((path) => path.startsWith('/')).slice(0, MAX_PATHS);
}

/** The ports at which a backend may speak HTTP, likeliest first. */
export function portsToAsk(project: Project, asked: AskedService): readonly number[] {
  const { service, container, environment } = asked;
  const expose = service?.spec['expose'];
  const ports = [
    ...targetsAt(project, asked).map(({ port }) => port),
    ...(service?.ports ?? []).map(({ container, protocol }) => (protocol === 'tcp' ? container : 0)),
    ...healthUrls(asked).map(({ port }) => port),
    ...(Array.isArray(expose) ? expose : []).map((port) => Number.parseInt(String(port), 10)),
    ...(container?.exposed ?? []),
    Number(environment.get('PORT') ?? 0),
  ];
  return [...new Set(ports)].filter((port) => port > 0 && !speaksNoHttp(port)).slice(0, MAX_PORTS);
}

function targetsAt(project: Project, asked: AskedService): readonly StaticTarget[] {
  const names = namesOf(asked);
  return staticTargets(project).filter(({ host, relayed }) => names.has(host) && !relayed);
}

/** `curl -f http://localhost:8000/healthz` of a health check. */
function healthUrls({ service }: AskedService): readonly { readonly port: number; readonly path: string }[] {
  const text = JSON.stringify(service?.spec['healthcheck'] ?? '');
  return [...text.matchAll(/http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/[\w./-]*)?/g)].map(
    ([, port, path]) => ({ port: Number(port ?? 80), path: path ?? '/' }),
  );
}

async function answerOf(url: string, signal: AbortSignal): Promise<HttpAnswer> {
  const { status, contentType, body, cut, milliseconds } = await httpGet(`${url}?${MARK}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: { accept: 'text/plain;version=0.0.4,*/*;q=0.1' },
    maxBytes: MAX_BYTES,
  });
  return {
    url,
    status,
    contentType,
    isMetrics: status === 200 && readExposition(body, cut) !== undefined,
    milliseconds: Math.round(milliseconds),
  };
}
