import { posix } from 'node:path';
import type { Edit } from '../../../edits/edit.ts';
import { nginxDirective } from '../../../facts/nginx.ts';
import type { Place, Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type Fix, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { nginxDirectives, type NginxPlace } from '../../components/nginx/nginx-files.ts';
import {
  includedPaths,
  MAIN_CONF,
  type NginxPart,
  nginxParts,
} from '../../components/nginx/nginx-includes.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenText } from '../../components/compose/written-value.ts';
import { matchesGlob } from '../../../project/matches-glob.ts';

const misplaced = {
  name: 'misplaced',
  literal: 'directive is not allowed here',
  pattern: /\[emerg\].*"\w+" directive is not allowed here in (?<file>\/etc\/nginx\/[^\s:]+):\d+/,
};
/** Beside those of the table of directives (nginx manual, ngx_core_module). */
const OUTERMOST = new Set(['user', 'pid', 'events', 'http', 'stream', 'load_module', 'env', 'daemon']);

/** Where Debian has the sites of which a link puts some into use. */
const KEPT = /\/sites-available\//;

export const nginxConfNotIncluded = defineCheck({
  id: 'nginx-conf-not-included',
  area: 'nginx',
  severity: 'error',
  title: 'Each nginx file stands where nginx reads it as what it is',
  why: `nginx reads nginx.conf and what that includes, in the image conf.d/*.conf, as parts of its http block. A whole nginx.conf in
conf.d stops it ("events" directive is not allowed here); a site in sites-enabled, as Debian has it, is never read, and
the welcome page answers instead.`,
  repair: `Put a whole configuration at ${MAIN_CONF}, and a site at /etc/nginx/conf.d/NAME.conf.`,
  fixClass: 'confirm',
  source:
    'nginx 1.22.1, run: "user", "events" and "http" "directive is not allowed here" in a file of conf.d; nginxinc/docker-nginx: include /etc/nginx/conf.d/*.conf, 20-envsubst-on-templates.sh',
  supersedes: ['nginx-invalid'],
  logs: [misplaced],
  run: (evidence) => {
    const { project } = evidence;
    const all = nginxDirectives(project);
    const services = startedServices(project).filter(({ name }) =>
      all.some(({ file }) => file.service === name),
    );
    if (services.length === 0) return notApplicable('no service has an nginx configuration of the project');
    const known = services.flatMap((service) => {
      const included = includedPaths(project, service);
      return included === undefined ? [] : [{ service, included }];
    });
    if (known.length === 0)
      return notObservable('what nginx includes is decided in an image or by a variable');
    return found(known.flatMap(({ service, included }) => findingsOf(evidence, service, included)));
  },
});

function findingsOf(evidence: Evidence, service: Service, paths: readonly string[]): Finding[] {
  const { project } = evidence;
  return nginxParts(project, service).flatMap((part) => {
    if (part.target === MAIN_CONF || KEPT.test(part.target)) return [];
    const isRead = paths.some((path) => matchesGlob(path, part.target));
    const whole = part.top.find(({ directive: { words } }) => isForMain(words[0] ?? ''));
    const isWhole = part.top.some(({ directive: { words } }) => words[0] === 'events' || words[0] === 'http');
    if (isRead) return whole !== undefined && isWhole ? [wholeAsPart(evidence, part, whole)] : [];
    const site = part.top.find(({ directive: { words } }) => words[0] === 'server');
    return site === undefined || isWhole ? [] : [neverRead(project, part, site)];
  });
}

/** A directive of the outermost level and of nothing else: nginx stops at the first one. */
function isForMain(name: string): boolean {
  return OUTERMOST.has(name) || nginxDirective(name)?.context === 'main';
}

function wholeAsPart({ project, logs }: Evidence, part: NginxPart, whole: NginxPlace): Finding {
  const { service, target } = part;
  const put = putAt(part);
  const name = whole.directive.words[0] ?? '';
  const told = logs.summary('nginx-conf-not-included', misplaced.name).tallies['file']?.get(target) ?? 0;
  const free = !nginxParts(project, service).some((other) => other.target === MAIN_CONF);
  const fix = free ? movedTo(project, part, MAIN_CONF, 'safe') : undefined;
  return {
    message: `${whole.file.file} is a whole nginx.conf, ${part.file.builtIn === undefined ? 'mounted at' : 'copied to'} ${target} as a part of one: nginx stops at "${name}".`,
    at: whole.at,
    ...(put === undefined ? {} : { related: [put] }),
    evidence: [
      {
        by: 'config',
        text: `"${name}" at the outermost level of ${target}, which is included into http`,
        at: whole.at,
      },
      ...(told === 0
        ? []
        : [
            {
              by: 'log',
              text: `nginx wrote that a directive is not allowed in ${target}, ${told} x`,
            } as const,
          ]),
    ],
    repair: `${putAnew(part)} ${MAIN_CONF}.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

function neverRead(project: Project, part: NginxPart, site: NginxPlace): Finding {
  const { service, target } = part;
  const at = putAt(part) ?? site.at;
  const parts = nginxParts(project, service);
  const main = parts.find((other) => other.target === MAIN_CONF);
  const name = posix.basename(target).replace(/\.(?:conf|template|inc)$/, '');
  const wanted = `/etc/nginx/conf.d/${name}.conf`;
  const free = main === undefined && !parts.some((other) => other.target === wanted);
  const fix = free ? movedTo(project, part, wanted, 'confirm') : undefined;
  return {
    message: `nginx of ${service.name} never reads ${target}: nothing includes it, and its sites do not exist.`,
    at,
    related: [site.at],
    evidence: [
      {
        by: 'config',
        text: `${main === undefined ? 'the nginx.conf of the image' : 'nginx.conf'} does not include ${target}`,
        at,
      },
    ],
    repair:
      main === undefined
        ? `${putAnew(part)} ${wanted}.`
        : `Write "include ${target};" into the http block of ${main.top[0]?.file.file ?? 'nginx.conf'}.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** What puts the file there: its own mount, or the Dockerfile. */
function putAt({ mount, file }: NginxPart): Place | undefined {
  return mount?.at ?? file.builtIn?.at;
}

function putAnew({ file }: NginxPart): string {
  return file.builtIn === undefined ? 'Mount it at' : `Let ${file.builtIn.at.file} copy it to`;
}

/** The mount of this one file at another path. */
function movedTo(
  project: Project,
  { service, mount, target }: NginxPart,
  wanted: string,
  fixClass: 'safe' | 'confirm',
): Fix | undefined {
  // A template is filled in on its way: at another place it would stay as it is.
  if (mount === undefined || mount.target !== target) return undefined;
  const item = service.editOf(mount.path);
  const short = writtenText(project, item);
  const address = short === undefined ? service.editOf([...mount.path, 'target']) : item;
  const written = short ?? writtenText(project, address);
  if (item.shared === true || written === undefined || written.split(target).length !== 2) return undefined;
  const value = written.replace(target, wanted);
  const edit: Edit = { do: 'set-yaml', file: address.file, path: address.path, value };
  return { class: fixClass, edits: [edit], restart: [service.name] };
}
