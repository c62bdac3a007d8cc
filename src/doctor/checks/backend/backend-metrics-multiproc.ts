import { defineCheck, type Finding, found, notApplicable } from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import { placeInText } from '../../place-in-text.ts';
import { processesOf } from '../../components/backend/processes-of.ts';
import type { Place, Project, Service } from '../../../project/project.ts';

export const backendMetricsMultiproc = defineCheck({
  id: 'backend-metrics-multiproc',
  area: 'backend',
  severity: 'warning',
  title: 'Several processes of the backend count together',
  why: `Each worker process has metrics of its own, and a scrape reaches one of them by chance: counters jump up and down between
scrapes, rates and error ratios are wrong. prometheus_client adds the processes up only where PROMETHEUS_MULTIPROC_DIR names a folder
that is empty at each start.`,
  repair:
    'Set PROMETHEUS_MULTIPROC_DIR to a tmpfs, which is empty at each start, and answer with a MultiProcessCollector; or run one process for each container.',
  fixClass: 'never',
  source:
    'prometheus_client documentation, "Multiprocess Mode": the folder must be wiped between runs, custom collectors and Info do not work there',
  run: ({ project }) => {
    const backends = project.services.filter(({ kind, active }) => kind === 'backend' && active);
    const counting = backends.flatMap((service) => {
      const use = clientUse(project, service);
      return use === undefined ? [] : [{ service, use }];
    });
    if (counting.length === 0) return notApplicable('no backend counts with prometheus_client');
    return found(counting.flatMap(({ service, use }) => findingOf(project, service, use) ?? []));
  },
});

/** Where its own source makes or shows metrics with prometheus_client. */
function clientUse(project: Project, service: Service): Place | undefined {
  for (const file of sourcesOf(project, service)) {
    const text = file.endsWith('.py') ? (project.read(file) ?? '') : '';
    const use =
      /^[ \t]*(?:from|import)[ \t]+(?:prometheus_client|prometheus_fastapi_instrumentator|starlette_exporter)\b/m.exec(
        text,
      );
    if (use !== null) return placeInText(file, text, use.index);
  }
  return undefined;
}

function findingOf(project: Project, service: Service, use: Place): Finding | undefined {
  const processes = processesOf(project, service);
  if (processes === undefined || processes.value < 2) return undefined;
  const name = 'PROMETHEUS_MULTIPROC_DIR';
  const shared = new RegExp(`${name}|prometheus_multiproc_dir`);
  if (service.environment.some(({ key, value }) => shared.test(key) && value !== '')) return undefined;
  if (sourcesOf(project, service).some((file) => shared.test(project.read(file) ?? ''))) return undefined;
  const { origin } = processes;
  const at = 'at' in origin ? origin.at : undefined;
  return {
    message: `${service.name} runs ${processes.value} processes that count each for itself: a scrape shows one of them by chance.`,
    at: at ?? service.at,
    related: [use],
    evidence: [
      { by: 'config', text: `${processes.value} processes in each container`, at: at ?? service.at },
      { by: 'config', text: `metrics by prometheus_client, and no ${name}`, at: use },
    ],
  };
}
