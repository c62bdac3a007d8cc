import type { Service } from '../../project/project.ts';
import { type Finding, found, HEALTHY, notObservable, type Verdict } from '../check.ts';
import type { LogEvidence } from './log-evidence.ts';

/** What a check says that knows of its fault by log lines alone: healthy only where the log of each service was read. */
export function foundInLogs(
  findings: readonly Finding[],
  logs: LogEvidence,
  services: readonly Service[],
): Verdict {
  if (findings.length > 0) return found(findings);
  const dark = services.map(({ name }) => logs.observed(name)).find(({ seen }) => !seen);
  return dark === undefined || dark.seen ? HEALTHY : notObservable(dark.why);
}
