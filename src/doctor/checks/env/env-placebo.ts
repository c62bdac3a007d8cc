import { ignoredVariable, isHonoured } from '../../../facts/images.ts';
import type { EnvEntry, Project, Service } from '../../../project/project.ts';
import {
  defineCheck,
  type Finding,
  type Fix,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
} from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { officialKind, type Reads, readsVariable } from '../../components/backend/variable-readers.ts';

export const envPlacebo = defineCheck({
  id: 'env-placebo',
  area: 'env',
  severity: 'warning',
  title: 'Somebody reads every variable that is set',
  why: `A variable that nothing reads looks like a setting and is none: MAX_CONCURRENT_REQUESTS=100 limits nothing if no line of the
program asks for it. Who tunes the stack by it, or trusts it for protection, is misled, and no program says a word.`,
  repair: 'Delete it, or let the program read it.',
  fixClass: 'safe',
  source:
    'the variables of each image by its entrypoint and source (docker-library/postgres and redis, qdrant settings.rs, redis_exporter and postgres_exporter main.go, docker-nginx); the sources of the project itself',
  run: ({ project }) => {
    const services = startedServices(project);
    const uses = usesOf(services, project);
    if (uses.length === 0) return notApplicable('no service sets a variable');
    const unread = uses.filter(({ reads }) => reads === 'no');
    const [shared, own] = [
      unread.filter(({ entry }) => entry.from === 'env-file'),
      unread.filter(({ entry }) => entry.from === 'environment'),
    ];
    const findings = [...own.map((use) => ownFinding(use)), ...fileFindings(shared)];
    if (findings.length > 0) return found(findings);
    const unknown = uses.filter(({ reads }) => reads === 'unknown');
    return unknown.length === 0
      ? HEALTHY
      : notObservable(
          `what ${[...new Set(unknown.flatMap((use) => use.services.map(({ name }) => name)))].join(', ')} read cannot be told from here`,
        );
  },
});

/** A variable where it is written, and the services that get it there. */
interface Use {
  readonly entry: EnvEntry;
  readonly services: readonly Service[];
  readonly reads: Reads;
}

function usesOf(services: readonly Service[], project: Project): Use[] {
  const places = new Map<string, { entry: EnvEntry; services: Service[] }>();
  for (const service of services)
    for (const entry of service.environment) {
      const { file, line, column } = entry.at;
      const key = `${entry.key} ${file}:${line}:${column}`;
      const use = places.get(key) ?? { entry, services: [] };
      use.services.push(service);
      places.set(key, use);
    }
  return [...places.values()].map((use) => ({ ...use, reads: readsAmong(project, use.services, use.entry) }));
}

/** One reader is enough; so is a compose file that takes the value elsewhere. */
function readsAmong(project: Project, services: readonly Service[], { key, from }: EnvEntry): Reads {
  const own = new Set(services.map((service) => readsVariable(project, service, key)));
  if (own.has('yes')) return 'yes';
  const named = new RegExp(String.raw`\$\{?${key}(?![A-Za-z0-9_])`);
  const texts = [...project.composeFiles, ...project.envFiles.map(({ file }) => file)].map(
    (file) => project.read(file) ?? '',
  );
  if (from === 'env-file' && texts.some((text) => named.test(text))) return 'yes';
  return own.has('unknown') ? 'unknown' : 'no';
}

/** In `environment`: said of that service, with the real name where one is known. */
function ownFinding({ entry, services: [service] }: Use): Finding {
  const { key, at } = entry;
  const kind = service === undefined ? undefined : officialKind(service);
  const known = kind === undefined ? undefined : ignoredVariable(kind, key);
  const name = service?.name ?? '';
  const fix =
    service === undefined || kind === undefined
      ? undefined
      : renamed(service, kind, entry, known?.useInstead ?? '');
  return {
    message: `${name} is given ${key}, which ${kind === undefined ? 'nothing in it reads' : 'its image does not read'}.`,
    at,
    evidence: [
      {
        by: 'config',
        text:
          kind === undefined
            ? `no source of ${name} names ${key}`
            : `${key} is not among the variables of ${service?.image ?? 'the image'}`,
        at,
      },
    ],
    repair:
      known === undefined
        ? `Delete ${key}, or let the program read it.`
        : /^[A-Z][A-Z0-9_]*$/.test(known.useInstead)
          ? `Use ${known.useInstead} instead.`
          : `Delete ${key} (${known.why}); what works: ${known.useInstead}.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Only where the right thing is another variable that the image reads. */
function renamed(
  service: Service,
  kind: string,
  { key, raw, form }: EnvEntry,
  name: string,
): Fix | undefined {
  if (
    !/^[A-Z][A-Z0-9_]*$/.test(name) ||
    !isHonoured(kind, name) ||
    service.environment.some((one) => one.key === name)
  )
    return undefined;
  const { file, path, shared } = service.editOf(['environment', key]);
  if (shared === true) return undefined;
  const edits: Fix['edits'] =
    form === 'list'
      ? [{ do: 'set-yaml', file, path, value: `${name}=${raw}` }]
      : [
          { do: 'set-yaml', file, path: [...path.slice(0, -1), name], value: raw },
          { do: 'remove-yaml', file, path },
        ];
  return { class: 'safe', edits, restart: [service.name] };
}

/** In an env file: one finding for the file, at the first of them. */
function fileFindings(uses: readonly Use[]): Finding[] {
  const files = new Map<string, Use[]>();
  for (const use of uses) files.set(use.entry.at.file, [...(files.get(use.entry.at.file) ?? []), use]);
  return [...files].flatMap(([file, inFile]) => {
    const [first, ...more] = inFile.toSorted((a, b) => a.entry.at.line - b.entry.at.line);
    if (first === undefined) return [];
    const names = [first, ...more].map(({ entry }) => entry.key);
    const services = [...new Set(inFile.flatMap((use) => use.services.map(({ name }) => name)))];
    const what =
      names.length === 1
        ? `${names[0] ?? ''} is set in ${file} and read by nothing`
        : `${names.length} variables of ${file} are read by nothing: ${names.join(', ')}`;
    return [
      {
        message: `${what}.`,
        at: first.entry.at,
        related: more.map(({ entry }) => entry.at),
        evidence: [
          {
            by: 'config',
            text: `no source, image or command of ${services.join(', ')} names ${names.length === 1 ? 'it' : 'them'}`,
            at: first.entry.at,
          },
        ],
        repair: `Delete ${names.length === 1 ? 'it' : 'them'}, or let ${services.join(' or ')} read ${names.length === 1 ? 'it' : 'them'}.`,
      },
    ];
  });
}
