import type { Place, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, type Fix, found, notApplicable, type Seen } from '../../check.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** 30 MB for a container: some days of a service that writes a line for each request. */
const ROTATION = { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } } as const;

/** So many names are read; the evidence has all. */
const NAMED = 6;

export const composeLogUnbounded = defineCheck({
  id: 'compose-log-unbounded',
  area: 'compose',
  severity: 'warning',
  title: 'Logs are rotated',
  why: `Docker keeps what a container writes in a file that grows without end ("no log-rotation is performed"). A chatty service fills
the disk in weeks, and a full disk stops every store of the host at once. "docker system df" does not show it.`,
  repair: 'Give each service logging with max-size and max-file; an anchor says it once for all.',
  fixClass: 'safe',
  source:
    'docs.docker.com/engine/logging/configure: by default no log-rotation is performed; docker/roadmap#163',
  run: ({ project }) => {
    const services = startedServices(project);
    if (services.length === 0) return notApplicable('there is no service');
    const unbounded = services.filter(isUnbounded);
    const alone = unbounded.filter((service) => !isTaken(service));
    const taken = unbounded.filter(isTaken);
    return found([
      ...(alone.length === 0 ? [] : [{ ...findingOf(alone), fix: fixOf(alone) }]),
      // What others take a whole service from is a person's to edit, and no reason to leave the rest.
      ...(taken.length === 0
        ? []
        : [
            {
              ...findingOf(taken),
              repair: `Give ${namesOf(taken.map(({ name }) => name))} logging with max-size and max-file: what takes the service through its anchor gets it too.`,
            },
          ]),
    ]);
  },
});

/** Whether an anchor on the service itself hands it to others: a key that it cannot have would be theirs too. */
function isTaken(service: Service): boolean {
  return service.editOf(['x-logging']).shared === true;
}

/** Another driver than json-file rotates or sends away. */
function isUnbounded(service: Service): boolean {
  const logging = membersOf(specValue(service, ['logging']));
  const driver = logging['driver'] ?? 'json-file';
  return driver === 'json-file' && membersOf(logging['options'])['max-size'] === undefined;
}

function namesOf(names: readonly string[]): string {
  return names.length <= NAMED
    ? names.join(', ')
    : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

function placeOf(service: Service): Place {
  return service.placeOf(['logging']) ?? service.at;
}

/** One finding for all: it is one decision. */
function findingOf(services: readonly Service[]): Finding {
  const names = services.map(({ name }) => name);
  const [first] = services;
  const seen = services.map((service): Seen => ({
    by: 'config',
    text: `${service.name}: ${service.spec['logging'] === undefined ? 'no logging' : 'json-file without max-size'}`,
    at: placeOf(service),
  }));
  return {
    message: `${names.length === 1 ? `The log of ${names[0] ?? ''} grows` : `The logs of ${names.length} services (${namesOf(names)}) grow`} until the disk is full, unless the Docker daemon of the host is set up otherwise.`,
    at: first === undefined ? { file: '.', line: 1, column: 1 } : placeOf(first),
    related: services.slice(1).map(placeOf),
    evidence: seen,
  };
}

function fixOf(services: readonly Service[]): Fix {
  return {
    class: 'safe',
    edits: services.map((service) =>
      service.spec['logging'] === undefined
        ? setOnService(service, ['logging'], ROTATION)
        : setOnService(service, ['logging', 'options'], {
            ...membersOf(specValue(service, ['logging', 'options'])),
            ...ROTATION.options,
          }),
    ),
    restart: services.map(({ name }) => name),
  };
}
