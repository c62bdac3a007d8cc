import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, type LogPattern, notApplicable } from '../../check.ts';
import { inEnvironment, isUsedTwice, withVariable } from '../../components/compose/variable-edits.ts';
import {
  qdrantServices,
  qdrantSetting,
  type QdrantSetting,
  variableOf,
} from '../../components/qdrant/qdrant-settings.ts';
import type { Evidence } from '../../evidence.ts';
import { mayBeOf } from '../../logs/may-be-of.ts';

const refused: LogPattern = {
  name: 'refused',
  literal: 'Error while starting ',
  pattern: /Error while starting (?<server>gRPC|Metrics|REST) server/,
};

export const qdrantPortConflict = defineCheck({
  id: 'qdrant-port-conflict',
  area: 'qdrant',
  severity: 'error',
  title: 'REST, gRPC and metrics of Qdrant have a port each',
  why: `Two listeners cannot share a port. Qdrant writes one line of error for the second ("Error while starting gRPC server: transport
error") and runs on without it: the health check is green, and clients of the other interface talk to the wrong one.`,
  repair:
    'Give each a port of its own: 6333 for REST, 6334 for gRPC, 6335 between peers; metrics, where wanted, 6336.',
  fixClass: 'confirm',
  source:
    'seen with qdrant 1.18.3, equal http_port and grpc_port, metrics_port, or cluster.p2p.port: os error 98, and the process stays; defaults by its config/config.yaml',
  logs: [refused],
  run: (evidence) => {
    const services = qdrantServices(evidence.project);
    if (services.length === 0) return notApplicable('no service is Qdrant');
    return found(services.flatMap((service) => findingsOf(evidence, service)));
  },
});

interface Listener {
  readonly name: string;
  readonly path: string;
  /** Undefined where it is off, and where nothing here tells. */
  readonly port: number | undefined;
  /** The port that clients expect it on. */
  readonly usual: number;
  readonly setting: QdrantSetting | undefined;
}

function listenersOf(project: Project, service: Service): readonly Listener[] {
  const listener = (name: string, path: string, usual: number, unset: number | undefined): Listener => {
    const setting = qdrantSetting(project, service, path);
    // Passed through from the shell that starts the stack.
    const open = service.environment.some(
      ({ key, value }) => key.toUpperCase() === variableOf(path) && value === undefined,
    );
    const given = Number(setting?.value ?? Number.NaN);
    const port = open ? undefined : setting === undefined ? unset : given > 0 ? given : undefined;
    return { name, path, port, usual, setting };
  };
  const clustered = String(qdrantSetting(project, service, 'cluster.enabled')?.value ?? false) === 'true';
  return [
    listener('REST', 'service.http_port', 6333, 6333),
    listener('gRPC', 'service.grpc_port', 6334, 6334),
    ...(clustered ? [listener('the port between peers', 'cluster.p2p.port', 6335, 6335)] : []),
    listener('metrics', 'service.metrics_port', 6336, undefined),
  ];
}

function findingsOf(evidence: Evidence, service: Service): readonly Finding[] {
  const listeners = listenersOf(evidence.project, service);
  return listeners.flatMap((second, index): Finding[] => {
    const first = listeners.slice(0, index).find(({ port }) => port !== undefined && port === second.port);
    return first === undefined ? [] : [findingOf(evidence, service, [first, second], listeners)];
  });
}

function findingOf(
  evidence: Evidence,
  service: Service,
  [first, second]: readonly [Listener, Listener],
  listeners: readonly Listener[],
): Finding {
  const taken = new Set(listeners.map(({ port }) => port));
  const movable = [second, first].find(
    (one) => one.setting !== undefined && !taken.has(one.usual) && !isAsked(evidence.project, service, one),
  );
  const moved = movable ?? (second.setting === undefined ? first : second);
  const other = moved === first ? second : first;
  const at = moved.setting?.at ?? service.at;
  const edit = movable === undefined ? undefined : editOf(evidence.project, service, moved);
  const lines = evidence.logs.summary('qdrant-port-conflict', refused.name);
  const servers = [...(lines.tallies['server']?.keys() ?? [])].join(', ');
  return {
    message: `${first.name} and ${second.name} of ${service.name} are both given port ${second.port ?? ''}: one gets it, and Qdrant runs on without the other.`,
    at,
    related: other.setting === undefined ? [] : [other.setting.at],
    evidence: [
      ...[first, second].map(({ path, port, setting }) => ({
        by: 'config' as const,
        text: `${path} is ${port ?? ''}${setting === undefined ? ', its default' : ''}`,
        ...(setting === undefined ? {} : { at: setting.at }),
      })),
      ...(lines.count > 0 && mayBeOf(lines, service)
        ? [{ by: 'log' as const, text: `"Error while starting … server" ${lines.count} x: ${servers}` }]
        : []),
    ],
    ...(edit === undefined
      ? {}
      : {
          repair: `Set ${moved.path} to ${moved.usual}, the port that its clients expect.`,
          fix: { class: 'confirm', edits: [edit], restart: [service.name] },
        }),
  };
}

/** Whether a client calls it by the URL of its present port: only REST has one. */
function isAsked({ services }: Project, server: Service, { path, port }: Listener): boolean {
  return (
    path === 'service.http_port' &&
    services.some(({ environment }) =>
      environment.some(({ value = '' }) =>
        new RegExp(String.raw`^https?://(?:[^@/]*@)?${server.name}:${port ?? ''}(?!\d)`).test(value),
      ),
    )
  );
}

function editOf(project: Project, service: Service, { path, usual, setting }: Listener): Edit | undefined {
  if (setting === undefined) return undefined;
  const { variable, at } = setting;
  if (variable === undefined) return { do: 'set-yaml', file: at.file, path: path.split('.'), value: usual };
  // A variable of .env may be behind both, or be what clients and published ports are told.
  const behind = /^\$\{?(\w+)/.exec(variable.raw)?.[1];
  return variable.from === 'environment' && behind !== undefined && isUsedTwice(project, behind)
    ? inEnvironment(service, variable.key, String(usual))
    : withVariable(project, service, variable.key, String(usual));
}
