import type { Call } from '../../lib/call.ts';
import type { Project } from '../../project/project.ts';
import type { LiveEvidence } from './live.ts';
import { noLive } from './no-live.ts';

/** Which running services may be asked. */
export interface LiveRequest {
  /** False under `--no-live`: nothing that runs is asked. */
  readonly live: boolean;
  /** `--service redis=host:port`, by service name. */
  readonly services: ReadonlyMap<string, string>;
}

/** Asks what runs. Whatever does not answer is not seen, with the reason; nothing here rejects but for the signal. */
export function collectLive(
  _project: Project,
  { live }: LiveRequest,
  { signal }: Call = {},
): Promise<LiveEvidence> {
  signal?.throwIfAborted();
  return Promise.resolve(noLive(live ? 'not asked' : '--no-live: not asked'));
}
