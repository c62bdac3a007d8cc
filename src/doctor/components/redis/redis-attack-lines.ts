import type { LogPattern } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';
import type { LogEvidence, LogSummary } from '../../logs/log-evidence.ts';

/** The whole line is quoted in redis src/networking.c; 7.2 and newer name the peer, as do 7.0 builds without the address not. */
export const attackLine: LogPattern = {
  name: 'attack',
  literal: 'Possible SECURITY ATTACK detected',
  pattern: /Possible SECURITY ATTACK detected(?:.*Connection from (?<address>\S+):\d+ aborted)?/,
};

export interface AttackLines {
  readonly summary: LogSummary;
  /** Of any Redis service. */
  readonly observed: ReturnType<LogEvidence['observed']>;
}

/** What the logs say of HTTP at Redis' door, for the check that declares {@link attackLine}. */
export function attackLines({ project, logs }: Evidence, checkId: string): AttackLines {
  const answers = project.services
    .filter(({ kind }) => kind === 'redis')
    .map(({ name }) => logs.observed(name));
  return {
    summary: logs.summary(checkId, attackLine.name),
    observed: answers.find(({ seen }) => seen) ?? answers[0] ?? logs.observed(),
  };
}
