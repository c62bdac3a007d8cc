import type { ServiceName } from '../plan.ts';
import { processesAtWork } from '../pools.ts';
import { defineSetting, type Draft, type Setting, WRITE } from '../setting.ts';

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
export function inFlightEach({ inputs, load }: Draft): number {
  return load.inFlight.value / processesAtWork(inputs, load);
}
