import type { Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable, type Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import { qdrantServices } from '../../components/qdrant/qdrant-settings.ts';
import { setOnService } from '../../components/compose/set-on-service.ts';
import { specValue } from '../../components/compose/spec-value.ts';
import { membersOf } from '../../../project/value-in.ts';

/** Qdrant documentation, Installation: at least; and what its own compose examples give. */
const LEAST = 10_000;
const GIVEN = 65_535;
/** Share of the limit that is in use and leaves no room for an optimiser, which opens a segment anew. */
const NEARLY = 0.8;

const tooMany: LogPattern = { name: 'files', literal: 'Too many open files' };

export const qdrantNofile = defineCheck({
  id: 'qdrant-nofile',
  area: 'qdrant',
  severity: 'error',
  title: 'Qdrant may open as many files as its segments need',
  why: `Each segment of each collection is a dozen of files or more, and each client a socket. With the 1,024 that newer Docker engines
give, Qdrant fails in the middle of an optimisation with "Too many open files (os error 24)", and the collection turns red.`,
  repair: 'Give the service ulimits: nofile 65535.',
  fixClass: 'safe',
  source:
    'Qdrant documentation, Installation (nofile 10,000 at least); qdrant#2569, #1261, #6358; containerd 2.0 and Docker Engine 29: LimitNOFILE 1024:524288; process_open_fds and process_max_fds seen in /metrics of qdrant 1.18.3',
  logs: [tooMany],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const soft = softLimit(service);
  const place = service.placeOf(['ulimits', 'nofile', 'soft']) ?? service.placeOf(['ulimits', 'nofile']);
  const at = place ?? service.at;
  const seen: readonly Seen[] = [...logSeen(evidence, service), ...liveSeen(evidence, service)];
  const allowed = liveLimit(evidence, service);
  const isLow = soft !== undefined && soft < LEAST;
  // The engine's own limit may be ample: only a newer one's is not, and that cannot be told from here.
  const isUnsaid = soft === undefined && (allowed === undefined || allowed < LEAST);
  if (seen.length === 0 && !isLow && !isUnsaid) return [];
  const says =
    soft === undefined
      ? `${service.name} leaves the number of open files to the Docker engine, which in newer versions is 1,024`
      : `${service.name} may open ${soft} files`;
  return [
    {
      message: `${says}; Qdrant needs ${LEAST} at least.`,
      at,
      evidence: [
        { by: 'config', text: soft === undefined ? 'no ulimits.nofile' : `nofile ${soft}`, at },
        ...seen,
      ],
      severity: seen.length > 0 ? 'error' : isLow ? 'warning' : 'info',
      fix: {
        class: 'safe',
        edits: [setOnService(service, ['ulimits', 'nofile'], { soft: GIVEN, hard: GIVEN })],
        restart: [service.name],
      },
    },
  ];
}

function softLimit(service: Service): number | undefined {
  const limit = specValue(service, ['ulimits', 'nofile']);
  const value = Number(membersOf(limit)['soft'] ?? limit ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

function metric({ live }: Evidence, { name }: Service, key: string): number | undefined {
  const answer = live.qdrant.get(name);
  return answer?.seen === true ? answer.value.metrics.get(key) : undefined;
}

function liveLimit(evidence: Evidence, service: Service): number | undefined {
  return metric(evidence, service, 'process_max_fds');
}

function liveSeen(evidence: Evidence, service: Service): readonly Seen[] {
  const open = metric(evidence, service, 'process_open_fds') ?? 0;
  const most = liveLimit(evidence, service) ?? Infinity;
  return open > NEARLY * most ? [{ by: 'live', text: `${open} of ${most} files are open` }] : [];
}

function logSeen({ logs }: Evidence, { name }: Service): readonly Seen[] {
  const { services } = logs.summary('qdrant-nofile', tooMany.name);
  const count = services.get(name) ?? 0;
  return count === 0 ? [] : [{ by: 'log', text: `"Too many open files" ${count} x in the log of ${name}` }];
}
