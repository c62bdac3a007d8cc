import type { Service } from '../../../project/project.ts';

/** The port that the server listens on inside its network: `--port`, else 6379. */
export function redisPort({ command }: Service): number {
  const at = command.lastIndexOf('--port');
  const port = Number(at === -1 ? Number.NaN : command[at + 1]);
  return Number.isInteger(port) && port > 0 ? port : 6379;
}
