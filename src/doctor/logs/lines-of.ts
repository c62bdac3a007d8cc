import type { Service } from '../../project/project.ts';
import type { LogSummary } from './log-evidence.ts';

/** How many of the lines a service wrote. Those of a log that names no services count where it is the only one that writes such. */
export function linesOf(
  { services }: Pick<LogSummary, 'services'>,
  { name }: Service,
  isOnly: boolean,
): number {
  return (services.get(name) ?? 0) + (isOnly ? (services.get('') ?? 0) : 0);
}

/** Whether a service wrote a line. One of a log that names no services is of the only service that writes such. */
export function isLineOf(
  { service }: Pick<LogSummary['samples'][number], 'service'>,
  { name }: Service,
  isOnly: boolean,
): boolean {
  return service === undefined ? isOnly : service === name;
}
