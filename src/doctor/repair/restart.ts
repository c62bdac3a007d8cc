import { CvxError } from '../../lib/errors.ts';
import { isInFolder } from '../../project/is-in-folder.ts';
import type { Project } from '../../project/project.ts';
import { lastLine } from '../last-line.ts';

/** Pulling an image and a slow start included. */
const TIMEOUT_MS = 300_000;

/** The stack that Compose is told to change. */
export interface Stack {
  readonly project: Project;
  /** As given by `-f`. */
  readonly files: readonly string[];
}

interface ComposeCall extends Stack {
  readonly signal: AbortSignal;
}

const PROJECT_NAME = '--project-name=';
const FILE = '--file=';

/** Whether a word says which stack is meant: such words stand before the verb. */
export function choosesStack(word: string): boolean {
  return word.startsWith(PROJECT_NAME) || word.startsWith(FILE);
}

/** Makes these services run what the files say now. Rejects with what Docker said. */
export function recreate(
  services: readonly string[],
  changed: readonly string[],
  call: ComposeCall,
): Promise<void> {
  return compose(recreateArgs(services, changed, call), call);
}

/** What `docker compose` is told for that. An image is built anew where a changed file is part of it: else the old one would start. */
export function recreateArgs(
  services: readonly string[],
  changed: readonly string[],
  stack: Stack,
): string[] {
  const stale = stack.project.services.some(
    ({ name, buildContext }) =>
      services.includes(name) &&
      buildContext !== undefined &&
      changed.some((file) => isInFolder(file, buildContext)),
  );
  return [...chosen(stack), 'up', '--detach', '--force-recreate', ...(stale ? ['--build'] : []), ...services];
}

/**
 * One word each, so that they are told from the services. Compose would start a second stack beside one that runs under another name,
 * and a container without what a further file says of it where that was given when it was started.
 */
function chosen({ project: { startedAs, startedFrom }, files }: Stack): string[] {
  return [
    ...(startedAs === undefined ? [] : [`${PROJECT_NAME}${startedAs}`]),
    ...(startedFrom ?? files).map((file) => `${FILE}${file}`),
  ];
}

/** Stops and removes the containers of services that a repair had added and that are taken back. */
export function removeContainers(services: readonly string[], call: ComposeCall): Promise<void> {
  return compose([...chosen(call), 'rm', '--stop', '--force', ...services], call);
}

async function compose(args: readonly string[], { project, signal }: ComposeCall): Promise<void> {
  const { execa } = await import('execa');
  const result = await execa('docker', ['compose', ...args], {
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
