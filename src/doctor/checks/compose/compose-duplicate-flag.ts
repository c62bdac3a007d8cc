import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { placeOfWord } from '../../components/compose/places.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenItems, writtenValue } from '../../components/compose/written-value.ts';

/** Directives of Redis that are meant to be given several times. */
const REPEATED = new Set([
  '--save',
  '--loadmodule',
  '--rename-command',
  '--user',
  '--include',
  '--client-output-buffer-limit',
  '--bind',
  '--replicaof',
  '--oom-score-adj-values',
]);

/** One setting on a command line: which words it takes. */
interface Flag {
  readonly name: string;
  readonly value: string;
  readonly from: number;
  readonly length: number;
}

export const composeDuplicateFlag = defineCheck({
  id: 'compose-duplicate-flag',
  area: 'compose',
  severity: 'warning',
  title: 'A command line gives each setting once',
  why: `PostgreSQL and Redis take the last of two equal flags without a word: who changes the first one changes nothing. Prometheus does
not start at all.`,
  repair: 'Keep the last one, which holds now, and delete the others.',
  fixClass: 'safe',
  source:
    'run with redis-server 7.0.15 (--maxmemory twice: the last holds), postgres 15 (-c twice: the last holds) and prometheus ("flag \'storage.tsdb.retention.time\' cannot be repeated")',
  run: ({ project }) => {
    const services = startedServices(project).filter(
      ({ kind, command }) => flagsOf({ kind, command }).length > 0,
    );
    if (services.length === 0) return notApplicable('no store is given settings on its command line');
    return found(services.flatMap((service) => findingOf(project, service)));
  },
});

function flagsOf({ kind, command }: Pick<Service, 'kind' | 'command'>): Flag[] {
  return command.flatMap((word, from): Flag[] => {
    if (kind === 'postgres') {
      const apart =
        word === '-c'
          ? /^([\w.-]+)=(.*)$/s.exec(command[from + 1] ?? '')
          : /^(?:-c|--)([a-z][\w.-]*)=(.*)$/is.exec(word);
      return apart === null
        ? []
        : [
            {
              name: (apart[1] ?? '').replaceAll('-', '_').toLowerCase(),
              value: apart[2] ?? '',
              from,
              length: word === '-c' ? 2 : 1,
            },
          ];
    }
    if (kind === 'redis' && /^--[a-z]/.test(word) && !REPEATED.has(word)) {
      const next = command.findIndex((other, i) => i > from && other.startsWith('--'));
      const end = next === -1 ? command.length : next;
      return [{ name: word, value: command.slice(from + 1, end).join(' '), from, length: end - from }];
    }
    const prometheus =
      kind === 'prometheus' ? /^--((?:storage|web|config|query|log)\.[\w.-]+)=(.*)$/s.exec(word) : null;
    return prometheus === null
      ? []
      : [{ name: `--${prometheus[1] ?? ''}`, value: prometheus[2] ?? '', from, length: 1 }];
  });
}

/** One finding for a service: its edit writes the command anew. */
function findingOf(project: Project, service: Service): Finding[] {
  const flags = flagsOf(service);
  const dead = flags.filter((flag, i) => flags.slice(i + 1).some(({ name }) => name === flag.name));
  const [first] = dead;
  if (first === undefined) return [];
  const said = dead.map(
    ({ name, value }) =>
      `${name} ${value} (later ${flags.findLast((flag) => flag.name === name)?.value ?? ''})`,
  );
  const refuses = service.kind === 'prometheus';
  const at = placeOfWord(service, first.from);
  const value = without(project, service, dead);
  const { file, path } = service.editOf(['command']);
  return [
    {
      message: `${service.name} is given the same setting twice: ${said.join(', ')}; ${refuses ? 'Prometheus does not start' : 'the last one holds'}.`,
      at,
      evidence: [
        { by: 'config', text: `twice on the command line: ${dead.map(({ name }) => name).join(', ')}`, at },
      ],
      ...(refuses ? { severity: 'error' } : {}),
      ...(value === undefined
        ? {}
        : {
            fix: { class: 'safe', edits: [{ do: 'set-yaml', file, path, value }], restart: [service.name] },
          }),
    },
  ];
}

/** The command as a list without those words, variables kept; undefined for one line, which a person shortens. */
function without(project: Project, service: Service, dead: readonly Flag[]): string[] | undefined {
  const address = service.editOf(['command']);
  const items = writtenItems(writtenValue(project, address));
  if (address.shared === true || items === undefined || items.length !== service.command.length)
    return undefined;
  const gone = new Set(dead.flatMap(({ from, length }) => Array.from({ length }, (_, i) => from + i)));
  return items.filter((_, i) => !gone.has(i));
}
