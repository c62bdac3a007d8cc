import type { Container } from '../../live/live.ts';
import type { Project } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable } from '../../check.ts';
import { placeOfProject } from '../../components/compose/places.ts';

/** Docker doubles its pause from 100 ms after each start of less than 10 s: past the third restart it is no accident. */
const RESTARTS = 3;
/** A container that has run for so long has overcome what made it restart. */
const SETTLED_MS = 60 * 60 * 1000;

export const hostCrashLoop = defineCheck({
  id: 'host-crash-loop',
  area: 'host',
  severity: 'error',
  title: 'No container starts again and again',
  why: `A service that ends soon after each start is never ready, and its restart policy hides that: "docker compose ps" shows it as up for
seconds. What it writes before it ends says why; what depends on it waits or fails.`,
  repair: 'Read what it wrote last: "docker compose logs --tail 50 SERVICE".',
  fixClass: 'never',
  source:
    'docs.docker.com/engine/containers/start-containers-automatically; docker run reference, restart policies: the delay doubles from 100 ms',
  run: ({ project, live, now }) => {
    if (!live.docker.seen) return notObservable(`Docker: ${live.docker.why}`);
    if (live.docker.value.length === 0) return notApplicable('no container of the project is there');
    const looping = live.docker.value.filter(
      // Who was killed for memory is told of that.
      ({ restartCount, running, startedAt, oomKilled }) =>
        restartCount > RESTARTS &&
        !oomKilled &&
        !(running && startedAt !== undefined && now.getTime() - startedAt.getTime() > SETTLED_MS),
    );
    return found(looping.map((container) => findingOf(project, container)));
  },
});

function findingOf(
  project: Project,
  { service: label, name, restartCount, exitCode, running }: Container,
): Finding {
  const service = project.services.find((one) => one.name === label);
  const at = service?.placeOf(['restart']) ?? service?.at ?? placeOfProject(project);
  const who = label ?? name;
  return {
    message: `${who} was started ${restartCount + 1} times${running ? '' : ` and ended with exit code ${exitCode}`}: it ends soon after each start.`,
    at,
    evidence: [
      { by: 'live', text: `Docker says of ${name}: ${restartCount} restarts, exit code ${exitCode}` },
    ],
    repair: `Read what it wrote last: docker compose logs --tail 50 ${who}`,
  };
}
