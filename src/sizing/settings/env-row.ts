import type { PlannedService, ServiceName } from '../plan.ts';
import { defineSetting, type Draft, serviceIn, type Setting, WRITE } from '../setting.ts';

export interface EnvRow extends Omit<Setting, 'id' | 'target' | 'write'> {
  readonly key: string;
  readonly services: readonly ServiceName[];
  readonly write?: Setting['write'];
}

/** A variable of `.env`. */
export function envRow({ key, services, write, ...rest }: EnvRow): Setting {
  return defineSetting({
    ...rest,
    id: `env/${key}`,
    target: { in: 'env', key, services },
    write: write ?? WRITE.number,
  });
}

/** Requests in flight in one backend process at the peak. */
export function inFlightEach(draft: Draft): number {
  const backend: PlannedService | undefined = serviceIn(draft, 'backend');
  return backend === undefined
    ? 0
    : draft.load.inFlight.value / (backend.count.value * backend.processes.value);
}
