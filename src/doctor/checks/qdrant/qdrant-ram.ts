import type { Service } from '../../../project/project.ts';
import { shown, MIB } from '../../../sizing/quantity.ts';
import { RESIDENT_SHARE } from '../../../sizing/vectors.ts';
import {
  defineCheck,
  type Finding,
  found,
  HEALTHY,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { placeOfLimit } from '../../components/compose/places.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';

export const qdrantRam = defineCheck({
  id: 'qdrant-ram',
  area: 'qdrant',
  severity: 'error',
  title: 'What Qdrant keeps in memory fits its limit',
  why: `Vectors, graph and the copy that an optimiser writes are in memory together. Past four fifths of the limit the next
optimisation is killed, and a container that is killed while it loads starts again for ever, or in recovery mode, where it answers no
search.`,
  repair:
    'Quantize the vectors (int8 keeps a quarter), set on_disk for the originals, or raise the limit: cvx tune --users N shows what fits.',
  fixClass: 'never',
  source:
    'Qdrant documentation, Capacity Planning; memory_resident_bytes and app_status_recovery_mode seen in /metrics of qdrant 1.18.3; tools/entrypoint.sh (exit 137)',
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    const findings = services.flatMap((service) => findingsOf(evidence, service));
    if (findings.length > 0) return found(findings);
    const asked = services.filter(({ name }) => evidence.live.qdrant.get(name)?.seen === true);
    if (asked.length === 0)
      return notObservable('Qdrant was not asked, and its files do not say how many vectors it holds');
    return asked.some(({ memoryLimit }) => memoryLimit !== undefined)
      ? HEALTHY
      : notObservable(`${asked.map(({ name }) => name).join(', ')}: no memory limit to hold it against`);
  },
});

function findingsOf({ live }: Evidence, service: Service): readonly Finding[] {
  const answer = live.qdrant.get(service.name);
  const metrics = answer?.seen === true ? answer.value.metrics : new Map<string, number>();
  const recovery = metrics.get('app_status_recovery_mode') === 1;
  const resident = metrics.get('memory_resident_bytes') ?? 0;
  const limit = service.memoryLimit;
  const killed = (live.docker.seen ? live.docker.value : []).filter(
    (container) => container.service === service.name && container.oomKilled,
  );
  const isFull = limit !== undefined && resident > RESIDENT_SHARE * limit;
  if (!recovery && !isFull) return [];
  const at = placeOfLimit(service, 'memory');
  const bytes = (value: number): string => shown({ value, unit: 'bytes' });
  const against = limit === undefined ? '' : ` of ${bytes(limit)}`;
  const points =
    answer?.seen === true ? answer.value.collections.reduce((sum, one) => sum + one.points, 0) : 0;
  const seen: readonly Seen[] = [
    { by: 'live', text: `memory_resident_bytes ${bytes(resident)}, ${points} points` },
    ...(recovery ? [{ by: 'live', text: 'app_status_recovery_mode 1' } as const] : []),
    ...killed.map(({ name }) => ({ by: 'live', text: `${name} was killed for memory` }) as const),
    ...(limit === undefined ? [] : [{ by: 'config', text: `limit ${bytes(limit)}`, at } as const]),
  ];
  return [
    {
      message: recovery
        ? `${service.name} runs in recovery mode: it was killed while it loaded, and answers no search.`
        : `${service.name} keeps ${bytes(resident)}${against} in memory; beyond ${bytes(Math.floor((RESIDENT_SHARE * (limit ?? 0)) / MIB) * MIB)} the next optimisation may be killed.`,
      at,
      evidence: seen,
    },
  ];
}
