import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import type { Project } from '../../../project/project.ts';
import {
  type ClientPerCall,
  clientsPerCall,
  isHeard,
  qdrantSources,
  servicesBuiltWith,
} from '../../components/backend/python/client-per-call.ts';
import { pooledClientPatch } from '../../components/backend/python/pooled-client-patch.ts';

export const backendFallbackSilenced = defineCheck({
  id: 'backend-fallback-silenced',
  area: 'backend',
  severity: 'warning',
  title: 'A Qdrant client for each call is not made in silence',
  why: `Where the line "using fallback client" was lowered to debug or taken away, the fault behind it stays: inside the server each
call makes a client of its own, with new connections, and blocks the event loop. Only the log is quiet.`,
  repair:
    'Make one AsyncQdrantClient for each process, with a bounded pool, and await its calls. Then the branch can go, with its line.',
  fixClass: 'never',
  source:
    'seen in the field: the warning lowered to debug and the cached client removed; qdrant-client 1.15.1 async_qdrant_remote.py',
  run: ({ project }) => {
    const sources = qdrantSources(project);
    if (sources.length > 0)
      return found(
        clientsPerCall(sources)
          .filter((maker) => !isHeard(maker))
          .map((maker) => findingOf(project, maker)),
      );
    const backends = project.services.filter(({ kind }) => kind === 'backend');
    if (backends.length === 0) return notApplicable('no service is a backend of its own');
    return project.sources.some((file) => file.endsWith('.py'))
      ? notApplicable('no Python source uses qdrant_client')
      : notObservable('the source of the backend is not here');
  },
});

function findingOf(project: Project, maker: ClientPerCall): Finding {
  const { source, getter, at, says } = maker;
  const edits = pooledClientPatch(maker);
  const restart = servicesBuiltWith(project, source.file).filter(({ active }) => active);
  return {
    message: `${getter.name} makes a Qdrant client for each call while an event loop runs, and ${says === undefined ? 'says nothing of it' : 'says so at debug level only'}.`,
    at,
    related: says === undefined ? [] : [says.at],
    evidence: [
      {
        by: 'config',
        text: `${getter.name} asks for the running loop, then makes a client that nobody keeps`,
        at,
      },
    ],
    ...(edits === undefined
      ? {}
      : { fix: { class: 'never', edits, restart: restart.map(({ name }) => name) } }),
  };
}
