import type { Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, HEALTHY, notObservable, type Seen } from '../../check.ts';
import { type AskedOf, decidedAt, isUnreadable, refusalOf } from '../../components/nginx/nginx-conditions.ts';
import { nginxDirectives, type NginxPlace } from '../../components/nginx/nginx-files.ts';
import { answeringLocation, locationOf, nginxServers } from '../../components/nginx/nginx-locations.ts';
import { type NginxProbe, nginxProbes } from '../../components/nginx/nginx-probes.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { noneAtHand } from '../../components/nginx/nginx-in-image.ts';
import type { Evidence } from '../../evidence.ts';

/** What people who look for people ask for, and what lists against attacks look for as well. */
const WORDS =
  'shell bash powershell python java javascript typescript script php perl ruby sql mysql select union insert update delete create drop alter exec execute eval system admin administrator root config configuration setup install login proxy command wordpress docker security benchmark testing bot crawler scraping'.split(
    ' ',
  );
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const nginxUaBlockProbes = defineCheck({
  id: 'nginx-ua-block-probes',
  area: 'nginx',
  severity: 'info',
  title: 'What keeps bots out lets health checks, Prometheus and searches in',
  why: `A list against bots or attacks refuses whatever matches, also curl or wget of the stack's own health check, which then never
succeeds, Prometheus, and ordinary words in a search: who looks for "shell" gets 403 and takes it for a fault.`,
  repair:
    'Narrow the expression: leave out the programs that the stack itself uses, or ask the service itself and not through nginx; match attacks by more than one word.',
  fixClass: 'never',
  source:
    'nginx manual, ngx_http_rewrite_module (an "if" of a server is decided before any location) and ngx_http_map_module; seen with nginx 1.22.1: 403 for curl by its name, for ?q=shell+dev, and for location = /health behind such an "if"',
  run: (evidence) => {
    const { project } = evidence;
    const started = new Set(startedServices(project).map(({ name }) => name));
    const refusals = nginxDirectives(project).filter(
      (place) => refusalOf(place) !== undefined && started.has(place.file.service ?? ''),
    );
    if (refusals.length === 0) return noneAtHand(project, 'no nginx refuses requests by a condition');
    const probes = nginxProbes(project);
    const findings = [
      ...refusals.flatMap((refusal) => probeFindings(evidence, refusal, probes)),
      ...refusals.flatMap((refusal) => searchFinding(project, refusal) ?? []),
    ];
    if (findings.length > 0) return found(findings);
    const dark = refusals.find((refusal) => isUnreadable(refusal));
    return dark === undefined
      ? HEALTHY
      : notObservable(`only nginx itself can try the expression at ${dark.at.file}:${dark.at.line}`);
  },
});

/** One for each thing that decides, whoever is refused by it. */
function probeFindings(evidence: Evidence, refusal: NginxPlace, probes: readonly NginxProbe[]): Finding[] {
  const refused = probes.flatMap((probe) => {
    const asked = { path: probe.path, args: '', userAgent: probe.userAgent };
    const at = isAskedHere(refusal, probe) ? decidedAt(evidence.project, refusal, asked) : undefined;
    return at === undefined ? [] : [{ probe, at }];
  });
  const firsts = refused.filter(({ at }, i) => refused.findIndex((one) => one.at === at) === i);
  return firsts.map(({ at }) => {
    const same = refused.filter((one) => one.at === at).map(({ probe }) => probe);
    const names = same.map(({ who, userAgent }) => `${who} (${userAgent.split('/')[0] ?? ''})`);
    const status = refusalOf(refusal) ?? '';
    return {
      message: `nginx refuses ${listed(names)} with ${status}: the name of the program matches what is kept out here.`,
      at: at.at,
      related: [...(at === refusal ? [] : [refusal.at]), ...same.map((probe) => probe.at)],
      evidence: [
        { by: 'config', text: shortened(at), at: at.at },
        ...same.flatMap((probe): Seen[] => [
          { by: 'config', text: `asks for ${probe.path} as ${probe.userAgent}`, at: probe.at },
          ...unhealthy(evidence, probe),
        ]),
      ],
      severity: 'warning',
    };
  });
}

/** An `if` of the server itself, or of the location that answers. */
function isAskedHere({ around }: NginxPlace, { server, path }: NginxProbe): boolean {
  const block = around.at(-1);
  if (block === server.place.directive) return true;
  const answering = answeringLocation(server.locations, path);
  return answering !== undefined && answering !== 'unknown' && answering.directive === block;
}

function unhealthy({ live }: Evidence, { by }: NginxProbe): Seen[] {
  const containers = live.docker.seen && by !== undefined ? live.docker.value : [];
  return containers.some(({ service, health }) => service === by?.name && health === 'unhealthy')
    ? [{ by: 'live', text: `the container of ${by?.name ?? ''} is unhealthy` }]
    : [];
}

/** Ordinary words in what follows the question mark; nothing where whoever asks is refused, whatever it is for. */
function searchFinding(project: Project, refusal: NginxPlace): Finding | undefined {
  const path = searchPath(project, refusal);
  if (path === undefined) return undefined;
  const refusedAt = (words: string): NginxPlace | undefined => {
    const asked: AskedOf = { path, args: `q=${words}`, userAgent: BROWSER };
    return decidedAt(project, refusal, asked);
  };
  if (refusedAt('engineer') !== undefined) return undefined;
  const refused = WORDS.filter((word) => refusedAt(word) ?? refusedAt(`senior+${word}`));
  const [first = ''] = refused;
  const at = refusedAt(first) ?? refusedAt(`senior+${first}`);
  if (at === undefined) return undefined;
  const shown = refused.slice(0, 3).map((word) => `"${word}"`);
  return {
    message: `Who searches for ${listed(shown)} in a URL gets ${refusalOf(refusal) ?? ''} from nginx: an ordinary word matches what is kept out here.`,
    at: at.at,
    ...(at === refusal ? {} : { related: [refusal.at] }),
    evidence: [
      { by: 'config', text: `${shortened(at)} matches ${path}?q=${first}, and not ?q=engineer`, at: at.at },
    ],
  };
}

/** The path of a location that passes requests on to an application, and for which the condition is asked. */
function searchPath(project: Project, { around }: NginxPlace): string | undefined {
  const server = nginxServers(project).find(({ place }) => around.includes(place.directive));
  const block = around.at(-1);
  const passing = server?.locations.find(
    (location) =>
      (block === server.place.directive || block === location.directive) &&
      /^(?:|\^~|=)$/.test(locationOf(location).modifier) &&
      (location.directive.children ?? []).some(({ words }) =>
        /^(?:proxy|uwsgi|fastcgi)_pass$/.test(words[0] ?? ''),
      ),
  );
  return passing === undefined ? undefined : locationOf(passing).pattern;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Such lists are long. */
function shortened({ directive: { words } }: NginxPlace): string {
  const text = words.join(' ').replaceAll(/\s+/g, ' ');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
