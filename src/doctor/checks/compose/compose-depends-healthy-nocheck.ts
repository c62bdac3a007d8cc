import type { Evidence } from '../../evidence.ts';
import type { Place, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import { fittingHealthcheck, healthTest } from '../../components/compose/health-checks.ts';
import { bringsHealthcheck, imageSource } from '../../components/compose/image-contents.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue, startedServices } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

interface Wait {
  readonly service: Service;
  readonly needed: Service;
  readonly at: Place;
}

export const composeDependsHealthyNocheck = defineCheck({
  id: 'compose-depends-healthy-nocheck',
  area: 'compose',
  severity: 'error',
  title: 'Who waits for health finds a health check',
  why: `"condition: service_healthy" waits for the health check of the other container. Where there is none, "docker compose up" stops
with "container … has no healthcheck configured", and the waiting service never starts.`,
  repair: 'Give the other service a health check.',
  fixClass: 'safe',
  source:
    'docker compose 2.40.3 pkg/compose: "container %s has no healthcheck configured"; compose-spec, depends_on',
  run: (evidence) => {
    const waits = waitsOf(evidence);
    if (waits.length === 0) return notApplicable('no service waits for the health of another');
    const findings = waits.flatMap((wait) => findingOf(evidence, wait));
    if (findings.length > 0) return found(findings);
    const unknown = waits.find((wait) => isUnknown(evidence, wait));
    return unknown === undefined
      ? found([])
      : notObservable(
          `whether the image of ${unknown.needed.name} brings a health check cannot be told from here`,
        );
  },
});

function waitsOf({ project }: Evidence): Wait[] {
  return startedServices(project).flatMap((service) =>
    Object.entries(membersOf(specValue(service, ['depends_on']))).flatMap(([name, how]) => {
      const needed = project.services.find((other) => other.name === name && other.active);
      if (needed === undefined || membersOf(how)['condition'] !== 'service_healthy') return [];
      return [{ service, needed, at: service.placeOf(['depends_on', name, 'condition']) ?? service.at }];
    }),
  );
}

function liveHealth({ live }: Evidence, { name }: Service): string | undefined {
  const containers = live.docker.seen ? live.docker.value : [];
  return containers.find(({ service, running }) => service === name && running)?.health;
}

function isUnknown(evidence: Evidence, { needed }: Wait): boolean {
  return (
    healthTest(needed).state === 'absent' &&
    bringsHealthcheck(imageSource(evidence.project, needed)) === undefined &&
    liveHealth(evidence, needed) === undefined
  );
}

function findingOf(evidence: Evidence, { service, needed, at }: Wait): Finding[] {
  const { state } = healthTest(needed);
  if (state === 'present') return [];
  const brings = bringsHealthcheck(imageSource(evidence.project, needed));
  const health = liveHealth(evidence, needed);
  const none = state === 'disabled' || brings === false || (brings === undefined && health === 'none');
  if (!none) return [];
  const said =
    state === 'disabled'
      ? 'its health check is switched off'
      : `neither ${needed.name} nor its image has a health check`;
  const seen: Seen[] = [
    { by: 'config', text: `${service.name} waits for the health of ${needed.name}; ${said}`, at },
    ...(health === 'none'
      ? [{ by: 'live', text: `the container of ${needed.name} has no health check` } as const]
      : []),
  ];
  const check = state === 'disabled' ? undefined : fittingHealthcheck(evidence.project, needed);
  return [
    {
      message: `${service.name} waits for ${needed.name} to be healthy, which has no health check: "docker compose up" fails.`,
      at,
      related: [needed.at],
      evidence: seen,
      ...(check === undefined
        ? {}
        : {
            fix: {
              class: 'safe',
              edits: [setOnService(needed, ['healthcheck'], check)],
              restart: [needed.name],
            },
          }),
    },
  ];
}
