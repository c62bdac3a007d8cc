import type { Project } from '../../project/project.ts';
import { staticTargets, type StaticTarget } from '../components/prometheus/prometheus-targets.ts';
import type { Address } from './addresses.ts';
import { type AskedService, namesOf, speaksNoHttp } from './asked-service.ts';
import { readExposition } from './exposition.ts';
import { httpBase, httpGet } from './http-get.ts';
import type { HttpAnswer } from './live.ts';
import { orUndefined } from './observe.ts';

/** Where backends have their metrics and their health by custom. */
const METRICS_PATHS = ['/metrics', '/api/metrics'];
const HEALTH_PATHS = ['/health', '/api/health', '/healthz'];
const MAX_PATHS = 8;
const MAX_PORTS = 4;
const TIMEOUT_MS = 2000;
const MAX_BYTES = 1024 ** 2;
/** Stands in the backend's access log, so that neither a person nor a later run takes the doctor for somebody who wants metrics. */
const MARK = '?by=cvx-doctor';

/** Which paths to ask a backend for. */
export interface HttpPaths {
  /** What Prometheus asks it for. */
  readonly scraped: readonly string[];
  /** What its own health check asks it for. */
  readonly health: readonly string[];
}

/**
 * What a backend's metrics and health paths answer to GET: those that the project names, then the customary ones. Rejects with
 * what the first of them met where none answers.
 */
export async function lookAtHttp(
  address: Address,
  { scraped, health }: HttpPaths,
  signal: AbortSignal,
): Promise<readonly HttpAnswer[]> {
  const base = httpBase(address);
  const ask = (paths: readonly string[], mark: string): Promise<Answers> =>
    askAll(base, paths, { mark, signal });
  // What does not answer a second time keeps its first answer.
  const again = async (paths: readonly string[]): Promise<Answers> =>
    (await orUndefined(ask(paths, ''))) ?? new Map();
  const paths = [...new Set([...scraped, ...health, ...METRICS_PATHS, ...HEALTH_PATHS])].slice(0, MAX_PATHS);
  const marked = await ask(paths, MARK);
  // A server that compares the whole URL knows no path with the mark. Of these every scrape stands in its log anyway.
  const inDoubt = [
    ...scraped.filter((path) => marked.get(path)?.isMetrics === false),
    ...health.filter((path) => marked.get(path)?.status === 404),
  ];
  const bare = await again(inDoubt);
  const differs = [...bare].some(([path, { status }]) => status !== marked.get(path)?.status);
  const strict = differs || [...marked.values()].every(({ status }) => status === 404);
  const sick = scraped.some((path) => bare.get(path)?.isMetrics === false);
  const elsewhere = sick && strict ? METRICS_PATHS.filter((path) => !bare.has(path)) : [];
  const answers = new Map([...marked, ...bare, ...(await again(elsewhere))]);
  return [...answers.values()];
}

type Answers = ReadonlyMap<string, HttpAnswer>;

/** The answers by path; rejects where there are paths and none answers. */
async function askAll(
  base: string,
  paths: readonly string[],
  { mark, signal }: { readonly mark: string; readonly signal: AbortSignal },
): Promise<Answers> {
  const asked = await Promise.allSettled(
    paths.map(async (path) => [path, await answerOf(`${base}${path}`, mark, signal)] as const),
  );
  const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [failed] = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (answers.length === 0 && paths.length > 0) throw failed;
  return new Map(answers);
}

/** The paths that the project itself names for a backend. */
export function pathsOf(project: Project, asked: AskedService): HttpPaths {
  const paths = (found: readonly string[]): string[] =>
    [...new Set(found)].filter((path) => path.startsWith('/') && path !== '/');
  return {
    scraped: paths(targetsAt(project, asked).map(({ metricsPath }) => metricsPath)),
    health: paths(healthUrls(asked).map(({ path }) => path)),
  };
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

async function answerOf(url: string, mark: string, signal: AbortSignal): Promise<HttpAnswer> {
  const { status, contentType, body, cut, milliseconds } = await httpGet(`${url}${mark}`, {
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
