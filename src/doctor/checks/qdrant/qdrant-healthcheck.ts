import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { fittingHealthcheck, healthTest } from '../../components/compose/health-checks.ts';
import { qdrantServices, qdrantSetting } from '../../components/qdrant/qdrant-settings.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { membersOf } from '../../../project/value-in.ts';

export const qdrantHealthcheck = defineCheck({
  id: 'qdrant-healthcheck',
  area: 'qdrant',
  severity: 'error',
  title: "Qdrant's health check works with what its image has",
  why: `Qdrant's image has neither curl nor wget, so the health check that most people write fails every time: the container is
"unhealthy" while it serves, and whoever waits for its health never starts. Without any check the others start while Qdrant still
loads its collections, and their first searches fail.`,
  repair: 'Ask /readyz through bash, which the image has, by its /dev/tcp.',
  fixClass: 'safe',
  source:
    'Qdrant Dockerfile (debian:13-slim, entrypoint by bash); qdrant#3491, #4250; the bash line run against qdrant 1.18.3: exit 0 when up, 1 when down (facts: healthchecks)',
  supersedes: [
    'compose-no-healthcheck',
    'compose-healthcheck-missing-binary',
    'compose-healthcheck-wrong-port',
  ],
  run: (evidence) => {
    const services = qdrantServices(evidence.project).filter(
      ({ buildContext }) => buildContext === undefined,
    );
    if (services.length === 0) return notApplicable("no service runs Qdrant's image");
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const test = healthTest(service);
  if (test.state === 'disabled') return [];
  const program =
    test.state === 'present' ? /(?:^|[\s"'/;&|(])(curl|wget|nc)(?=\s)/.exec(`${test.text} `)?.[1] : undefined;
  if (test.state === 'present' && program === undefined) return [];
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const fitting = fittingHealthcheck(evidence.project, service);
  // Plain HTTP is refused then.
  const tls = /^(?:true|1|on|yes)$/i.test(
    String(qdrantSetting(evidence.project, service, 'service.enable_tls')?.value ?? ''),
  );
  const path = test.state === 'present' ? ['healthcheck', 'test'] : ['healthcheck'];
  const value = test.state === 'present' ? membersOf(fitting)['test'] : fitting;
  const seen: readonly Seen[] = [
    { by: 'config', text: program === undefined ? 'no healthcheck' : `the check calls ${program}`, at },
    ...liveSeen(evidence, service),
  ];
  return [
    {
      message:
        program === undefined
          ? `${service.name} has no health check: others start while it still loads its collections.`
          : `The health check of ${service.name} calls ${program}, which Qdrant's image does not have: it always fails.`,
      at,
      evidence: seen,
      severity: program === undefined ? 'warning' : 'error',
      ...(value === undefined || tls
        ? {}
        : { fix: { class: 'safe', edits: [setOnService(service, path, value)], restart: [service.name] } }),
    },
  ];
}

function liveSeen({ live }: Evidence, { name }: Service): readonly Seen[] {
  const containers = live.docker.seen ? live.docker.value : [];
  return containers
    .filter(({ service, health }) => service === name && health === 'unhealthy')
    .map(({ name: container }) => ({ by: 'live', text: `${container} is unhealthy` }) as const);
}
