import type { Place, Project, Service } from '../../../project/project.ts';
import { sourcesOf } from './client-pools.ts';
import { placeInText } from '../../place-in-text.ts';

/** A path at which a backend's own source says that it has metrics. */
export interface MetricsRoute {
  readonly path: string;
  readonly at: Place;
  /** Something before the path may be added where the route is mounted. */
  readonly prefixed: boolean;
}

/** A path in a call or setting that makes a route. */
const ROUTE =
  /\b(?:get|route|api_route|mount|add_route|path|re_path|use|all|Handle|HandleFunc|GET|endpoint|metricsPath|metrics_path|handler?)\b[^\n"'`]{0,80}["'`]\^?(\/?(?:[\w.-]+\/)*[\w.-]*(?:metrics|prometheus)[\w-]*)\/?\$?["'`]/g;
/** Libraries that make the route by themselves, at this path unless told otherwise. */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/\bprometheus_fastapi_instrumentator\b[^]*\.expose\s*\(/, '/metrics'],
  [
    /\bstarlette_exporter\b|\bdjango_prometheus\b|\bprometheus_flask_exporter\b|\bexpress-prom-bundle\b|\bfastify-metrics\b/,
    '/metrics',
  ],
  [/micrometer-registry-prometheus/, '/actuator/prometheus'],
];
const COMMENT = /^\s*(?:#|\/\/|\*)/;

/** Every such route of the sources that a service is made of; empty where none has one, or no source is here. */
export function metricsRoutes(project: Project, service: Service): MetricsRoute[] {
  const texts = sourcesOf(project, service).flatMap((file) => {
    const text = project.read(file);
    return text === undefined ? [] : [{ file, text }];
  });
  const prefixed = texts.some(({ text }) =>
    /\bprefix\s*[=:]|\broot_path\s*=|\b(?:include_router|register_blueprint|setGlobalPrefix)\s*\(|\.use\(\s*["'`]\/\w/.test(
      text,
    ),
  );
  return texts.flatMap(({ file, text }) => {
    const own = [...text.matchAll(ROUTE)]
      .filter(({ index }) => !COMMENT.test(text.slice(text.lastIndexOf('\n', index) + 1)))
      .map((match) => {
        const path = match[1] ?? '';
        const offset = match.index + match[0].lastIndexOf(path);
        return {
          path: path.startsWith('/') ? path : `/${path}`,
          at: placeInText(file, text, offset),
          prefixed,
        };
      });
    const library = own.length > 0 ? undefined : LIBRARIES.find(([pattern]) => pattern.test(text));
    if (library === undefined) return own;
    const offset = library[0].exec(text)?.index ?? 0;
    return [{ path: library[1], at: placeInText(file, text, offset), prefixed: false }];
  });
}

/** Whether a source of the service uses a library for metrics, so that it may have them at a path that is not seen here. */
export function usesMetricsLibrary(project: Project, service: Service): boolean {
  return sourcesOf(project, service).some((file) =>
    /prometheus|prom-client|promhttp|micrometer|opentelemetry/i.test(project.read(file) ?? ''),
  );
}

/** Whether a route may answer at a path. */
export function mayAnswer({ path, prefixed }: MetricsRoute, wanted: string): boolean {
  const plain = wanted.replace(/\?.*$/, '').replace(/(.)\/$/, '$1');
  return path === plain || (prefixed && plain.endsWith(path));
}
