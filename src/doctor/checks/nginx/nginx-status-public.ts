import type { Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { nginxDirectives, type NginxPlace, restartFor } from '../../components/nginx/nginx-files.ts';
import {
  answeringLocation,
  isOpenToAll,
  locationOf,
  type NginxServer,
  publicServers,
} from '../../components/nginx/nginx-locations.ts';
import { staticTargets } from '../../components/prometheus/prometheus-targets.ts';
import { insideBlock } from '../../components/nginx/nginx-insertions.ts';

export const nginxStatusPublic = defineCheck({
  id: 'nginx-status-public',
  area: 'nginx',
  severity: 'error',
  title: "nginx' own status is not for the public",
  why: `stub_status counts every connection and request. To a stranger it tells how busy the site is, when nobody is there, and whether an
attack has the effect that he wants.`,
  repair:
    'Let in who measures (allow 127.0.0.1, or the address of the exporter) and deny all others, in the location itself.',
  fixClass: 'confirm',
  source:
    'nginx manual, ngx_http_stub_status_module and ngx_http_access_module; CIS NGINX Benchmark 2.5 (information disclosure)',
  run: ({ project }) => {
    if (!nginxDirectives(project).some(({ directive }) => directive.words[0] === 'stub_status'))
      return notApplicable('no nginx configuration has stub_status');
    const servers = publicServers(project);
    if (servers.length === 0) return notApplicable('no nginx with a readable configuration is published');
    return found(
      servers.flatMap((server) =>
        server.locations
          .filter((location) => isOpenStatus(server, location))
          .map((location) => findingOf(project, location)),
      ),
    );
  },
});

function isOpenStatus(server: NginxServer, location: NginxPlace): boolean {
  const { modifier, pattern } = locationOf(location);
  return (
    location.directive.children?.some(({ words }) => words[0] === 'stub_status') === true &&
    isOpenToAll(location) &&
    // An expression may be hidden by another one: then nobody can say here which path reaches it.
    (modifier.startsWith('~') || answeringLocation(server.locations, pattern) === location)
  );
}

function findingOf(project: Project, location: NginxPlace): Finding {
  const { file, at } = location;
  const { pattern } = locationOf(location);
  const isAsked = isAskedWithin(project, pattern);
  return {
    message: `Whoever reaches nginx gets ${pattern}: how many connections and requests it has.`,
    at,
    evidence: [
      { by: 'config', text: `stub_status in location ${pattern}, and nothing says who may ask`, at },
    ],
    ...(isAsked
      ? {
          repair: `An exporter of the stack asks for ${pattern}: allow its address there, then deny all others; or give it a server of its own on a port that is not published.`,
        }
      : {
          fix: {
            class: 'confirm',
            edits: [insideBlock(location, ['allow 127.0.0.1;', 'deny all;'])],
            restart: restartFor(file),
          },
        }),
  };
}

/** Whether a service of the stack is told the address: nginx-prometheus-exporter by a flag or a variable, or Prometheus itself. */
function isAskedWithin(project: Project, path: string): boolean {
  return (
    project.services.some(({ command, entrypoint, environment }) =>
      [...command, ...entrypoint, ...environment.map(({ value = '' }) => value)].some(
        (word) => word.includes('://') && word.includes(path),
      ),
    ) || staticTargets(project).some(({ metricsPath }) => metricsPath === path)
  );
}
