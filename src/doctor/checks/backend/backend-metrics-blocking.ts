import type { Project, Service } from '../../../project/project.ts';
import { defineCheck, type Finding, found, notApplicable, notObservable, type Seen } from '../../check.ts';
import { sourcesOf } from '../../components/backend/client-pools.ts';
import { isCvx } from '../../components/backend/metrics-service.ts';
import { type BlockingCall, blockingCalls } from '../../components/backend/python/blocking-calls.ts';
import { pythonFiles } from '../../components/backend/python/python-files.ts';
import { readPython } from '../../components/backend/python/python-source.ts';
import type { Evidence } from '../../evidence.ts';

/** A pause that a person feels; a shorter one is told, and no more. */
const FELT_SECONDS = 0.5;

export const backendMetricsBlocking = defineCheck({
  id: 'backend-metrics-blocking',
  area: 'backend',
  severity: 'warning',
  title: 'Measuring the backend does not stop it',
  why: `An async def runs on the event loop that every other request of its process waits for. A call that blocks, such as
psutil.cpu_percent(interval=1), which sleeps for that second, stops them all: each scrape and each health check is a pause for everybody,
and what is measured is slow because it is measured.`,
  repair:
    'Ask psutil with interval=None (it compares with the call before), or make the handler a plain def, or await asyncio.to_thread(…).',
  fixClass: 'confirm',
  source:
    'psutil documentation, cpu_percent: "interval > 0.0 … (blocking)"; FastAPI documentation, "Concurrency and async / await"; seen with FastAPI 0.165 on uvicorn: another request waits 1.0 s during interval=1, and 0 with interval=None',
  run: (evidence) => {
    const { project } = evidence;
    const backends = project.services.filter((one) => one.kind === 'backend' && one.active && !isCvx(one));
    if (backends.length === 0) return notApplicable('no service is a backend of its own');
    const programs = programsOf(project, backends);
    if (programs.length === 0)
      return backends.some((service) => sourcesOf(project, service).length > 0)
        ? notApplicable('no backend is written in Python')
        : notObservable('no source of the backend is here');
    return found(
      programs.flatMap(({ services, files }) =>
        blockingCalls(files.map((file) => readPython(file, project.read(file) ?? ''))).map((call) =>
          findingOf(evidence, services, call),
        ),
      ),
    );
  },
});

/** Services that are made of the same Python files. */
interface Program {
  readonly services: readonly Service[];
  readonly files: readonly string[];
}

function programsOf(project: Project, backends: readonly Service[]): readonly Program[] {
  const programs = new Map<string, Program>();
  for (const service of backends) {
    const files = pythonFiles(project, service);
    const key = files.join('\n');
    programs.set(key, { files, services: [...(programs.get(key)?.services ?? []), service] });
  }
  return [...programs.values()].filter(({ files }) => files.length > 0);
}

function findingOf(evidence: Evidence, services: readonly Service[], call: BlockingCall): Finding {
  const { seconds, path, root, inside } = call;
  const names = services.map(({ name }) => name);
  const long = seconds === undefined ? 'while it lasts' : `for ${seconds} s`;
  const when = path === undefined ? `whenever ${root.name} runs it` : `at every request of ${path}`;
  return {
    message: `${call.call} in ${inside} stops every other request of ${names.join(' and ')} ${long}, ${when}.`,
    at: call.at,
    related: [root.at],
    evidence: [
      {
        by: 'config',
        text: `${root.name} is an async def${inside === root.name ? '' : `, and calls ${inside}`}: it runs on the event loop`,
        at: call.at,
      },
      ...services.flatMap((service) => slowSeen(evidence, service, call)),
    ],
    ...(seconds !== undefined && seconds < FELT_SECONDS ? { severity: 'info' as const } : {}),
    ...(call.edits.length === 0
      ? { repair: `Take it off the loop: await asyncio.to_thread(…), or make ${root.name} a plain def.` }
      : {
          repair:
            'Ask with interval=None: it answers at once with the use since the last call (0.0 for the first).',
          fix: { class: 'confirm', edits: call.edits, restart: names },
        }),
  };
}

/** The path answered no faster than the call sleeps. */
function slowSeen({ live }: Evidence, { name }: Service, { path, seconds }: BlockingCall): readonly Seen[] {
  if (path === undefined || seconds === undefined) return [];
  return (live.http.get(name) ?? [])
    .filter(
      ({ url, milliseconds }) =>
        URL.canParse(url) && new URL(url).pathname.endsWith(path) && milliseconds >= seconds * 1000,
    )
    .map(({ url, milliseconds }) => ({
      by: 'live',
      text: `${url} answered after ${Math.round(milliseconds)} ms`,
    }));
}
