import { knownLogLine } from '../../../facts/logs.ts';
import { invalidNginxDirective, nginxDirective } from '../../../facts/nginx.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import {
  contextOfFile,
  isPlainNginx,
  nginxDirectives,
  type NginxPlace,
  nginxVersion,
} from '../../components/nginx/nginx-files.ts';

const PLACE = String.raw`"(?<name>[^"]+)".* in (?<file>\/\S+):(?<line>\d+)`;
const UNKNOWN: LogPattern = {
  name: 'unknown',
  literal: knownLogLine('nginx-unknown-directive')?.literal ?? 'unknown directive',
  pattern: new RegExp(String.raw`\[emerg\].*unknown directive ${PLACE}`),
};
const MISPLACED: LogPattern = {
  name: 'misplaced',
  literal: 'directive is not allowed here',
  pattern: new RegExp(String.raw`\[emerg\] \S+ ${PLACE}`),
};
/** The blocks that the table of directives speaks of. */
const BLOCKS = new Set(['main', 'events', 'http', 'server', 'location', 'upstream']);
/** `ssl on` was taken until 1.25.1 (nginx changes), with a warning. */
const WITHOUT_SSL_ON = 1.025001;

export const nginxInvalid = defineCheck({
  id: 'nginx-invalid',
  area: 'nginx',
  severity: 'error',
  title: 'nginx understands its configuration',
  why: `At one directive that it does not know, or that stands in the wrong block, nginx does not start at all; at a reload it keeps the
old configuration and writes one line to its log. Directives of modules that the official image does not have are the usual cause.`,
  repair: 'Correct or delete the directive, and try the file with nginx -t.',
  fixClass: 'never',
  source:
    'nginx -t: "unknown directive", "directive is not allowed here", "directive invalid value", seen with 1.22.1, 1.26.3 and 1.30.6',
  logs: [UNKNOWN, MISPLACED],
  run: (evidence) => {
    const places = nginxDirectives(evidence.project);
    if (places.length === 0) return notApplicable('there is no nginx configuration that can be read');
    return found(places.flatMap((place) => findingOf(evidence, place) ?? []));
  },
});

function findingOf(evidence: Evidence, place: NginxPlace): Finding | undefined {
  const { file, directive, at } = place;
  const name = directive.words[0] ?? '';
  const told = complaint(evidence, place);
  const fault = unknownHere(evidence, place) ?? misplaced(place) ?? badSize(place);
  if (fault === undefined && told === undefined) return undefined;
  return {
    message: `nginx ${file.service === undefined ? 'would' : 'does'} not start with ${fault?.what ?? `"${name}" here: it is unknown or not allowed in this place`}.`,
    at,
    evidence: [
      {
        by: 'config',
        text: `${directive.words.slice(0, 2).join(' ')} in ${place.around.at(-1)?.words[0] ?? contextOfFile(file) ?? 'the file'}`,
        at,
      },
      ...(told === undefined ? [] : [told]),
    ],
    ...(fault === undefined ? {} : { repair: fault.repair }),
  };
}

interface Fault {
  readonly what: string;
  readonly repair: string;
}

/** A directive of a module that the image does not have. A file that loads modules may have it. */
function unknownHere({ project }: Evidence, { file, directive: { words } }: NginxPlace): Fault | undefined {
  const [name = '', value] = words;
  const fact = invalidNginxDirective(name, value);
  const service = project.services.find((one) => one.name === file.service);
  if (fact === undefined || !isPlainNginx(service)) return undefined;
  if (name === 'ssl' && (nginxVersion(service?.image) ?? WITHOUT_SSL_ON) < WITHOUT_SSL_ON) return undefined;
  const loads = project.configs.some(
    ({ kind, service: owner, text }) =>
      kind === 'nginx' && owner === file.service && /^\s*load_module\s/m.test(text),
  );
  return loads || fact.value === 'in main' || /^\d/.test(fact.value ?? '')
    ? undefined
    : {
        what: `"${fact.value === undefined ? name : `${name} ${fact.value}`}", which it does not know`,
        repair: `Delete it; instead: ${fact.useInstead}.`,
      };
}

/** In a block that the directive does not belong to. Inside `stream`, `mail` or `if` other rules hold. */
function misplaced({ file, directive: { words }, around }: NginxPlace): Fault | undefined {
  const [name = ''] = words;
  const allowed = nginxDirective(name)?.context?.split(', ');
  const here = around.at(-1)?.words[0] ?? contextOfFile(file);
  if (allowed === undefined || here === undefined || !BLOCKS.has(here) || allowed.includes(here))
    return undefined;
  if (around.some(({ words: [block = ''] }) => !BLOCKS.has(block))) return undefined;
  return {
    what: `"${name}" in ${here === 'main' ? 'the outermost level' : here}: it belongs in ${allowed.join(' or ')}`,
    repair: `Move ${name} to ${allowed.map((block) => (block === 'main' ? 'the outermost level of nginx.conf' : block)).join(', or ')}.`,
  };
}

/** Sizes end with k, m or g; the table holds `50mb` as its sample. */
function badSize({ directive: { words } }: NginxPlace): Fault | undefined {
  const [name = '', value = ''] = words;
  if (invalidNginxDirective(name, '50mb')?.value === undefined || !/^\d+[kmg]b$/i.test(value))
    return undefined;
  return {
    what: `"${name} ${value}": a size ends with k, m or g`,
    repair: `Write ${value.slice(0, -1)}.`,
  };
}

/** What the log says of this very line, as it stands now. */
function complaint({ logs }: Evidence, { file, directive, at }: NginxPlace): Seen | undefined {
  const lines = [UNKNOWN, MISPLACED].flatMap(({ name }) => logs.summary('nginx-invalid', name).samples);
  const line = lines.find(
    ({ groups, service }) =>
      groups['file'] === file.target &&
      Number(groups['line']) === at.line &&
      groups['name'] === directive.words[0] &&
      (service === undefined || service === file.service),
  );
  return (
    line && {
      by: 'log',
      text: `nginx wrote of ${file.target ?? ''}:${at.line}: "${directive.words[0] ?? ''}" is not understood`,
    }
  );
}
