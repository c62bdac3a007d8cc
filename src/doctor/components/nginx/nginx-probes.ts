import type { Place, Project, Service } from '../../../project/project.ts';
import { healthTest } from '../compose/health-checks.ts';
import { serviceOfHost } from '../compose/service-of-host.ts';
import { startedServices } from '../compose/spec-value.ts';
import { staticTargets } from '../prometheus/prometheus-targets.ts';
import { type NginxServer, nginxServers } from './nginx-locations.ts';

/** Something of the stack that asks an nginx of the stack again and again. */
export interface NginxProbe {
  /** `the health check of nginx`. */
  readonly who: string;
  readonly at: Place;
  readonly by: Service | undefined;
  readonly server: NginxServer;
  readonly path: string;
  readonly userAgent: string;
}

/** As programs name themselves; busybox' wget without a version (its networking/wget.c). */
const AGENTS: readonly (readonly [RegExp, string])[] = [
  [/\bcurl\b/, 'curl/8.14.1'],
  [/\bwget\b/, 'Wget'],
  [/\burllib\b/, 'Python-urllib/3.12'],
  [/\brequests\.(?:get|head)\b/, 'python-requests/2.32.5'],
];
const PROMETHEUS = 'Prometheus/3.0.0';
const OWN_AGENT =
  /(?:(?:^|\s)(?:-A|-U|--user-agent)[=\s]+|user-agent:\s*)(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i;

export function nginxProbes(project: Project): readonly NginxProbe[] {
  return [...startedServices(project).flatMap((one) => healthProbe(project, one) ?? []), ...scrapes(project)];
}

/** A health check that fails by the status of an answer: wget and Python do, curl with -f. */
function healthProbe(project: Project, service: Service): NginxProbe | undefined {
  const test = healthTest(service);
  if (test.state !== 'present') return undefined;
  const { text } = test;
  const url = /https?:\/\/([\w.-]+|\[::1\])(?::(\d+))?(\/[^\s"'|;)?#]*)?/.exec(text);
  const agent = AGENTS.find(([program]) => program.test(text))?.[1];
  const isDeaf =
    agent?.startsWith('curl') === true && !/(?:^|\s)(?:-[a-zA-Z]*f[a-zA-Z]*|--fail\S*)(?=\s)/.test(text);
  if (url === null || agent === undefined || isDeaf) return undefined;
  const [all, host = '', port, path = '/'] = url;
  const asked = /^(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(host) ? service : serviceOfHost(project, host);
  const server = serverOf(project, asked, host, Number(port ?? (all.startsWith('https') ? 443 : 80)));
  if (server === undefined) return undefined;
  const own = OWN_AGENT.exec(text)
    ?.slice(1)
    .find((one) => one !== undefined);
  return {
    who: `the health check of ${service.name}`,
    at: service.placeOf(['healthcheck', 'test']) ?? service.at,
    by: service,
    server,
    path,
    userAgent: own ?? agent,
  };
}

function scrapes(project: Project): readonly NginxProbe[] {
  return staticTargets(project).flatMap(({ host, port, metricsPath, relayed, at, job }) => {
    const server = relayed ? undefined : serverOf(project, serviceOfHost(project, host), host, port);
    return server === undefined
      ? []
      : [
          {
            who: `the scrape of ${job} by Prometheus`,
            at,
            by: undefined,
            server,
            path: metricsPath,
            userAgent: PROMETHEUS,
          },
        ];
  });
}

/** The server of a name and port as nginx chooses it: by name, else the default one, else the first. */
function serverOf(
  project: Project,
  service: Service | undefined,
  host: string,
  port: number,
): NginxServer | undefined {
  const servers = nginxServers(project).filter(
    ({ place, ports }) => place.file.service === service?.name && ports?.includes(port),
  );
  const has = ({ place }: NginxServer, name: string, word: string): boolean =>
    place.directive.children?.some(({ words }) => words[0] === name && words.includes(word)) === true;
  return (
    servers.find((server) => has(server, 'server_name', host)) ??
    servers.find((server) => has(server, 'listen', 'default_server')) ??
    servers[0]
  );
}
