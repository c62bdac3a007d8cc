import type { LogPattern, Seen } from '../../check.ts';
import type { Evidence } from '../../evidence.ts';

/** Both lines that the server writes for a client that it refuses; `remaining` names the roles that still get in. */
export const refusedClients: LogPattern = {
  name: 'refused',
  literal: 'FATAL:  ',
  pattern: /FATAL: {2}(?<reason>sorry, too many clients already|remaining connection slots are reserved)/,
};

/** How often clients were refused, as evidence; none where the log has no such line. */
export function refusedSeen({ logs }: Evidence, checkId: string): readonly Seen[] {
  const { count, samples } = logs.summary(checkId, refusedClients.name);
  const [sample] = samples;
  if (sample === undefined) return [];
  const reason = sample.groups['reason'] ?? 'too many clients';
  return [
    { by: 'log', text: `"FATAL:  ${reason}" ${count} x in the log of ${sample.service ?? sample.source}` },
  ];
}
