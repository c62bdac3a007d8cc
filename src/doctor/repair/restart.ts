import { CvxError } from '../../lib/errors.ts';
import type { Project } from '../../project/project.ts';
import { lastLine } from '../last-line.ts';

/** Pulling an image and a slow start included. */
const TIMEOUT_MS = 300_000;

/** One word, so that it is told from the services. */
export const PROJECT_NAME = '--project-name=';

interface ComposeCall {
  readonly project: Project;
  /** As given by `-f`. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/** Makes these services run what the files say now. Rejects with what Docker said. */
export function recreate(
  services: readonly string[],
  changed: readonly string[],
  call: ComposeCall,
): Promise<void> {
  return compose(recreateArgs(services, changed, call.project), call);
}

/** What `docker compose` is told for that. An image is built anew where a changed file is part of it: else the old one would start. */
export function recreateArgs(
  services: readonly string[],
  changed: readonly string[],
  project: Project,
): string[] {
  const stale = project.services.some(
    ({ name, buildContext }) =>
      services.includes(name) && changed.some((file) => isWithin(file, buildContext)),
  );
  return [
    ...runningName(project),
    'up',
    '--detach',
    '--force-recreate',
    ...(stale ? ['--build'] : []),
    ...services,
  ];
}

/** Compose would start a second stack beside one that runs under another name. */
function runningName({ startedAs }: Project): string[] {
  return startedAs === undefined ? [] : [`${PROJECT_NAME}${startedAs}`];
}

function isWithin(file: string, folder: string | undefined): boolean {
  return folder !== undefined && (folder === '.' || file.startsWith(`${folder}/`));
}

/** Stops and removes the containers of services that a repair had added and that are taken back. */
export function removeContainers(services: readonly string[], call: ComposeCall): Promise<void> {
  return compose([...runningName(call.project), 'rm', '--stop', '--force', ...services], call);
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
  const said = lastLine(result.stderr);
  throw new CvxError(
    'CVX_RESTART_FAILED',
    `docker compose ${args.find((word) => !word.startsWith('-')) ?? ''} failed: ${said === '' ? (result.shortMessage ?? '') : said}`,
  );
}
