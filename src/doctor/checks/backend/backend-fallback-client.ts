import {
  defineCheck,
  type Finding,
  type Fix,
  found,
  HEALTHY,
  type LogPattern,
  notApplicable,
  notObservable,
  type Seen,
} from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import {
  type ClientPerCall,
  clientsPerCall,
  isHeard,
  qdrantSources,
  servicesBuiltWith,
} from '../../components/backend/python/client-per-call.ts';
import { pooledClientPatch } from '../../components/backend/python/pooled-client-patch.ts';
import { crowdedContainers, socketsSeen } from '../../components/qdrant/qdrant-sockets.ts';

/** Both wordings; the literal is what they share whether the first letter is large or small. */
const FALLBACK: LogPattern = {
  name: 'fallback',
  literal: 'sing fallback client',
  pattern: /Event loop running, using fallback client|Using fallback client in async context/,
};

export const backendFallbackClient = defineCheck({
  id: 'backend-fallback-client',
  area: 'backend',
  severity: 'error',
  title: 'The backend keeps one pooled Qdrant client',
  why: `Code that asks whether an event loop runs and then makes a "fallback" QdrantClient makes a new one for each request: two new
connections to port 6333 (one only asks for the version), and a blocking call that stops the event loop for everybody else meanwhile.
90 searches leave 180 sockets behind where one pooled client needs 10; under load ports and file descriptors run out.`,
  repair:
    'Make one AsyncQdrantClient for each process, with a bounded pool, and await its calls; take asyncio.run and run_until_complete out of the path of requests.',
  fixClass: 'never',
  source:
    'seen with qdrant-client 1.15.1 and Qdrant 1.18.3, where each client has an httpx pool of its own (async_qdrant_remote.py, limits); asyncio documentation, "Running Blocking Code"; seen in the field: qdrant_utils.py',
  logs: [FALLBACK],
  supersedes: ['backend-fallback-silenced'],
  run: (evidence) => {
    const sources = qdrantSources(evidence.project);
    const lines = evidence.logs.summary('backend-fallback-client', FALLBACK.name);
    const crowded = crowdedContainers(evidence);
    const makers = clientsPerCall(sources);
    const told = makers.filter((maker) => isHeard(maker) || lines.count > 0 || crowded.length > 0);
    if (told.length > 0) return found(told.map((maker) => sourceFinding(evidence, maker)));
    const unplaced = serviceFindings(
      evidence,
      crowded.map(({ service }) => service),
    );
    if (unplaced.length > 0) return found(unplaced);
    const backends = evidence.project.services.filter(({ kind }) => kind === 'backend');
    if (sources.length > 0 || backends.some(({ name }) => evidence.logs.observed(name).seen)) return HEALTHY;
    if (backends.length === 0) return notApplicable('no service is a backend of its own');
    if (evidence.project.sources.some((file) => file.endsWith('.py')))
      return notApplicable('no Python source uses qdrant_client');
    return notObservable('neither the source of the backend nor its log is here');
  },
});

function sourceFinding(evidence: Evidence, maker: ClientPerCall): Finding {
  const { project } = evidence;
  const { source, getter, at, says } = maker;
  const services = servicesBuiltWith(project, source.file);
  const callers = otherCallers(evidence, maker);
  const edits = pooledClientPatch(maker);
  const fix: Fix | undefined = edits && {
    class: callers.length === 0 ? 'confirm' : 'never',
    edits,
    restart: services.filter(({ active }) => active).map(({ name }) => name),
  };
  return {
    message: `${getter.name} makes a Qdrant client of its own for each call while an event loop runs: each request opens new connections and blocks the others.`,
    at,
    related: [...(says === undefined ? [] : [says.at]), ...callers],
    evidence: [
      {
        by: 'config',
        text: `${getter.name} asks for the running loop, then makes a client that nobody keeps`,
        at,
      },
      ...logSeen(evidence),
      ...services.flatMap(({ name }) => socketsSeen(evidence, name)),
    ],
    ...(callers.length === 0
      ? {}
      : {
          repair: `Make one AsyncQdrantClient in ${source.file}; its callers elsewhere must then await their calls.`,
        }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Other sources that take the function: their calls would have to be awaited too. */
function otherCallers({ project }: Evidence, { source, getter }: ClientPerCall) {
  return project.sources
    .filter((file) => file.endsWith('.py') && file !== source.file)
    .flatMap((file) => {
      const before = new RegExp(`^[^]*?\\b(?=${getter.name}\\b)`).exec(project.read(file) ?? '')?.[0];
      if (before === undefined) return [];
      const line = before.split('\n').length;
      return [{ file, line, column: before.length - before.lastIndexOf('\n') }];
    });
}

function logSeen({ logs }: Evidence): Seen[] {
  const { count, samples } = logs.summary('backend-fallback-client', FALLBACK.name);
  const [sample] = samples;
  return sample === undefined
    ? []
    : [{ by: 'log', text: `${count} x in the log of ${sample.service ?? sample.source}: ${sample.line}` }];
}

/** No source shows it: the log names the service, or its sockets do. */
function serviceFindings(evidence: Evidence, crowded: readonly string[]): Finding[] {
  const { count, services } = evidence.logs.summary('backend-fallback-client', FALLBACK.name);
  const own = evidence.project.services;
  const named = own.filter(({ name }) => services.has(name) || crowded.includes(name));
  const at =
    named.length > 0 || count === 0 ? named : own.filter(({ kind }) => kind === 'backend').slice(0, 1);
  return at.map((service) => ({
    message: `${service.name} does not keep its Qdrant client: each request makes another one, with connections of its own.`,
    at: service.at,
    evidence: [...logSeen(evidence), ...socketsSeen(evidence, service.name)],
  }));
}
