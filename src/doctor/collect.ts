import type { Call } from '../lib/call.ts';
import type { Problem } from '../project/project.ts';
import { readProject } from '../project/read-project.ts';
import type { Check } from './check.ts';
import type { Evidence } from './evidence.ts';
import { collectLive } from './live/collect.ts';
import type { OwnStores } from './live/cvx.ts';
import { withRunningName } from './live/own-containers.ts';
import { openLogs } from './logs/open-logs.ts';
import { readLogs } from './logs/read-logs.ts';
import { repairsMade } from './repair/repairs-made.ts';
import { serviceOfLabel } from './logs/service-of-label.ts';

/** Where evidence is looked for. */
export interface CollectRequest {
  readonly root: string;
  /** Compose files by `-f`; none for Compose's own choice. */
  readonly files: readonly string[];
  /** `--logs`, as given. */
  readonly logs: readonly string[];
  /** How far back the logs of Docker and journald are read: `24h`, or a time. */
  readonly since: string;
  readonly live: boolean;
  /** `--service`: an address by service name. */
  readonly services: ReadonlyMap<string, string>;
  /** Ways to look at cvx's own stores. */
  readonly ownStores?: () => Promise<OwnStores>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Time of the run. */
  readonly now: Date;
}

export interface Collected {
  readonly evidence: Evidence;
  /** What could not be read, of files and logs; the rest was. */
  readonly problems: readonly Problem[];
}

/** Looks at the files, then at what runs and at its logs: all that the checks will see. Changes nothing. */
export async function collect(
  checks: readonly Check[],
  request: CollectRequest,
  call: Call = {},
): Promise<Collected> {
  const { root, files, env, live, now } = request;
  const read = await readProject({ root, files, env }, call);
  const project = live ? await withRunningName(read, call.signal) : read;
  const sources = await openLogs(project, { ...request, wanted: request.logs });
  const [alive, logs] = await Promise.all([
    collectLive(project, request, call),
    readLogs(sources, checks, {
      serviceOf: serviceOfLabel(project),
      noneBecause: live
        ? 'no log was given (--logs), and there is no compose file to ask Docker with'
        : 'no log was given (--logs)',
      repairedAt: await repairsMade(project.root),
      ...call,
    }),
  ]);
  const unread = logs.problems.map(({ source, message }) => ({ file: source, line: undefined, message }));
  return {
    evidence: { now, project, logs: logs.evidence, live: alive },
    problems: [...project.problems, ...unread],
  };
}
