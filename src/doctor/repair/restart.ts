import { CvxError } from '../../lib/errors.ts';
import type { Project } from '../../project/project.ts';

/** Pulling an image and a slow start included. */
const TIMEOUT_MS = 300_000;

interface ComposeCall {
  readonly project: Project;
  /** As given by `-f`. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/** `docker compose up -d --force-recreate` of these services. Rejects with what Docker said. */
export function recreate(services: readonly string[], call: ComposeCall): Promise<void> {
  return compose(['up', '--detach', '--force-recreate', ...services], call);
}

/** Stops and removes the containers of services that a repair had added and that are taken back. */
export function removeContainers(services: readonly string[], call: ComposeCall): Promise<void> {
  return compose(['rm', '--stop', '--force', ...services], call);
}

async function compose(args: readonly string[], { project, files, signal }: ComposeCall): Promise<void> {
  const { execa } = await import('execa');
  const result = await execa('docker', ['compose', ...files.flatMap((file) => ['-f', file]), ...args], {
    cwd: project.root,
    stdin: 'ignore',
    reject: false,
    timeout: TIMEOUT_MS,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (!result.failed) return;
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  throw new CvxError(
    'CVX_RESTART_FAILED',
    `docker compose ${args[0]} failed: ${said === '' ? (result.shortMessage ?? '') : said}`,
  );
}
