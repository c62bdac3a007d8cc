import type { Container } from '../../live/live.ts';
import type { Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import { placeOfLimit, placeOfProject } from '../../components/compose/places.ts';

export const hostOomKilled = defineCheck({
  id: 'host-oom-killed',
  area: 'host',
  severity: 'error',
  title: 'No container was killed for memory',
  why: `A container that reaches its memory limit is killed by the kernel at once, with all that it was doing, and started again by Docker:
requests fail for as long as it takes to start, and it comes back at the same load. Where it has no limit the whole host was short.`,
  repair:
    'Give it what it needs, or let it need less: "cvx tune --users N" shares out the memory of the host anew.',
  fixClass: 'never',
  source:
    'docker inspect State.OOMKilled; kernel cgroup-v2 memory.max: the OOM killer is invoked in the cgroup; exit status 137 is 128 + SIGKILL',
  run: ({ project, live }) => {
    if (!live.docker.seen) return notObservable(`Docker: ${live.docker.why}`);
    if (live.docker.value.length === 0) return notApplicable('no container of the project is there');
    return found(
      live.docker.value.filter(({ oomKilled }) => oomKilled).map((one) => findingOf(project, one)),
    );
  },
});

function findingOf(project: Project, container: Container): Finding {
  const service = project.services.find(({ name }) => name === container.service);
  const limit = container.memoryLimit ?? service?.memoryLimit;
  const at = service && placeOfLimit(service, 'memory');
  const has =
    limit === undefined ? 'it has no limit: the host was out of memory' : `its limit is ${megabytes(limit)}`;
  const seen: Seen[] = [
    {
      by: 'live',
      text: `Docker says of ${container.name}: OOMKilled, exit code ${container.exitCode}, restarted ${container.restartCount} times`,
    },
    ...(service?.memoryLimit === undefined || at === undefined
      ? []
      : [{ by: 'config', text: `memory limit ${megabytes(service.memoryLimit)}`, at } as const]),
  ];
  return {
    message: `The kernel killed ${container.service ?? container.name} for memory; ${has}.`,
    at: at ?? placeOfProject(project),
    evidence: seen,
  };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
