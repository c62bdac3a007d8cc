import { defineCheck, type Finding, found, HEALTHY, notApplicable, notObservable } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';
import { placeOfProject } from '../../components/compose/places.ts';

/** As for memory: an optimisation opens the files of the new segment while it holds those of the old ones. */
const MOST = 0.8;

export const qdrantMmapLimit = defineCheck({
  id: 'qdrant-mmap-limit',
  area: 'qdrant',
  severity: 'warning',
  title: 'Qdrant has memory maps to spare',
  why: `Qdrant maps each file of each segment into memory, and the kernel gives a process vm.max_map_count of them. At the limit the next
segment cannot be opened: the collection turns red, and a restart fails at loading.`,
  repair:
    'On the host: echo "vm.max_map_count = 262144" > /etc/sysctl.d/60-qdrant.conf && sysctl --system; or fewer collections and segments.',
  fixClass: 'never',
  source:
    'Qdrant src/common/metrics.rs, process_open_mmaps and system_max_mmaps, seen in /metrics of 1.18.3; Linux Documentation/admin-guide/sysctl/vm.rst, max_map_count (65530)',
  run: ({ project, live }) => {
    if (qdrantServices(project).length === 0 && live.qdrant.size === 0)
      return notApplicable('no service is Qdrant');
    const findings = [...live.qdrant].flatMap(([name, answer]) =>
      answer.seen ? (findingOf(project, name, answer.value.metrics) ?? []) : [],
    );
    if (findings.length > 0) return found(findings);
    const told = [...live.qdrant.values()].some(
      (answer) => answer.seen && answer.value.metrics.has('system_max_mmaps'),
    );
    return told ? HEALTHY : notObservable('no Qdrant told how many memory maps it has');
  },
});

function findingOf(
  project: Evidence['project'],
  name: string,
  metrics: ReadonlyMap<string, number>,
): Finding | undefined {
  const [open, most] = [metrics.get('process_open_mmaps'), metrics.get('system_max_mmaps')];
  if (open === undefined || most === undefined || most <= 0 || open <= MOST * most) return undefined;
  const service = project.services.find((one) => one.name === name);
  return {
    message: `${name} has ${open} of ${most} memory maps in use.`,
    at: service?.at ?? placeOfProject(project),
    evidence: [{ by: 'live', text: `process_open_mmaps ${open}, system_max_mmaps ${most}` }],
  };
}
