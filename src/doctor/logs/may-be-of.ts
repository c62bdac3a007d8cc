import type { Service } from '../../project/project.ts';
import type { LogSummary } from './log-evidence.ts';

/** Whether a service wrote some of the lines, or may have: a log that names no services does not tell. */
export function mayBeOf({ services }: Pick<LogSummary, 'services'>, { name }: Service): boolean {
  return services.has(name) || services.has('');
}
