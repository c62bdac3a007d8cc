import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';
import { type ImageStart, imageStart } from '../../components/compose/image-start.ts';
import { withStart, withWords } from '../../components/compose/command-edits.ts';
import { placeOfWord } from '../../components/compose/places.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { isShell, leavesForeground } from '../../components/nginx/nginx-daemon.ts';

const unexpected: LogPattern = {
  name: 'unexpected',
  literal: 'error: unexpected ',
  pattern: /error: unexpected (?<word>[^\s,]+)/,
};

export const composeCommandReplacesEntrypoint = defineCheck({
  id: 'compose-command-replaces-entrypoint',
  area: 'compose',
  severity: 'error',
  title: 'A command fits how the image starts its program',
  why: `"command" takes the place of the image's CMD, "entrypoint" that of its ENTRYPOINT and of its CMD as well. Qdrant and nginx have their
program in the CMD: flags alone are then no program, and the container is not made. Prometheus and the exporters have it in the
ENTRYPOINT: a program's name or a shell is then an argument, at which they end, or behind which they read no flag.`,
  repair:
    'Begin the command with what the image itself begins with, and give flags alone where the entrypoint is the program.',
  fixClass: 'safe',
  source:
    'compose-spec, entrypoint ("ignores any default command from the image"); Dockerfiles of qdrant 1.19 (CMD ["./entrypoint.sh"], kept so in qdrant PR 6577), prometheus, alertmanager and the exporters, entrypoints of docker-library; "error: unexpected prometheus" and the exporters\' alike, flags behind a word ignored by redis_exporter 1.45, and nginx without "daemon off;" leaving at once: each run',
  logs: [unexpected],
  supersedes: ['qdrant-config-path'],
  run: (evidence) => {
    const known = startedServices(evidence.project).flatMap((service) => {
      const start = imageStart(service);
      return start === undefined ? [] : [{ service, start }];
    });
    if (known.length === 0) return notApplicable('no service runs an image whose start is known');
    return found(known.flatMap(({ service, start }) => findingOf(evidence, service, start)));
  },
});

interface Fault {
  readonly key: 'command' | 'entrypoint';
  /** Behind the name of the service. */
  readonly what: string;
  readonly repair: string;
  readonly edits: readonly Edit[];
}

function findingOf(evidence: Evidence, service: Service, start: ImageStart): Finding[] {
  const fault = faultOf(evidence.project, service, start);
  if (fault === undefined) return [];
  const at =
    fault.key === 'command' ? placeOfWord(service, 0) : (service.placeOf(['entrypoint']) ?? service.at);
  const words = fault.key === 'command' ? service.command : service.entrypoint;
  return [
    {
      message: `${service.name} ${fault.what}.`,
      at,
      evidence: [
        { by: 'config', text: `${fault.key} of ${service.name} begins with ${words[0] ?? ''}`, at },
        ...logged(evidence, service),
      ],
      repair: fault.repair,
      ...(fault.edits.length === 0
        ? {}
        : { fix: { class: 'safe', edits: fault.edits, restart: [service.name] } }),
    },
  ];
}

function logged({ logs }: Evidence, service: Service): Seen[] {
  const lines = logs.summary('compose-command-replaces-entrypoint', unexpected.name);
  const said = lines.tallies['word']?.has(service.command[0] ?? '') === true && mayBeOf(lines, service);
  return said
    ? [{ by: 'log', text: `"${unexpected.literal}${service.command[0] ?? ''}" ${lines.count} x` }]
    : [];
}

function faultOf(project: Project, service: Service, start: ImageStart): Fault | undefined {
  const { command, entrypoint } = service;
  if (entrypoint.length > 0) return commandLost(service, start);
  const [first] = command;
  if (first === undefined) return undefined;
  if (start.takes === 'flags') {
    const lost = start.onWord === 'ends' || command.some((word) => word.startsWith('-'));
    return first.startsWith('-') || !lost ? undefined : wordForFlags(project, service, start);
  }
  if (start.takes === 'words' && isNoProgram(first, start))
    return {
      key: 'command',
      what: `does not start: ${first} is no program, and the image has none but in its own command, which this replaces`,
      repair: `Begin the command with ${start.start[0]}.`,
      edits: withStart(project, service, first.startsWith('-') ? 0 : 1, start.start),
    };
  return start.start[0] === 'nginx' ? inBackground(project, service) : undefined;
}

/** A flag; or Qdrant's program by its bare name, which is in no folder of PATH. */
function isNoProgram(first: string, { start }: ImageStart): boolean {
  return (
    first.startsWith('-') || (start[0] === './entrypoint.sh' && /^(?:qdrant|entrypoint\.sh)$/.test(first))
  );
}

/** The image's own script for an entrypoint: what it shall start went with the image's command. */
function commandLost(service: Service, { takes, start }: ImageStart): Fault | undefined {
  const { command, entrypoint, mounts } = service;
  const own = entrypoint.length === 1 && /^(?:\S*\/)?docker-entrypoint\.sh$/.test(entrypoint[0] ?? '');
  const replaced = mounts.some(({ target }) => target.endsWith('/docker-entrypoint.sh'));
  if (!own || replaced || takes === 'flags' || command.length > 0) return undefined;
  const { file, path, shared } = service.editOf(['entrypoint']);
  return {
    key: 'entrypoint',
    what: `ends as soon as it starts: with an entrypoint the command of the image (${start.join(' ')}) is dropped`,
    repair: `Delete "entrypoint", which is the image's own, or add command: ${JSON.stringify(start)}.`,
    edits: shared === true ? [] : [{ do: 'remove-yaml', file, path }],
  };
}

function wordForFlags(project: Project, service: Service, { start, onWord }: ImageStart): Fault {
  const [first = ''] = service.command;
  const [program] = start;
  const named = first.split('/').at(-1) === program;
  return {
    key: 'command',
    what:
      onWord === 'ends'
        ? `does not start: its image runs ${program} by itself, for which "${first}" is an unexpected argument`
        : `reads none of its flags: its image runs ${program} by itself, which stops reading at "${first}"`,
    repair: named
      ? `Leave ${first} away: the command holds the flags alone.`
      : `Give flags alone, or put "${first}" into "entrypoint" where the image has such a program.`,
    edits: named ? withStart(project, service, 1, []) : [],
  };
}

/** nginx goes into the background unless it is told not to, and a container ends with its first process. */
function inBackground(project: Project, service: Service): Fault | undefined {
  if (!leavesForeground(project, service)) return undefined;
  const isOwn = service.command[0] !== undefined && !isShell(service.command[0]);
  return {
    key: 'command',
    what: 'ends as soon as it starts: nginx goes into the background, which the command of the image prevents and this one does not',
    repair: `Start it with -g 'daemon off;', as the image does.`,
    edits: isOwn ? (withWords(project, service, 'nginx', ['-g', 'daemon off;']) ?? []) : [],
  };
}
