import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { fittingHealthcheck, healthTest } from '../../components/compose/health-checks.ts';
import { bringsHealthcheck, imageSource } from '../../components/compose/image-contents.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Qdrant has a check of its own. */
const KINDS = new Set<Service['kind']>(['postgres', 'redis', 'prometheus']);

export const composeNoHealthcheck = defineCheck({
  id: 'compose-no-healthcheck',
  area: 'compose',
  severity: 'warning',
  title: 'Stores have a health check',
  why: `Without a health check Docker knows only that the process exists. A store that still reads its files, or hangs, counts as
running: services that need it start too early and fail, and nothing shows that it hangs.`,
  repair: 'Add a health check that asks the program itself, made of what its image has in it.',
  fixClass: 'safe',
  source:
    'KICS 698ed579 "Healthcheck Not Set"; docker-library FAQ: official images bring none; redis-cli 7.0.15, run: every answer exits with 0, so the answer is looked at; pg_isready(1); Prometheus management API /-/ready',
  run: ({ project }) => {
    const stores = startedServices(project).filter(({ kind }) => KINDS.has(kind));
    if (stores.length === 0) return notApplicable('no service is a store');
    const awaited = awaitedHealthy(project);
    return found(
      stores
        .filter((service) => !awaited.has(service.name) && lacks(project, service))
        .map((service) => findingOf(project, service)),
    );
  },
});

/** Who waits for the health of a service that has none is told so at that place. */
function awaitedHealthy(project: Project): ReadonlySet<string> {
  return new Set(
    startedServices(project).flatMap((service) =>
      Object.entries(membersOf(specValue(service, ['depends_on'])))
        .filter(([, how]) => membersOf(how)['condition'] === 'service_healthy')
        .map(([name]) => name),
    ),
  );
}

/** One that is switched off is a decision; an image that nobody knows may bring its own. */
function lacks(project: Project, service: Service): boolean {
  const source = imageSource(project, service);
  return (
    healthTest(service).state === 'absent' &&
    bringsHealthcheck(source) === false &&
    source.base?.includes('distroless') !== true
  );
}

function findingOf(project: Project, service: Service): Finding {
  const check = fittingHealthcheck(project, service);
  return {
    message: `${service.name} has no health check: it counts as ready as soon as its process exists.`,
    at: service.at,
    evidence: [
      {
        by: 'config',
        text: `${service.name} has no healthcheck, and ${service.image ?? 'its image'} brings none`,
        at: service.at,
      },
    ],
    ...(check === undefined
      ? {}
      : {
          fix: {
            class: 'safe',
            edits: [setOnService(service, ['healthcheck'], check)],
            restart: [service.name],
          },
        }),
  };
}
