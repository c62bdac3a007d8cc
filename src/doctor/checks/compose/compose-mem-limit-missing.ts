import type { Evidence } from '../../evidence.ts';
import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { startedServices } from '../../components/compose/spec-value.ts';

/** What each grows with, for the reader. */
const GROWS: Partial<Record<Service['kind'], string>> = {
  postgres: 'connections and sorts',
  redis: 'keys',
  qdrant: 'vectors',
  prometheus: 'series',
};

export const composeMemLimitMissing = defineCheck({
  id: 'compose-mem-limit-missing',
  area: 'compose',
  severity: 'warning',
  title: 'Stores have a memory limit',
  why: `Without a limit one store can take all memory of the host. The kernel then kills the largest process of the machine, often the
database that did nothing wrong; and a store that sizes itself by its limit sizes itself by the whole host.`,
  repair:
    'Run "cvx tune --users N": it shares out the memory of the host and writes a limit for each service.',
  fixClass: 'never',
  source:
    'KICS "Memory Not Limited"; docs.docker.com/engine/containers/resource_constraints: by default a container has no resource constraints',
  run: (evidence) => {
    const stores = startedServices(evidence.project).filter(({ kind }) => GROWS[kind] !== undefined);
    if (stores.length === 0) return notApplicable('no service is a store');
    return found(
      stores
        .filter(({ memoryLimit }) => memoryLimit === undefined)
        .map((service) => findingOf(evidence, service)),
    );
  },
});

function findingOf({ live }: Evidence, service: Service): Finding {
  const containers = live.docker.seen ? live.docker.value : [];
  const unlimited = containers.find(
    (one) => one.service === service.name && one.running && one.memoryLimit === undefined,
  );
  const used =
    unlimited?.memoryUsed === undefined ? '' : `, now ${Math.round(unlimited.memoryUsed / 1024 ** 2)} MB`;
  return {
    message: `${service.name} may take all memory of the host: it has no limit and grows with its ${GROWS[service.kind] ?? 'data'}${used}.`,
    at: service.at,
    evidence: [
      {
        by: 'config',
        text: `${service.name} has neither deploy.resources.limits.memory nor mem_limit`,
        at: service.at,
      },
      ...(unlimited === undefined
        ? []
        : [
            {
              by: 'live',
              text: `the container of ${service.name} runs without a memory limit${used}`,
            } as const,
          ]),
    ],
  };
}
