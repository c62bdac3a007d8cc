import type { Edit } from '../../../edits/edit.ts';
import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import { type AskedPort, askedPorts } from '../../components/compose/asked-ports.ts';
import { containerOfService } from '../../components/compose/container-of-service.ts';
import { listeningPorts } from '../../components/compose/listening-ports.ts';
import { startedServices } from '../../components/compose/spec-value.ts';
import { writtenItems, writtenValue } from '../../components/compose/written-value.ts';
import type { Evidence } from '../../evidence.ts';

export const composeHealthcheckWrongPort = defineCheck({
  id: 'compose-healthcheck-wrong-port',
  area: 'compose',
  severity: 'warning',
  title: 'Health checks ask the port that is served',
  why: `A health check runs inside the container. Where it asks the port that is published on the host, or one that the program no
longer has, the connection is refused every time: the container is unhealthy while it serves, and whatever waits for its health never
starts.`,
  repair: 'Ask the port that the program listens on inside its container.',
  fixClass: 'safe',
  source:
    'Dockerfile reference, HEALTHCHECK: the command runs inside the container; at a port where nothing listens pg_isready 15 says "no response" and exits with 2, redis-cli 7.0.15 "Connection refused" and 1; ports by the manuals of the programs',
  // Refused, it fails: what it would prove where it is answered comes after.
  supersedes: ['healthcheck-proves-nothing'],
  run: (evidence) => {
    const { project } = evidence;
    const asking = startedServices(project)
      .map((service) => ({ service, asked: askedPorts(project, service) }))
      .filter(({ asked }) => asked.length > 0);
    if (asking.length === 0) return notApplicable('no health check in a compose file asks a port');
    const findings = asking.flatMap(({ service, asked }) => findingOf(evidence, service, asked) ?? []);
    if (findings.length > 0) return found(findings);
    const isTold = asking.some(({ asked }) =>
      asked.some((one) => listeningPorts(project, one.service) !== undefined),
    );
    return isTold ? found([]) : notObservable('the files do not tell which ports the programs listen on');
  },
});

function findingOf(evidence: Evidence, service: Service, asked: readonly AskedPort[]): Finding | undefined {
  const { project } = evidence;
  const [first] = asked;
  const wrong = asked.filter((one) => isUnserved(project, one));
  const container = containerOfService(evidence.live, service);
  // Of `A || B` one answer is enough; and what runs knows better.
  if (first === undefined || wrong.length < asked.length || container?.health === 'healthy') return undefined;
  const ports = listeningPorts(project, first.service) ?? [];
  const at = service.placeOf(['healthcheck', 'test']) ?? service.at;
  const whose = first.service === service ? 'its program' : first.service.name;
  const [right] = ports;
  const edits =
    wrong.length === 1 && ports.length === 1 && right !== undefined
      ? editsOf(project, service, first, right)
      : [];
  return {
    message: `The health check of ${service.name} asks port ${first.port}, and ${whose} listens on ${ports.join(', ')}: it fails however well the service does.`,
    at,
    related: first.service === service ? [] : [first.service.at],
    evidence: [
      {
        by: 'config',
        text: `it asks ${first.literal}; ${first.service.name} listens on ${ports.join(', ')}`,
        at,
      },
      ...(container?.health === 'unhealthy' ? [unhealthy(container.name, container.healthLog)] : []),
    ],
    repair: `Let it ask port ${ports.join(' or ')}.`,
    ...(edits.length === 0 ? {} : { fix: { class: 'safe', edits, restart: [service.name] } }),
  };
}

function unhealthy(name: string, log: readonly string[]): Seen {
  const last = log.at(-1)?.trim().split('\n').at(-1)?.trim() ?? '';
  return { by: 'live', text: `${name} is unhealthy${last === '' ? '' : `: ${last.slice(0, 160)}`}` };
}

/** Sure only where nothing else of the service names the port: another program in the container may listen there. */
function isUnserved(project: Project, { service, port }: AskedPort): boolean {
  const ports = listeningPorts(project, service);
  if (ports === undefined || ports.includes(0) || ports.includes(port)) return false;
  const word = new RegExp(String.raw`(?<![\d.])${port}(?![\d.])`);
  if (service.environment.some(({ value }) => word.test(value ?? ''))) return false;
  if (service.kind === 'nginx') return port !== 80 || hasNoDefault(service);
  // An image of one's own may have a configuration of its own.
  if (service.kind !== 'backend' && service.kind !== 'frontend') return service.buildContext === undefined;
  const texts = [
    ...service.entrypoint,
    ...service.command,
    ...sourcesOf(project, service).map((file) => project.read(file) ?? ''),
  ];
  return !texts.some(
    (text) => word.test(text) || /\b(?:nginx|supervisord?|caddy|haproxy|s6-overlay|honcho|pm2)\b/.test(text),
  );
}

/** The image's own conf.d/default.conf, which listens on 80, is covered. */
function hasNoDefault({ mounts }: Service): boolean {
  return mounts.some(({ target }) => /^\/etc\/nginx(?:\/conf\.d(?:\/default\.conf)?)?\/?$/.test(target));
}

/** In the one item of the check that says the port, or behind the program that takes its usual one. */
function editsOf(project: Project, service: Service, asked: AskedPort, right: number): readonly Edit[] {
  const { file, path, shared } = service.editOf(['healthcheck', 'test']);
  const written = shared === true ? undefined : writtenValue(project, { file, path });
  const { literal, port } = asked;
  const isIn = (text: string): boolean => text.split(literal).length === 2;
  if (typeof written === 'string')
    return isIn(written)
      ? [{ do: 'set-yaml', file, path, value: written.replace(literal, asked.with(right)) }]
      : [];
  const items = writtenItems(written) ?? [];
  const holding = items.flatMap((item, index) => (isIn(item) || item === String(port) ? [index] : []));
  const [index] = holding;
  const item = index === undefined ? undefined : items[index];
  if (index === undefined || item === undefined || holding.length > 1) return [];
  if (item === literal && items[0] === 'CMD' && !/\d$/.test(literal))
    return [
      {
        do: 'set-yaml',
        file,
        path,
        value: items.toSpliced(index + 1, 0, ...asked.with(right).split(' ').slice(1)),
      },
    ];
  const value = item === String(port) ? String(right) : item.replace(literal, asked.with(right));
  return [{ do: 'set-yaml', file, path: [...path, index], value }];
}
